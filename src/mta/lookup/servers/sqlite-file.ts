/** One SQLite file: statements in, rows of octets out. libsql where it is installed, else what Node itself has from 22.5 on. */
import { type Failure, failed, isFailure } from '../../expand/index.ts';
import { toOctets, toUnicode } from './octets.ts';
import { loadPeer, reasonOf } from './peer.ts';
import type { Row } from './rows.ts';

export interface SqliteFile {
  /** @throws SQLite's error */
  readonly rows: (statement: string) => { readonly names: readonly string[]; readonly rows: readonly Row[] };
  readonly end: () => void;
}

type Cell = string | number | bigint | Uint8Array | null;

/** What both bindings have, as far as it is used. */
interface Statement {
  readonly columns?: () => readonly { readonly name: string | null }[];
  readonly all: () => readonly unknown[];
  readonly raw?: (isRaw: boolean) => unknown;
  readonly safeIntegers?: (isSafe: boolean) => unknown;
  readonly setReturnArrays?: (isArray: boolean) => unknown;
  readonly setReadBigInts?: (isBig: boolean) => unknown;
}
interface Database {
  readonly prepare: (sql: string) => Statement;
  readonly exec: (sql: string) => unknown;
  readonly close: () => unknown;
}
type OpenDatabase = (path: string) => Database;

export async function loadSqlite(): Promise<OpenDatabase | Failure> {
  const package_ = await loadPeer('sqlite', 'libsql', async () => (await import('libsql')).default);
  if (!isFailure(package_)) return (path) => new package_(path) as unknown as Database;
  try {
    const name = 'node:sqlite';
    const { DatabaseSync } = (await import(name)) as { DatabaseSync: new (path: string) => Database };
    return (path) => new DatabaseSync(path);
  } catch {
    return failed(`${package_.message} (or Node 22.13 or later)`);
  }
}

/** @throws SQLite's error */
export function openSqlite(open: OpenDatabase, path: string, lockTimeoutMs: number): SqliteFile {
  const database = open(path);
  database.exec(`PRAGMA busy_timeout = ${lockTimeoutMs}`);
  return {
    rows: (statement) => run(prepare(database, toUnicode(statement))),
    end: () => database.close(),
  };
}

/**
 * A word in double quotes that names no column is a text to the SQLite that Exim is linked with, and nothing known to the one
 * that is here: so it gets the quotes of a text, and the statement is read again.
 */
function prepare(database: Database, sql: string): Statement {
  for (let at = sql, left = MAX_TEXTS; ; left -= 1) {
    try {
      return database.prepare(at);
    } catch (error) {
      const again = left === 0 ? at : withText(at, reasonOf(error));
      if (again === at) throw error;
      at = again;
    }
  }
}

/** Each costs a reading of the statement. */
const MAX_TEXTS = 64;

function withText(sql: string, reason: string): string {
  const [, named] =
    /^no such column: (.*?)(?: - should this be a string literal in single-quotes\?)?$/s.exec(reason) ?? [];
  if (named === undefined) return sql;
  const name = named.replace(/^"(.*)"$/s, '$1');
  const quoted = [...new Set([`"${name}"`, `"${name.replaceAll('"', '""')}"`])];
  return sql.replace(PIECE, (piece) => (quoted.includes(piece) ? `'${name.replaceAll("'", "''")}'` : piece));
}

function run(statement: Statement) {
  const columns = statement.columns?.() ?? [];
  if (columns.length > 0) statement.raw?.(true);
  statement.safeIntegers?.(true);
  statement.setReturnArrays?.(true);
  statement.setReadBigInts?.(true);
  const found = statement.all();
  const names = columns.length > 0 ? columns.map(({ name }) => name ?? '') : Object.keys(found[0] ?? {});
  const rows = found.map((row) => Object.values(row as Record<string, Cell>).map(textOf));
  return { names: names.map(toOctets), rows };
}

/** As SQLite itself makes text of its types: fifteen digits, and a fraction that is always there. */
function textOf(cell: Cell): string {
  if (cell === null) return '<NULL>';
  if (typeof cell === 'number') return formatReal(cell);
  if (typeof cell === 'bigint') return String(cell);
  // A text ends at its first zero octet there.
  return (typeof cell === 'string' ? toOctets(cell) : Buffer.from(cell).toString('latin1')).replace(/\0.*$/s, '');
}

function formatReal(real: number): string {
  if (!Number.isFinite(real)) return real > 0 ? 'Inf' : '-Inf';
  const [digits = '', exponent] = scientific(real) ?? [String(Number(real.toPrecision(15)))];
  const whole = digits.includes('.') ? digits : `${digits}.0`;
  return exponent === undefined ? whole : `${whole}e${exponent}`;
}

/** Below 1e-4, and from 1e15 on. */
function scientific(real: number): readonly [string, string] | undefined {
  const size = Math.abs(real);
  if (size === 0 || (size >= 1e-4 && size < 1e15)) return undefined;
  const [digits = '', exponent = ''] = Number(real.toPrecision(15)).toExponential().split('e');
  return [digits, exponent.replace(/^([+-])(\d)$/, '$10$2')];
}

const PIECE =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|\[[^\]]*\]?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[^'"`[;/-]+|[/-]|;/g;

/** At semicolons outside quotes and comments; a trigger has its own and goes to the end. */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  let at = '';
  for (const [piece] of sql.matchAll(PIECE)) {
    if (piece === ';' && !/^\s*create\s+(temp(orary)?\s+)?trigger\b/i.test(at)) {
      statements.push(at);
      at = '';
    } else at += piece;
  }
  return [...statements, at].filter((statement) => /\S/.test(statement.replace(/--[^\n]*|\/\*[\s\S]*?(\*\/|$)/g, '')));
}
