/**
 * What Exim tells of its ACLs while it runs them, under -bh and with -d+acl, read as words exercised: the judge itself
 * says what it came to. A clause is told of before it is tested, so the last one told of is the one that decided; one
 * whose argument could not be expanded is not told of at all.
 */
import { ACL_CLAUSES, ACL_CONTROLS, type Configuration } from '../../../../../src/mta/config/index.ts';
import type { AclClause, AclStatement } from '../../../../../src/mta/config/types.ts';
import type { Exercised, How } from './types.ts';

export function exercisedIn(trace: string, configuration: Configuration): readonly Exercised[] {
  const reader = new TraceReader(configuration);
  for (const line of trace.split(/\r?\n/)) reader.line(line.replace(/^(?:>>> |\s*\d+ )\s*/, ''));
  reader.settle();
  return [...reader.found, ...textsThatFail(trace, configuration)];
}

/** A statement that is being run. */
interface Running {
  readonly clauses: readonly AclClause[];
  /** How many of them have been told of, or been passed over. */
  told: number;
  /** What the argument of one came to, by its place. */
  readonly expanded: Map<number, string>;
}

const BEGUN = /^processing "(\w+)" \((?:\S+ )?(\d+)\)/;
const TOLD = /^(?:check !?(\w+)|(message|l_message):)/;
const CAME_TO = /^= (.*)$/;
const ENDED = /^(\w+): condition test (succeeded|failed|deferred|error) in /;
const UNEXPANDED = /failed to expand ACL string "/;

class TraceReader {
  readonly found: Exercised[] = [];
  private readonly running: Running[] = [];
  /** A statement that ended in trouble: what the log says next tells of which clause. */
  private troubled: Running | undefined;
  private readonly statements: ReadonlyMap<string, AclStatement>;

  constructor({ acls }: Configuration) {
    const all = [...acls.values()].flatMap(({ statements }) => statements);
    this.statements = new Map(all.map((statement) => [`${statement.verb} ${statement.place.line}`, statement]));
  }

  line(line: string): void {
    const begun = BEGUN.exec(line);
    const told = TOLD.exec(line);
    const ended = ENDED.exec(line);
    const cameTo = CAME_TO.exec(line);
    if (begun !== null) this.begin(begun[1]!, begun[2]!);
    else if (told !== null) this.tell(told[1] ?? (told[2] === 'message' ? 'message' : 'log_message'));
    else if (cameTo !== null) this.running.at(-1)?.expanded.set(this.running.at(-1)!.told - 1, cameTo[1]!);
    else if (ended !== null) this.end(ended[1]!, ended[2]!);
    else if (this.troubled !== undefined && UNEXPANDED.test(line)) this.troubled.told += 1;
  }

  private begin(verb: string, line: string): void {
    this.settle();
    this.running.push({ clauses: this.statements.get(`${verb} ${line}`)?.clauses ?? [], told: 0, expanded: new Map() });
  }

  private tell(name: string): void {
    const last = this.running.at(-1);
    if (last === undefined) return;
    const at = last.clauses.findIndex((clause, index) => index >= last.told && clause.name === name);
    if (at >= 0) last.told = at + 1;
  }

  private end(verb: string, came: string): void {
    this.settle();
    const statement = this.running.pop();
    const how = came === 'succeeded' ? 'match' : came === 'failed' ? 'non-match' : 'error';
    this.found.push({ kind: 'verb', name: verb, how });
    if (statement === undefined) return;
    if (how === 'error') this.troubled = statement;
    else this.count(statement, how);
  }

  /** What the log had to say of the trouble has been said. */
  settle(): void {
    if (this.troubled !== undefined) this.count(this.troubled, 'error');
    this.troubled = undefined;
  }

  private count({ clauses, told, expanded }: Running, how: How): void {
    for (const [index, written] of clauses.entries()) {
      const clause = { ...written, argument: expanded.get(index) ?? written.argument };
      const isLast = index === told - 1;
      if (how === 'match' || index < told - 1) this.found.push(...wordsOf(clause, 'match'));
      else if (isLast) this.found.push(...wordsOf(clause, how));
      else if (ACL_CLAUSES.get(clause.name)?.kind === 'modifier') this.found.push(...wordsOf(clause, 'non-match'));
    }
  }
}

/** As the live suite hides one from who reads the configuration. */
const HIDDEN = /^\$\{if eq\{1\}\{1\}\{(.*)\}\}$/;

/** A clause may exercise two words: `control` and the one behind it. */
function wordsOf({ name, argument, negated }: AclClause, how: How): readonly Exercised[] {
  const kind = ACL_CLAUSES.get(name)?.kind;
  if (kind === undefined) return [];
  const came = negated && how !== 'error' ? (how === 'match' ? 'non-match' : 'match') : how;
  const own: Exercised = { kind, name, how: came };
  if (name === 'control') {
    const word = controlIn(argument.trim().replace(HIDDEN, '$1'));
    return word === undefined ? [own] : [own, { kind: 'control', name: word, how }];
  }
  if (name !== 'verify') return [own];
  const [word = ''] = argument.trim().split(/[\s=/]/);
  return [own, { kind: 'verify', name: word, how: came }];
}

/** The longest that it begins with: `queue_only` is not `queue`. */
const controlIn = (argument: string): string | undefined =>
  [...ACL_CONTROLS.keys()].filter((name) => argument.trim().startsWith(name)).sort((a, b) => b.length - a.length)[0];

const TEXT = /failed to expand ACL message "(.*?)": /g;

/** `message` and `log_message` are expanded when all is decided. */
function textsThatFail(trace: string, { acls }: Configuration): readonly Exercised[] {
  const clauses = [...acls.values()].flatMap(({ statements }) => statements.flatMap((statement) => statement.clauses));
  return [...trace.matchAll(TEXT)].flatMap(([, text]) =>
    clauses
      .filter(({ name, argument }) => /message$/.test(name) && argument.trim() === text!.trim())
      .map(({ name }): Exercised => ({ kind: 'modifier', name, how: 'error' })),
  );
}
