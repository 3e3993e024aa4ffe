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
  /** With `only`: also where an expansion on the command line calls the ACL. */
  readonly elsewhere?: true;
}

export interface AclClauseRow extends AclWord {
  readonly kind: 'condition' | 'modifier';
  /** What stands behind `=` is expanded, or its items are. */
  readonly expanded: boolean;
}

export const NOT_SMTP: readonly AclPhase[] = ['not-smtp-start', 'not-smtp-mime', 'not-smtp'];

export function except(...phases: readonly AclPhase[]): readonly AclPhase[] {
  const allowed = (Object.keys(ACL_PHASES) as AclPhase[]).filter((phase) => !phases.includes(phase));
  EXCEPTIONS.add(allowed);
  return allowed;
}

/** What is forbidden here and there is allowed where there is no session. */
const EXCEPTIONS = new WeakSet<readonly AclPhase[]>();

/** A word without `only` is allowed everywhere. */
export function where(only: readonly AclPhase[] | undefined): Pick<AclWord, 'only' | 'elsewhere'> {
  if (only === undefined) return {};
  return EXCEPTIONS.has(only) ? { only, elsewhere: true } : { only };
}
