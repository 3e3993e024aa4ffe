/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { chainFindings } from './chain.ts';
import { refusalFindings } from './refusals.ts';
import { showFindings } from './show.ts';

export const certFindings: readonly FindingDef[] = [...chainFindings, ...refusalFindings, ...showFindings];
