/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { historic, REASON_ROWS } from './rows.ts';

export const arcFindings: readonly FindingDef[] = [...Object.values(REASON_ROWS), historic];
