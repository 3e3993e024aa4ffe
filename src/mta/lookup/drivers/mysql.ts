/** `mysql`: a query to MySQL or MariaDB. */
import type { Connection, FieldPacket, QueryError, ResultSetHeader } from 'mysql2/promise';
import { isFailure } from '../../expand/index.ts';
import { toOctets, toUnicode } from '../servers/octets.ts';
import { loadPeer, reasonOf } from '../servers/peer.ts';
import type { ServerPlace } from '../servers/place.ts';
import type { Row } from '../servers/rows.ts';
import { createSqlDriver, type SqlClient, type SqlResult } from '../servers/sql.ts';
import { systemErrorOf } from '../servers/system-error.ts';

const CONNECT_TIMEOUT_MS = 5000;
const QUERY_TIMEOUT_MS = 30_000;
const DEFAULT_PORT = 3306;
/** Where Debian's library looks for a server without a name. */
const DEFAULT_SOCKET = '/run/mysqld/mysqld.sock';

const load = () => loadPeer('mysql', 'mysql2', async () => await import('mysql2/promise'));

export const mysql = createSqlDriver({
  type: 'mysql',
  doc: 'A query to MySQL or MariaDB, servers from mysql_servers (host:port/database/user/password): one column is its value, several name=value; rows as lines.',
  names: { family: 'MySQL', server: 'MySQL' },
  option: 'mysql_servers',
  prepare: async () => {
    const loaded = await load();
    return isFailure(loaded) ? loaded : undefined;
  },
  open,
  connectFailure: (error, place) => `MYSQL connection failed: ${whyNot(error, place)}`,
  queryFailure: (error) => `MYSQL: query failed: ${wordsOf(error)}\n`,
  isAnswer: (error) => isQueryError(error) && error.sqlState !== undefined && !error.fatal,
  skipsNull: true,
});

/** No host, or localhost, is a socket. */
function socketOf({ host, socket }: ServerPlace): string | undefined {
  if (socket !== undefined && socket !== '') return socket;
  return host === '' || host === 'localhost' ? DEFAULT_SOCKET : undefined;
}

async function open(place: ServerPlace): Promise<SqlClient> {
  const loaded = await load();
  if (isFailure(loaded)) throw new Error(loaded.message);
  const [database, user, password] = place.fields.map(toUnicode);
  const socketPath = socketOf(place);
  const client = await loaded.createConnection({
    ...(socketPath === undefined ? { host: place.host, port: place.port || DEFAULT_PORT } : { socketPath }),
    ...(database !== '' && { database }),
    ...(user !== '' && { user }),
    ...(password !== '' && { password }),
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'utf8mb4',
    // What comes is octets, whatever the type of the column.
    typeCast: (field) => field.buffer(),
  });
  // A connection that breaks is noticed by the query that needs it.
  client.on('error', () => undefined);
  return { query: (text) => ask(client, text), end: () => client.destroy() };
}

type Cells = readonly (Buffer | null)[];

async function ask(client: Connection, query: string): Promise<SqlResult> {
  const [result, fields] = (await client.query({
    sql: toUnicode(query),
    rowsAsArray: true,
    timeout: QUERY_TIMEOUT_MS,
  })) as unknown as Answered;
  // A procedure answers with a result for each of its statements: the first one counts.
  const isSeveral = Array.isArray(result) && fields.some((field) => field === undefined || Array.isArray(field));
  return isSeveral ? resultOf(result[0] as Rows, fields[0] as Columns) : resultOf(result as Rows, fields as Columns);
}

type Rows = ResultSetHeader | readonly Cells[];
type Columns = readonly FieldPacket[];
type Answered = readonly [Rows | readonly Rows[], readonly (FieldPacket | Columns | undefined)[]];

const resultOf = (rows: Rows, columns: Columns): SqlResult =>
  'affectedRows' in rows
    ? { kind: 'changed', count: String(rows.affectedRows) }
    : { kind: 'rows', names: columns.map(({ name }) => toOctets(name)), rows: rows.map(rowOf) };

const rowOf = (cells: Cells): Row => cells.map((cell) => (cell === null ? null : toOctets(cell)));

const isQueryError = (
  error: unknown,
): error is QueryError & { readonly sqlMessage?: string; readonly sqlState?: string } =>
  error instanceof Error && 'code' in error;

const wordsOf = (error: unknown): string =>
  isQueryError(error) && error.sqlMessage !== undefined
    ? toOctets(error.sqlMessage)
    : (systemErrorOf(error)?.words ?? reasonOf(error));

/** EINPROGRESS: the library connects without waiting, and of a refusal shows that number. */
const IN_PROGRESS = 115;

/** As the library that Exim uses has it. */
function whyNot(error: unknown, place: ServerPlace): string {
  const system = systemErrorOf(error);
  if (system === undefined) return wordsOf(error);
  const socket = socketOf(place);
  return socket === undefined
    ? `Can't connect to server on '${place.host}' (${IN_PROGRESS})`
    : `Can't connect to local server through socket '${socket}' (${system.number})`;
}
