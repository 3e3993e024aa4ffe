/** What a mechanism is to a check: a row of the registry, a file each. */
import type { Name } from '../../dns/index.ts';
import type { Step, TermOutcome } from '../evaluation.ts';
import type { Mechanism, MechanismKind } from '../grammar/types.ts';
import type { RecordTrace } from '../types.ts';

/** A check of another domain with everything else the same: what include does (RFC 7208 §5.2). */
export type CheckDomain = (name: Name, step: Step) => Promise<RecordTrace>;

export interface MechanismDef<K extends MechanismKind = MechanismKind> {
  /** It asks DNS, and counts as a look-up (RFC 7208 §4.6.4). */
  readonly asksDns: boolean;
  readonly test: (
    mechanism: Extract<Mechanism, { readonly kind: K }>,
    step: Step,
    checkDomain: CheckDomain,
  ) => TermOutcome | Promise<TermOutcome>;
}
