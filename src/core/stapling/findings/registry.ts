/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { fetchFindings } from './fetch.ts';
import { watchFindings } from './watch.ts';

export const staplingFindings: readonly FindingDef[] = [...fetchFindings, ...watchFindings];
