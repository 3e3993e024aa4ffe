/** All worlds. */
import { events } from './events.ts';
import { queueing } from './queueing.ts';
import { reports } from './reports.ts';
import { headersAlone, limited } from './returned.ts';
import type { World } from './types.ts';
import { usual } from './usual.ts';

export const WORLDS: readonly World[] = [usual, reports, limited, headersAlone, events, queueing];
