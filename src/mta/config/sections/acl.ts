/** ACLs: a name with a colon, then verbs with their conditions and modifiers (Exim spec ch. 44). */
import { ACL_CLAUSES, VERBS } from '../acl/index.ts';
import { readName, trimStart } from '../lines/characters.ts';
import type { LogicalLine, LogicalLines } from '../lines/logical.ts';
import type { Macros } from '../lines/macros.ts';
import { meaning, type Problems, quoted } from '../problems.ts';
import type { Acl, AclClause, AclStatement, Place } from '../types.ts';
import { isMacroLine, readMacro } from './macro.ts';

export interface BegunStatement {
  readonly verb: string;
  readonly place: Place;
  readonly clauses: AclClause[];
}

export function readAcls(lines: LogicalLines, macros: Macros, problems: Problems): ReadonlyMap<string, Acl> {
  const acls = new Map<string, Acl>();
  let statements: BegunStatement[] | undefined;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (isMacroLine(line.text)) {
      readMacro(line, macros, problems);
      statements = undefined; // a macro ends an ACL, as it ends a driver
    } else if (readName(line.text).rest.startsWith(':')) statements = begin(line, acls, problems);
    else if (statements === undefined) problems.error('acl', line.place, missingName(line.text));
    else readAclLine(line, statements, problems);
  }
  return acls;
}

const missingName = (text: string): string => `missing or malformed ACL name before ${quoted(text)}`;

function begin({ text, place }: LogicalLine, acls: Map<string, Acl>, problems: Problems): BegunStatement[] {
  const { name, rest } = readName(text);
  const statements: BegunStatement[] = [];
  if (name === '') problems.error('acl', place, 'missing or malformed ACL name');
  else if (acls.has(name)) problems.error('acl', place, `there are two ACLs called "${name}"`, { subject: name });
  else acls.set(name, { name, statements: statements satisfies AclStatement[], place });
  if (trimStart(rest.slice(1)) !== '')
    problems.warn('acl', place, `what follows "${name}:" is not read`, { subject: name, hint: 'begin a new line' });
  return statements;
}

function readAclLine(line: LogicalLine, statements: BegunStatement[], problems: Problems): void {
  const wrong = readStatementLine(line, statements);
  if (wrong !== undefined) problems.error('acl', line.place, `error in ACL: ${wrong.wrong}`, wrong.parts);
}

/** A verb, a verb with its first clause, or a clause alone; @returns what is wrong, if something is */
export function readStatementLine({ text, place }: LogicalLine, statements: BegunStatement[]): Wrong | undefined {
  const first = word(text);
  const isVerb = VERBS.includes(first.name);
  if (isVerb && first.negated) return { wrong: `malformed ACL line ${quoted(text)}: a verb is not negated` };
  if (isVerb) statements.push({ verb: first.name, place, clauses: [] });
  if (isVerb && first.rest === '') return undefined;
  const { name, negated, rest } = isVerb ? word(first.rest) : first;
  const statement = statements.at(-1);
  if (statement === undefined)
    return { wrong: `unknown ACL verb "${name}" in ${quoted(text)}`, parts: meaning(name, VERBS) };
  const clause = readClause(name, rest, { negated, verb: statement.verb, text });
  if ('wrong' in clause) return clause;
  statement.clauses.push({ ...clause, negated, place });
  return undefined;
}

interface Word {
  readonly name: string;
  readonly negated: boolean;
  readonly rest: string;
}

function word(text: string): Word {
  const negated = text.startsWith('!');
  return { ...readName(negated ? text.slice(1) : text), negated };
}

interface Surroundings {
  readonly negated: boolean;
  readonly verb: string;
  /** The line as written. */
  readonly text: string;
}

export interface Wrong {
  readonly wrong: string;
  readonly parts?: ReturnType<typeof meaning>;
}

type ReadClause = Pick<AclClause, 'name' | 'argument' | 'variable'> | Wrong;

function readClause(name: string, rest: string, { negated, verb, text }: Surroundings): ReadClause {
  const row = ACL_CLAUSES.get(name);
  if (row === undefined)
    return {
      wrong: `unknown ACL condition/modifier in ${quoted(text)}`,
      parts: meaning(name, [...ACL_CLAUSES.keys(), ...VERBS]),
    };
  if (negated && row.kind === 'modifier') return { wrong: `negation is not allowed with "${name}"` };
  if (name === 'endpass') {
    if (verb !== 'accept' && verb !== 'discard') return { wrong: `"endpass" is not allowed with "${verb}"` };
    return { name, argument: '' };
  }
  if (name === 'set') return readVariable(rest);
  if (!rest.startsWith('=')) return { wrong: `"=" missing after ACL "${name}" ${row.kind}` };
  return { name, argument: trimStart(rest.slice(1)) };
}

/** `set acl_c_name = value`; in the DKIM ACL also `dkim_verify_status` and `dkim_verify_reason`. */
function readVariable(rest: string): ReadClause {
  const variable = /^[^ \t\v\f\r=]*/.exec(rest)?.[0] ?? '';
  const wrong = problemOfVariable(variable);
  if (wrong !== undefined)
    return { wrong: `invalid variable name after "set" in ACL modifier ${quoted(`set ${rest}`)} (${wrong})` };
  const behind = trimStart(rest.slice(variable.length));
  if (!behind.startsWith('=')) return { wrong: '"=" missing after ACL "set" modifier' };
  return { name: 'set', variable, argument: trimStart(behind.slice(1)) };
}

function problemOfVariable(variable: string): string | undefined {
  if (/^dkim_verify_(status|reason)$/.test(variable)) return undefined;
  if (!/^acl_[cm]/.test(variable)) return 'must start "acl_c" or "acl_m"';
  if (!/^acl_[cm][0-9_]/.test(variable)) return 'digit or underscore must follow acl_c or acl_m';
  return /^\w*$/.test(variable) ? undefined : 'letters, digits and underscores alone';
}
