/**
 * What the validator has to say, as rows.
 *
 * Every reason in a chain carries the id of one of these rows, and the same rows are the findings that `dns query` and
 * `dnssec trace` report and `mxray explain` documents. So a reason always has its explanation and its mend.
 *
 * How to add one: a row in the family's file (`steps`, `bogus`, `insecure`, `undecided`, `advice`), a place that gives it
 * through `because`, a line in that family's test.
 */
import { type Finding, type FindingDef, type FindingParts, finding } from '../../../../base/index.ts';
import type { Name, Reason } from '../../types.ts';

export interface ReasonDef extends FindingDef {
  /** The extended DNS error that says the same (RFC 8914 §4). */
  readonly ede?: number;
}

/** One case of a row, as a link of a reason chain. `zone` is the zone that must act, root as the empty string. */
export function because(def: ReasonDef, text: string, zone?: Name): Reason {
  return {
    code: def.id,
    text,
    ...(zone !== undefined && { zone }),
    ...(def.ede !== undefined && { ede: def.ede }),
    refs: def.refs,
  };
}

/** A reason told as a finding; its own sentence becomes the detail. */
export function findingOf(def: ReasonDef, reason: Reason, parts: FindingParts = {}): Finding {
  return finding(def, {
    detail: reason.text,
    ...(def.fix !== undefined && { fix: def.fix }),
    ...(reason.zone !== undefined && { scope: { zone: reason.zone === '' ? '.' : reason.zone } }),
    ...parts,
    evidence: { ...(reason.ede !== undefined && { extendedError: reason.ede }), ...parts.evidence },
  });
}
