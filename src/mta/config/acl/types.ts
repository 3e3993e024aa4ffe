/** What every word of an ACL says of itself; `config doc` and `config check` read it. */
import type { OptionStatus } from '../options/index.ts';
import { ACL_PHASES, type AclPhase } from './phases.ts';

export interface AclWord {
  readonly name: string;
  /** One paragraph of our own. */
  readonly doc: string;
  readonly status: OptionStatus;
  /** Where it may stand; absent: anywhere. */
  readonly only?: readonly AclPhase[];
}

export interface AclClauseRow extends AclWord {
  readonly kind: 'condition' | 'modifier';
  /** What stands behind `=` is expanded, or its items are. */
  readonly expanded: boolean;
}

export const NOT_SMTP: readonly AclPhase[] = ['not-smtp-start', 'not-smtp-mime', 'not-smtp'];

export const except = (...phases: readonly AclPhase[]): readonly AclPhase[] =>
  (Object.keys(ACL_PHASES) as AclPhase[]).filter((phase) => !phases.includes(phase));

/** A word without `only` is allowed everywhere. */
export const where = (only: readonly AclPhase[] | undefined): Pick<AclWord, 'only'> =>
  only === undefined ? {} : { only };
