/** `sqlite`: a query to a file of SQLite. */
import { after, deferred, type Failure, failed, isFailure } from '../../expand/index.ts';
import { createConnections } from '../servers/connections.ts';
import { toOctets } from '../servers/octets.ts';
import { reasonOf } from '../servers/peer.ts';
import { formatRow } from '../servers/rows.ts';
import { loadSqlite, openSqlite, type SqliteFile, splitStatements } from '../servers/sqlite-file.ts';
import type { DriverAnswer, DriverQuestion, LookupDriver } from '../types.ts';

const files = createConnections<SqliteFile>((file) => file.end());
/** `sqlite_lock_timeout`, unless it is set. */
const LOCK_TIMEOUT_SECONDS = 5;

export const sqlite: LookupDriver = {
  name: 'sqlite',
  style: 'query',
  inFiles: true,
  doc: 'A query to the SQLite file of sqlite_dbfile, or of file= behind the type: one column is its value, several name=value; rows as lines.',
  option: 'sqlite_dbfile',
  find: (question, { option }) =>
    after(option('sqlite_dbfile'), (configured) =>
      after(option('sqlite_lock_timeout'), (seconds) => {
        const wanted = readWanted(question, configured);
        return isFailure(wanted) ? wanted : ask(wanted, Number(seconds ?? LOCK_TIMEOUT_SECONDS) * 1000);
      }),
    ),
  close: files.close,
};

interface Wanted {
  readonly path: string;
  readonly query: string;
}

/** The old form has the file before the query: `/path/to/file select …`. */
function readWanted({ key, options }: DriverQuestion, configured: string | undefined): Wanted | Failure {
  const [, path, query = ''] = /^\s*(\/\S*)\s*(.*)$/s.exec(key) ?? [];
  if (path !== undefined) return { path, query };
  const own = options.find((option) => option.startsWith('file='))?.slice('file='.length);
  const named = own ?? configured ?? '';
  return named.startsWith('/')
    ? { path: named, query: key }
    : failed('absolute file name expected for "sqlite" lookup');
}

async function ask({ path, query }: Wanted, lockTimeoutMs: number): Promise<DriverAnswer> {
  const open = await loadSqlite();
  if (isFailure(open)) return open;
  let file: SqliteFile;
  try {
    file = await files.get(`${path}\n${lockTimeoutMs}`, async () =>
      openSqlite(open, Buffer.from(path, 'latin1').toString(), lockTimeoutMs),
    );
  } catch (error) {
    return /unable to open|cannot open/i.test(reasonOf(error)) ? failed('unable to open database file') : judge(error);
  }
  try {
    return answerOf(file, query);
  } catch (error) {
    return judge(error);
  }
}

function answerOf(file: SqliteFile, query: string): DriverAnswer {
  const lines = splitStatements(query).flatMap((statement) => {
    const { names, rows } = file.rows(statement);
    return rows.map((row) => formatRow(names, row));
  });
  return lines.length === 0 ? NOTHING : { kind: 'found', text: lines.join('\n') };
}

const NOTHING: DriverAnswer = { kind: 'not-found', keepSeconds: 0 };

/** A file that another holds may be free later; for Exim any other mistake of a query means that it finds nothing. */
function judge(error: unknown): DriverAnswer {
  const message = toOctets(reasonOf(error));
  return /locked|busy|disk I\/O/i.test(message) ? deferred(`sqlite: ${message}`) : NOTHING;
}
