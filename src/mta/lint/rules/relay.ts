/** Who may send where: statements that accept recipients for anybody to anywhere. */
import type { Acl, AclClause, AclStatement, Configuration, Place } from '../../config/index.ts';
import { noRcptAcl, openRelay, relayForAll } from '../findings/safety.ts';
import type { Remark, Rule } from '../remark.ts';
import { textOf } from '../remark.ts';
import { conditionsOf } from './acl-flow.ts';

export const relayRules: Rule = (configuration) => {
  const setting = configuration.main.get('acl_smtp_rcpt');
  const name = textOf(setting) ?? '';
  if (setting === undefined || name === '') return listens(configuration) ? [noAcl(configuration)] : [];
  const inline = inlineAcl(name, setting.place);
  const acls = inline === undefined ? namedIn(name, configuration) : [inline];
  return acls.flatMap((acl) => [...openStatements(acl), ...listsOfAll(acl, configuration)]);
};

/** The ACL of that name; where an expansion chooses one, all whose names are in it. */
function namedIn(name: string, { acls }: Configuration): readonly Acl[] {
  const words = name.includes('$') ? (name.match(/\w+/g) ?? []) : [name];
  return [...new Set(words)].flatMap((word) => acls.get(word) ?? []);
}

/** One statement in place of a name: `acl_smtp_rcpt = accept hosts = 192.0.2.1`. */
function inlineAcl(text: string, place: Place): Acl | undefined {
  const [, verb, rest = ''] = /^\s*(accept|discard)\b\s*(.*)$/s.exec(text) ?? [];
  if (verb === undefined || rest.includes('\n')) return undefined;
  const [, not, name, argument = ''] = /^(!?)\s*(\w+)\s*=\s*(.*)$/s.exec(rest) ?? [];
  const clauses = name === undefined ? [] : [{ name, negated: not === '!', argument, place }];
  return { name: 'acl_smtp_rcpt', statements: [{ verb, clauses, place }], place };
}

/** A configuration that takes mail by SMTP has something to say of it; one without routers is a fragment. */
const listens = ({ routers, acls }: Configuration): boolean => routers.length > 0 || acls.size > 0;

function noAcl({ file }: Configuration): Remark {
  const place = { file: file ?? 'configuration', line: 0, lastLine: 0 };
  return { def: noRcptAcl, place, subject: 'acl_smtp_rcpt', detail: 'acl_smtp_rcpt is not set' };
}

function openStatements({ name, statements }: Acl): readonly Remark[] {
  const remarks: Remark[] = [];
  for (const statement of statements) {
    if (guards(statement)) return remarks;
    if (statement.verb !== 'accept' || conditionsOf(statement).some(restricts)) continue;
    const detail = `ACL ${name}: "accept" asks neither for the domain, the host nor for authentication`;
    remarks.push({ def: openRelay, place: statement.place, subject: name, detail });
  }
  return remarks;
}

/** Nobody gets past it who is not one of ours, or writes to ours. */
function guards(statement: AclStatement): boolean {
  const conditions = conditionsOf(statement);
  if (statement.verb === 'require') return conditions.some(restricts);
  if (!['deny', 'drop', 'defer', 'discard'].includes(statement.verb)) return false;
  return conditions.every((one) => (one.negated ? restricts({ ...one, negated: false }) : asksOfDomain(one)));
}

/** `condition = ${if …$domain…}`, or another ACL, may ask anything. */
const asksOfDomain = ({ name, argument }: AclClause): boolean =>
  name === 'acl' || (name === 'condition' && /\$\{?(domain|sender_host_address|authenticated_id)\b/.test(argument));

const RESTRICTING = new Set(['domains', 'hosts', 'authenticated', 'recipients', 'condition', 'acl']);

function restricts({ name, argument, negated }: AclClause): boolean {
  const text = argument.trim();
  if (name === 'verify') return !negated && /^certificate\b/.test(text);
  if (!RESTRICTING.has(name)) return false;
  if (negated) return name === 'condition' || name === 'acl';
  return !((name === 'hosts' || name === 'domains') && text === '*');
}

/** Named lists a statement accepts for, and an item of theirs that matches everything. */
function listsOfAll({ statements }: Acl, { lists }: Configuration): readonly Remark[] {
  const named = statements
    .flatMap((statement) => conditionsOf(statement).map((clause) => ({ statement, clause })))
    .filter(({ clause }) => clause.name === 'domains' || clause.name === 'hosts')
    .filter(({ statement, clause }) => letsThrough(statement) !== clause.negated)
    .flatMap(({ clause }) => itemsOf(clause.argument).map((item) => ({ item, clause })));
  const told = new Set<string>();
  return named.flatMap(({ item, clause }): readonly Remark[] => {
    if (EVERYTHING.test(item) && clause.argument.trim() !== item)
      return [{ def: relayForAll, place: clause.place, subject: clause.name, detail: `${clause.name} has ${item}` }];
    const kind = clause.name === 'domains' ? 'domain' : 'host';
    const list = lists.find((one) => one.kind === kind && `+${one.name}` === item);
    const all = list === undefined ? undefined : itemsOf(list.text).find((one) => EVERYTHING.test(one));
    if (list === undefined || all === undefined || told.has(list.name)) return [];
    told.add(list.name);
    const detail = `the ${kind} list ${list.name}, for which recipients are accepted, has ${all} in it`;
    return [{ def: relayForAll, place: list.place, subject: list.name, detail }];
  });
}

/** Those for whom the conditions of the statement hold are let through; else those for whom they do not. */
const letsThrough = ({ verb }: AclStatement): boolean => verb === 'accept' || verb === 'require';

const EVERYTHING = /^(\*|0\.0\.0\.0\/0|::\/0|::::\/0|0{1,4}(::?0{0,4})*\/0)$/;

/** By the separator the list names, or the colon; a colon doubled is one. */
function itemsOf(list: string): readonly string[] {
  const changed = /^\s*<([^A-Za-z0-9\s])/.exec(list);
  const [separator, text] = changed === null ? [':', list] : [changed[1]!, list.slice(changed[0].length)];
  return text
    .replaceAll(separator + separator, '\0')
    .split(separator)
    .map((item) => item.replaceAll('\0', separator).trim());
}
