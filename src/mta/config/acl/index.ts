/** The words of ACLs: verbs, conditions, modifiers, controls, and where each may stand (Exim spec ch. 44). */
export { ACL_CLAUSES, type AclClauseRow } from './clauses.ts';
export { ACL_CONTROLS, type AclControlRow } from './controls.ts';
export { ACL_PHASES, type AclPhase } from './phases.ts';

export const VERBS: readonly string[] = ['accept', 'defer', 'deny', 'discard', 'drop', 'require', 'warn'];
