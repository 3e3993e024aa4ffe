/**
 * Where a dial really goes: `HOST:PORT=ADDR:PORT`, as curl's `--connect-to`.
 *
 * HOST is the name or address the program means to reach, `*` for any; PORT on either side may be `*`, which on the right
 * keeps the port asked for. The first row that fits wins. A file holds one row a line; `#` begins a comment.
 */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import type { ConnectMap } from './types.ts';

export type ConnectMapError = Failure<'net/connect-map'>;

export interface ConnectRow {
  /** Lower case, without a trailing dot; undefined for `*`. */
  readonly host?: string;
  readonly port?: number;
  readonly toHost: string;
  readonly toPort?: number;
}

/** Rows of one file; a lab of a thousand domains has a few thousand. */
const MAX_ROWS = 100_000;
const EXAMPLE = 'write HOST:PORT=ADDRESS:PORT, for example mx1.example.org:25=127.0.0.1:2525';

/** One row; `where` begins the error message: a flag's name, or file and line. */
export function parseConnectRow(text: string, where = '--connect'): Result<ConnectRow, ConnectMapError> {
  const halves = text.trim().split('=');
  if (halves.length !== 2) return wrong(where, `"${text.trim()}" needs exactly one "="`);
  const from = parseEndpoint(halves[0]!);
  const to = parseEndpoint(halves[1]!);
  if (from === undefined) return wrong(where, `"${halves[0]}" is not HOST:PORT`);
  if (to?.host === undefined) return wrong(where, `"${halves[1]}" is not ADDRESS:PORT`);
  return ok({
    ...(from.host !== undefined && { host: from.host }),
    ...(from.port !== undefined && { port: from.port }),
    toHost: to.host,
    ...(to.port !== undefined && { toPort: to.port }),
  });
}

/** All rows of a file; the first bad line is the error. */
export function parseConnectFile(text: string, file: string): Result<readonly ConnectRow[], ConnectMapError> {
  const rows: ConnectRow[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const bare = line.replace(/#.*$/, '').trim();
    if (bare === '') continue;
    const row = parseConnectRow(bare, `${file}, line ${index + 1}`);
    if (!row.ok) return row;
    if (rows.length === MAX_ROWS) return wrong(`${file}, line ${index + 1}`, `there are more than ${MAX_ROWS} rows`);
    rows.push(row.value);
  }
  return ok(rows);
}

/** The map of these rows; exact rows are found by hash, so that many rows cost no more than few. */
export function createConnectMap(rows: readonly ConnectRow[]): ConnectMap {
  const exact = new Map<string, { readonly row: ConnectRow; readonly rank: number }>();
  const patterns: { readonly row: ConnectRow; readonly rank: number }[] = [];
  for (const [rank, row] of rows.entries()) {
    if (row.host === undefined || row.port === undefined) patterns.push({ row, rank });
    else if (!exact.has(keyOf(row.host, row.port))) exact.set(keyOf(row.host, row.port), { row, rank });
  }
  return {
    resolve(host, port) {
      const bare = canonicalHost(host);
      const found = exact.get(keyOf(bare, port));
      const pattern = patterns.find(({ row }) => (row.host ?? bare) === bare && (row.port ?? port) === port);
      const best = found !== undefined && (pattern === undefined || found.rank < pattern.rank) ? found : pattern;
      return best === undefined ? { host, port } : { host: best.row.toHost, port: best.row.toPort ?? port };
    },
  };
}

const keyOf = (host: string, port: number): string => `${host} ${port}`;

/** One spelling a host: addresses as the platform writes them, names in lower case without a trailing dot. */
function canonicalHost(host: string): string {
  return canonicalIpv6(host) ?? host.toLowerCase().replace(/\.$/, '');
}

/** Undefined where it is none. By the URL reader, since the pattern behind `isIP` takes milliseconds at its first use. */
function canonicalIpv6(text: string): string | undefined {
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text)) return undefined;
  const url = `http://[${text}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

function parseEndpoint(text: string): { host?: string; port?: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5}|\*)$/.exec(text.trim());
  if (match === null) return undefined;
  const [, bracketed, plain, portText] = match;
  if (bracketed !== undefined && canonicalIpv6(bracketed) === undefined) return undefined;
  const host = bracketed ?? plain!;
  const port = portText === '*' ? undefined : Number(portText);
  if (port !== undefined && (port < 1 || port > 65535)) return undefined;
  return { ...(host !== '*' && { host: canonicalHost(host) }), ...(port !== undefined && { port }) };
}

function wrong(where: string, what: string): { ok: false; error: ConnectMapError } {
  return err({
    code: 'net/connect-map',
    message: `${where}: ${what}`,
    hint: EXAMPLE,
    fault: 'configuration',
    temporary: false,
  });
}
