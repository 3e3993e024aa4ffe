/** Conditions and modifiers by their names. */
import { ACL_CONDITIONS } from './conditions.ts';
import { ACL_MODIFIERS } from './modifiers.ts';
import type { AclClauseRow } from './types.ts';

export const ACL_CLAUSES: ReadonlyMap<string, AclClauseRow> = new Map(
  [...ACL_CONDITIONS, ...ACL_MODIFIERS].map((row) => [row.name, row]),
);
