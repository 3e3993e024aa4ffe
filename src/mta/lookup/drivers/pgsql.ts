/** `pgsql`: a query to PostgreSQL. */
import type { Client, DatabaseError, QueryArrayResult } from 'pg';
import { deferred, isFailure } from '../../expand/index.ts';
import { toOctets, toUnicode } from '../servers/octets.ts';
import { loadPeer, reasonOf } from '../servers/peer.ts';
import type { ServerPlace } from '../servers/place.ts';
import { createSqlDriver, type SqlClient, type SqlResult } from '../servers/sql.ts';
import { systemErrorOf } from '../servers/system-error.ts';

const CONNECT_TIMEOUT_MS = 5000;
const QUERY_TIMEOUT_MS = 30_000;
const DEFAULT_PORT = 5432;
/** Where Debian's library looks when no host is given. */
const DEFAULT_FOLDER = '/var/run/postgresql';

const load = () => loadPeer('pgsql', 'pg', async () => (await import('pg')).default);

export const pgsql = createSqlDriver({
  type: 'pgsql',
  doc: 'A query to PostgreSQL, servers from pgsql_servers (host:port/database/user/password): one column is its value, several name=value; rows as lines.',
  names: { family: 'PostgreSQL', server: 'pgSQL' },
  option: 'pgsql_servers',
  prepare: async ({ socket }) => {
    if (socket !== undefined && !SOCKET.test(socket)) return deferred(`PGSQL invalid filename for socket: ${socket}`);
    const loaded = await load();
    return isFailure(loaded) ? loaded : undefined;
  },
  open,
  connectFailure: (error, place) => `PGSQL connection failed: ${whereTo(place)} failed: ${whyNot(error, place)}\n`,
  queryFailure: (error, query) =>
    isDatabaseError(error)
      ? `PGSQL: query failed: ${explain(error, query)} (PGRES_FATAL_ERROR) (${query})\n`
      : `PGSQL: query failed: ${systemErrorOf(error)?.words ?? reasonOf(error)} (PGRES_FATAL_ERROR) (${query})\n`,
  isAnswer: (error) => isDatabaseError(error) && error.severity !== 'FATAL' && error.severity !== 'PANIC',
});

/** `(/var/run/postgresql/.s.PGSQL.5432)`: a folder, and a port behind the last dot. */
const SOCKET = /^(.*)\/[^/]*\.(\d+)$/;

function placeOf({ host, port, socket }: ServerPlace): { readonly host: string; readonly port: number } {
  const [, folder, number] = socket === undefined ? [] : (SOCKET.exec(socket) ?? []);
  if (folder !== undefined) return { host: folder, port: Number(number) };
  return { host: host === '' ? DEFAULT_FOLDER : host, port: port ?? DEFAULT_PORT };
}

async function open(place: ServerPlace): Promise<SqlClient> {
  const loaded = await load();
  if (isFailure(loaded)) throw new Error(loaded.message);
  const [database, user, password] = place.fields.map(toUnicode);
  const client = new loaded.Client({
    ...placeOf(place),
    ...(database !== '' && { database }),
    ...(user !== '' && { user }),
    ...(password !== '' && { password }),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    ssl: false,
  });
  // A connection that breaks is noticed by the query that needs it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    client.end().catch(() => undefined);
    throw error;
  }
  return { query: (text) => ask(client, text), end: () => client.end() };
}

async function ask(client: Client, query: string): Promise<SqlResult> {
  const asked = await client.query<(string | null)[]>({
    text: toUnicode(query),
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  const results: unknown = asked;
  // Of several statements the last one counts.
  return resultOf(Array.isArray(results) ? results.at(-1) : asked);
}

/** Commands that say how many rows they were about; any other has an empty text. */
const COUNTING = /^(INSERT|UPDATE|DELETE|MERGE|MOVE|FETCH|COPY|SELECT)$/;

function resultOf({ command, rowCount, fields, rows }: QueryArrayResult<(string | null)[]>): SqlResult {
  if (fields.length === 0 && rows.length === 0) {
    return { kind: 'changed', count: COUNTING.test(command ?? '') ? String(rowCount ?? '') : '' };
  }
  return {
    kind: 'rows',
    names: fields.map(({ name }) => toOctets(name)),
    rows: rows.map((row) => row.map((value) => (value === null ? null : toOctets(value)))),
  };
}

const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'severity' in error && typeof error.severity === 'string';

/** As libpq has it, with the place in the query. */
function explain({ severity, message, position, detail, hint }: DatabaseError, query: string): string {
  return [
    `${severity}:  ${toOctets(message)}`,
    ...(position === undefined ? [] : pointAt(toUnicode(query), Number(position))),
    ...(detail === undefined ? [] : [`DETAIL:  ${toOctets(detail)}`]),
    ...(hint === undefined ? [] : [`HINT:  ${toOctets(hint)}`]),
    '',
  ].join('\n');
}

function pointAt(query: string, position: number): readonly string[] {
  const before = query.slice(0, position - 1).split('\n');
  const head = `LINE ${before.length}: `;
  const line = query.split('\n')[before.length - 1] ?? '';
  return [toOctets(head + line), `${' '.repeat(head.length + (before.at(-1)?.length ?? 0))}^`];
}

function whereTo(place: ServerPlace): string {
  const { host, port } = placeOf(place);
  if (host.startsWith('/')) return `connection to server on socket "${host}/.s.PGSQL.${port}"`;
  return `connection to server at "${host}", port ${port}`;
}

function whyNot(error: unknown, place: ServerPlace): string {
  if (isDatabaseError(error)) return `${error.severity}:  ${toOctets(error.message)}`;
  const words = systemErrorOf(error)?.words ?? reasonOf(error);
  if (words !== 'Connection refused' && words !== 'No such file or directory') return words;
  return placeOf(place).host.startsWith('/')
    ? `${words}\n\tIs the server running locally and accepting connections on that socket?`
    : `${words}\n\tIs the server running on that host and accepting TCP/IP connections?`;
}
