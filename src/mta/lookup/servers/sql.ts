/** What lookups in databases behind a network have in common: servers in turn, connections kept, rows as text. */
import { type Failure, isFailure } from '../../expand/index.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';
import { type Attempt, askServers } from './ask.ts';
import { createConnections } from './connections.ts';
import { parseServer, type ServerPlace } from './place.ts';
import { formatRow, type Row } from './rows.ts';

/** Rows, or so many that were changed. */
export type SqlResult =
  | { readonly kind: 'rows'; readonly names: readonly string[]; readonly rows: readonly Row[] }
  | { readonly kind: 'changed'; readonly count: string };

export interface SqlClient {
  /** @throws an error of the server, or of the way to it */
  readonly query: (text: string) => Promise<SqlResult>;
  readonly end: () => unknown;
}

export interface Dialect {
  readonly type: string;
  readonly doc: string;
  /** In messages: of the list of servers, of one server. */
  readonly names: { readonly family: string; readonly server: string };
  readonly option: string;
  /** Says what is wrong with a place, or with the package, before anything is opened. */
  readonly prepare: (place: ServerPlace) => Promise<Failure | undefined>;
  readonly open: (place: ServerPlace) => Promise<SqlClient>;
  readonly connectFailure: (error: unknown, place: ServerPlace) => string;
  readonly queryFailure: (error: unknown, query: string) => string;
  /** Did the server itself say so? Anything else ends the connection. */
  readonly isAnswer: (error: unknown) => boolean;
  /** A lone NULL is no row while there was none before it. */
  readonly skipsNull?: boolean;
}

/** Three slashes, always: the database, the user, the password. */
const FIELDS = 3;

export function createSqlDriver(dialect: Dialect): LookupDriver {
  const connections = createConnections<SqlClient>((client) => client.end());

  const ask = async (server: string, query: string): Promise<Attempt> => {
    const place = parseServer(dialect.names.server, server, FIELDS);
    if (isFailure(place)) return place;
    const refusal = await dialect.prepare(place);
    if (refusal !== undefined) return refusal;
    const name = [place.shown, place.word, ...place.fields].join('\n');
    const wasThere = connections.has(name);
    const tried = await once(name, place, query);
    // A connection from before may be dead, and a new one not.
    return tried.kind === 'broken' && wasThere ? settle(await once(name, place, query)) : settle(tried);
  };

  const once = async (name: string, place: ServerPlace, query: string): Promise<Attempt | Broken> => {
    let client: SqlClient;
    try {
      client = await connections.get(name, () => dialect.open(place));
    } catch (error) {
      return { kind: 'next', message: dialect.connectFailure(error, place) };
    }
    try {
      return answerOf(await client.query(query), dialect, place.shown);
    } catch (error) {
      const message = dialect.queryFailure(error, query);
      if (dialect.isAnswer(error)) return { kind: 'next', message };
      connections.drop(name);
      return { kind: 'broken', message };
    }
  };

  return {
    name: dialect.type,
    style: 'query',
    doc: dialect.doc,
    option: dialect.option,
    find: (question, ports) => askServers({ name: dialect.names.family, option: dialect.option, ask }, question, ports),
    close: connections.close,
  };
}

interface Broken {
  readonly kind: 'broken';
  readonly message: string;
}

const settle = (tried: Attempt | Broken): Attempt =>
  tried.kind === 'broken' ? { kind: 'next', message: tried.message } : tried;

/** A change is never remembered: the next one is another. A command that counts nothing found nothing. */
function answerOf(result: SqlResult, { skipsNull = false }: Dialect, server: string): DriverAnswer {
  if (result.kind === 'changed') {
    const { count } = result;
    return count === '' ? NOTHING : { kind: 'found', text: count, server, keepSeconds: 0 };
  }
  const { names, rows: all } = result;
  const rows = skipsNull && names.length === 1 ? all.slice(countNulls(all)) : all;
  if (rows.length === 0) return { kind: 'not-found', server };
  return { kind: 'found', text: rows.map((row) => formatRow(names, row)).join('\n'), server };
}

const NOTHING: DriverAnswer = { kind: 'not-found', keepSeconds: 0 };

/** At the start. */
function countNulls(rows: readonly Row[]): number {
  const first = rows.findIndex(([value]) => value !== null);
  return first < 0 ? rows.length : first;
}
