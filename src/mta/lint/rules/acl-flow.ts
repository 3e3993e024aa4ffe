/** ACLs: statements nothing comes to, and conditions that never hold. */
import { ACL_CLAUSES, type Acl, type AclClause, type AclStatement } from '../../config/index.ts';
import { neverHolds, unreachableStatement } from '../findings/sense.ts';
import type { Remark, Rule } from '../remark.ts';

export const aclFlowRules: Rule = ({ acls }) =>
  [...acls.values()].flatMap((acl) => [...unreachable(acl), ...never(acl)]);

const DECIDES = new Set(['accept', 'deny', 'drop', 'discard', 'defer']);

function unreachable({ name, statements }: Acl): readonly Remark[] {
  const end = statements.findIndex((one) => DECIDES.has(one.verb) && conditionsOf(one).every(alwaysHolds));
  const next = statements[end + 1];
  if (end < 0 || next === undefined) return [];
  const { verb, place } = statements[end]!;
  const detail = `ACL ${name}: "${verb}" in line ${place.line} has no condition, so nothing comes to "${next.verb}"`;
  return [{ def: unreachableStatement, place: next.place, subject: name, detail }];
}

function never({ name, statements }: Acl): readonly Remark[] {
  return statements.flatMap((statement) => {
    const conditions = conditionsOf(statement);
    const clause = conditions.find(neverHoldsAlone) ?? conditions.find((one) => contradicted(one, conditions));
    if (clause === undefined) return [];
    const written = `${clause.negated ? '!' : ''}${clause.name} = ${clause.argument}`;
    const detail = `ACL ${name}: "${written.slice(0, 100)}" never holds, where "${statement.verb}" asks for it`;
    return [{ def: neverHolds, place: clause.place, subject: name, detail }];
  });
}

export const conditionsOf = ({ clauses }: AclStatement): readonly AclClause[] =>
  clauses.filter(({ name }) => ACL_CLAUSES.get(name)?.kind === 'condition');

const LISTS = new Set(['domains', 'hosts', 'local_parts', 'senders', 'sender_domains', 'recipients']);

/** True or false whatever comes; undefined: it depends. */
function settled({ name, argument }: AclClause): boolean | undefined {
  const text = argument.trim();
  if (name === 'condition') {
    if (/^(yes|true|0*[1-9]\d*)$/i.test(text)) return true;
    return /^(|no|false|0+)$/i.test(text) ? false : undefined;
  }
  if (!LISTS.has(name)) return undefined;
  if (text === '') return false;
  return text === '*' && name !== 'sender_domains' && name !== 'senders' ? true : undefined;
}

const alwaysHolds = (clause: AclClause): boolean => settled(clause) === !clause.negated;
const neverHoldsAlone = (clause: AclClause): boolean => settled(clause) === clause.negated;

/** The same asked for with and without `!`. */
const contradicted = (clause: AclClause, others: readonly AclClause[]): boolean =>
  clause.negated &&
  others.some((other) => !other.negated && other.name === clause.name && other.argument === clause.argument);
