/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { evalFindings } from './eval.ts';
import { queryFindings } from './query.ts';
import { recordFindings } from './record.ts';
import { reportFindings } from './report.ts';

export const dmarcFindings: readonly FindingDef[] = [
  ...evalFindings,
  ...queryFindings,
  ...recordFindings,
  ...reportFindings,
];
