/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { messageFindings } from './message.ts';
import { outcomeFindings } from './outcome.ts';

export const sendFindings: readonly FindingDef[] = [...outcomeFindings, ...messageFindings];
