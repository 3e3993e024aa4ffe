/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { FAULT_FINDINGS } from './faults.ts';
import { readable } from './shown.ts';
import { verdictFindings } from './verdicts.ts';

export const crlFindings: readonly FindingDef[] = [...verdictFindings, readable, ...Object.values(FAULT_FINDINGS)];
