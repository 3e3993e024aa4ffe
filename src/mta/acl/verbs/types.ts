/** The shape of a verb: what the outcome of its conditions decides. */
import type { AclOutcome, Came } from '../types.ts';

export interface VerbRow {
  readonly name: string;
  /** What the ACL comes to; undefined: the next statement decides. `endpass`: one stood before the last clause looked at. */
  readonly decide: (came: Settled, endpass: boolean) => AclOutcome | undefined;
  /** `message` and `log_message` count for these outcomes. */
  readonly speaksOn: readonly Came[];
}

/** Errors end an ACL whatever the verb, and deferrals all but `warn`. */
export type Settled = Exclude<Came, 'error' | 'defer'>;

/** A statement that does not hold denies, and what a called ACL has dropped stays dropped. */
export const refusal = (came: Settled): AclOutcome => (came === 'drop' ? 'drop' : 'deny');
