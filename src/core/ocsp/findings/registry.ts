/** All findings of this module, for `mxray explain`; those of refused responses and of warnings by their code. */
import type { FindingDef } from '../../../base/index.ts';
import type { InvalidCode } from '../types.ts';
import { dateFindings } from './dates.ts';
import type { Rows } from './define.ts';
import { formFindings, statusFindings } from './outer.ts';
import { issuerFindings, signerFindings } from './signer.ts';
import { eventFindings } from './status.ts';
import { warningFindings } from './warnings.ts';

export const invalidFindings: Rows<InvalidCode> = {
  ...statusFindings,
  ...formFindings,
  ...issuerFindings,
  ...signerFindings,
  ...dateFindings,
};

export const ocspFindings: readonly FindingDef[] = [
  ...eventFindings,
  ...Object.values(invalidFindings),
  ...Object.values(warningFindings),
];
