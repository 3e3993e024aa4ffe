/** All rows of the validator, by family and by id. */
import type { Reason } from '../../types.ts';
import { adviceFindings } from './advice.ts';
import { bogusFindings } from './bogus.ts';
import type { ReasonDef } from './define.ts';
import { insecureFindings } from './insecure.ts';
import { stepFindings } from './steps.ts';
import { undecidedFindings } from './undecided.ts';

/** Collected by `mxray explain`. */
export const dnssecFindings: readonly ReasonDef[] = [
  ...stepFindings,
  ...insecureFindings,
  ...bogusFindings,
  ...undecidedFindings,
  ...adviceFindings,
];

/** The row that a reason is a case of; a reason with an unknown code is a bug. */
export function reasonDef(reason: Reason): ReasonDef {
  const def = dnssecFindings.find((row) => row.id === reason.code);
  if (def === undefined) throw new Error(`no finding row for reason ${reason.code}`);
  return def;
}
