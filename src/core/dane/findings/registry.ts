/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { domainFindings } from './domain.ts';
import { hostFindings } from './host.ts';
import { offlineFindings } from './offline.ts';
import { tlsaFindings } from './tlsa.ts';

export const daneFindings: readonly FindingDef[] = [
  ...domainFindings,
  ...hostFindings,
  ...tlsaFindings,
  ...offlineFindings,
];
