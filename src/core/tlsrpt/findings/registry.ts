/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { recordFindings } from './record.ts';
import { reportFindings } from './report.ts';
import { resultFindings } from './results.ts';

export const tlsRptFindings: readonly FindingDef[] = [...recordFindings, ...resultFindings, ...reportFindings];
