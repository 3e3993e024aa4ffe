/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { batteryFindings } from './battery.ts';
import { FAULT_FINDINGS } from './faults.ts';
import { remarks } from './remarks.ts';
import { sendFindings } from './send.ts';

export const proxyFindings: readonly FindingDef[] = [
  ...Object.values(FAULT_FINDINGS),
  ...remarks,
  ...batteryFindings,
  ...sendFindings,
];
