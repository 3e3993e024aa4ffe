/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { hostFindings } from './hosts.ts';
import { policyFindings } from './policy.ts';
import { recordFindings } from './record.ts';

export const mtaStsFindings: readonly FindingDef[] = [...recordFindings, ...policyFindings, ...hostFindings];
