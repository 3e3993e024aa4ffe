/** Every variable. To add one: a row in the file of its group, or a file of its own where it is computed. */
import type { VariableRow } from '../ast.ts';
import { ACL_FAMILY } from './acl.ts';
import { ADDRESS_VARIABLES } from './address.ts';
import { CONFIGURATION_VARIABLES } from './configuration.ts';
import { CONTENT_VARIABLES } from './content.ts';
import { HANDED_VARIABLES } from './handed.ts';
import { ITERATION_VARIABLES } from './iteration.ts';
import { askedFamily } from './make.ts';
import { MESSAGE_VARIABLES } from './message.ts';
import { SECURITY_VARIABLES } from './security.ts';
import { SESSION_VARIABLES } from './session.ts';
import { TIME_VARIABLES } from './time.ts';

export const VARIABLES: readonly VariableRow[] = [
  ...ADDRESS_VARIABLES,
  ...CONFIGURATION_VARIABLES,
  ...CONTENT_VARIABLES,
  ...HANDED_VARIABLES,
  ...ITERATION_VARIABLES,
  ...MESSAGE_VARIABLES,
  ...SECURITY_VARIABLES,
  ...SESSION_VARIABLES,
  ...TIME_VARIABLES,
];

const BY_NAME = new Map(VARIABLES.map((row) => [row.name, row]));

/** Names that a configuration itself makes up. */
const FAMILIES: readonly (readonly [RegExp, VariableRow])[] = [
  [/^acl_[cm]([0-9_]|$)/, ACL_FAMILY],
  [
    /^r_/,
    askedFamily({ name: 'r_…', group: 'router', tainted: false, doc: 'Set by routers; they follow the address.' }),
  ],
];

export const findVariable = (name: string): VariableRow | undefined =>
  BY_NAME.get(name) ?? (name.includes('_') ? FAMILIES.find(([pattern]) => pattern.test(name))?.[1] : undefined);

/** What Exim adds about a variable that looks like an ACL's. */
export function hintAbout(name: string): string {
  if (!name.startsWith('acl_')) return '';
  return /^acl_[cm]/.test(name)
    ? ' (6th character of a user-defined ACL variable must be a digit or underscore)'
    : ' (user-defined ACL variables must start acl_c or acl_m)';
}
