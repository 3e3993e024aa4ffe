/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { REASON_FINDINGS } from './reasons.ts';
import { remarks } from './remarks.ts';

export const dkimFindings: readonly FindingDef[] = [...Object.values(REASON_FINDINGS), ...remarks];
