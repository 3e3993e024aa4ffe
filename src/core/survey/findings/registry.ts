/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { behaviourFindings } from './behaviour.ts';
import { certificateFindings } from './certificates.ts';
import { offerFindings } from './offers.ts';
import { reachFindings } from './reach.ts';

export const surveyFindings: readonly FindingDef[] = [
  ...reachFindings,
  ...offerFindings,
  ...behaviourFindings,
  ...certificateFindings,
];
