/** `$acl_c…`, `$acl_m…`: what ACLs have set. Under strict_acl_vars one that nobody has set is no variable. */
import type { VariableRow } from '../ast.ts';
import { after, EMPTY, type Failure, failed, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';

export const ACL_FAMILY: VariableRow = {
  name: 'acl_c…, acl_m…',
  group: 'acl',
  tainted: false,
  doc: 'Set by ACLs.',
  read: (run, name) => {
    const value = run.host.variable(name);
    return value instanceof Promise ? after(value, (found) => settled(found, name, run)) : settled(value, name, run);
  },
};

function settled(value: string | Text | undefined, name: string, { host }: Run): Text | Failure {
  if (typeof value === 'string') return textOf(value, false);
  if (value !== undefined) return value;
  return host.strictAclVariables === true ? failed(`unknown variable name "${name}" (strict_acl_vars is set)`) : EMPTY;
}
