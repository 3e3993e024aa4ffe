/** The words of ACLs: verbs, conditions, modifiers, controls, and where each may stand (Exim spec ch. 44). */
import { ACL_VERBS } from './verbs.ts';

export { ACL_CLAUSES } from './clauses.ts';
export { ACL_CONTROLS } from './controls.ts';
export { ACL_PHASES, type AclPhase } from './phases.ts';
export type { AclClauseRow, AclWord } from './types.ts';
export { ACL_VERBS };

export const VERBS: readonly string[] = ACL_VERBS.map(({ name }) => name);
