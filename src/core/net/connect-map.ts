/**
 * Where a dial really goes: `HOST:PORT=ADDR:PORT`, as curl's `--connect-to`.
 *
 * HOST is the name or address the program means to reach, `*` for any; PORT on either side may be `*`, which on the right
 * keeps the port asked for. The first row that fits wins. A file holds one row a line; `#` begins a comment.
 */
import { err, type Failure, formatIpv6, ok, parseIpv6, type Result } from '../../base/index.ts';
import type { ConnectMap } from './types.ts';

export type ConnectMapError = Failure<'net/connect-map'>;

export interface ConnectRow {
  /** Lower case, without a trailing dot; undefined for `*`. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly toHost: string;
  readonly toPort: number | undefined;
}

/** Rows of one file; a lab of a thousand domains has a few thousand. */
const MAX_ROWS = 100_000;
const EXAMPLE = 'write HOST:PORT=ADDRESS:PORT, for example mx1.example.org:25=127.0.0.1:2525';

/** One row; `where` begins the error message: a flag's name, or file and line. */
export function parseConnectRow(text: string, where = '--connect'): Result<ConnectRow, ConnectMapError> {
  const row = readRow(text);
  return row === undefined ? wrong(where, faultOf(text.trim())) : ok(row);
}

/** All rows of a file; the first bad line is the error. */
export function parseConnectFile(text: string, file: string): Result<readonly ConnectRow[], ConnectMapError> {
  const rows: ConnectRow[] = [];
  let number = 0;
  for (const line of text.split('\n')) {
    number += 1;
    const comment = line.indexOf('#');
    const bare = (comment < 0 ? line : line.slice(0, comment)).trim();
    if (bare === '') continue;
    const row = readRow(bare);
    const where = `${file}, line ${number}`;
    if (row === undefined) return wrong(where, faultOf(bare));
    if (rows.length === MAX_ROWS) return wrong(where, `there are more than ${MAX_ROWS} rows`);
    rows.push(row);
  }
  return ok(rows);
}

/** Taken apart by hand: a start reads a lab's few hundred rows, and each pattern costs as much as fifty of them. */
function readRow(text: string): ConnectRow | undefined {
  const equals = text.indexOf('=');
  if (equals < 0) return undefined;
  const from = readEndpoint(text.slice(0, equals).trim());
  const to = readEndpoint(text.slice(equals + 1).trim());
  if (from === undefined || to === undefined || to.host === '*') return undefined;
  return { host: from.host === '*' ? undefined : from.host, port: from.port, toHost: to.host, toPort: to.port };
}

interface Endpoint {
  readonly host: string;
  /** Undefined for `*`. */
  readonly port: number | undefined;
}

function readEndpoint(text: string): Endpoint | undefined {
  const colon = text.lastIndexOf(':');
  const host = readHost(text.slice(0, Math.max(colon, 0)));
  const portText = text.slice(colon + 1);
  if (host === undefined) return undefined;
  if (portText === '*') return { host, port: undefined };
  const port = portText.length <= 5 && isDigits(portText) ? Number(portText) : 0;
  return port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

/** An IPv6 address stands in brackets. */
function readHost(text: string): string | undefined {
  if (text.startsWith('[') && text.endsWith(']')) return canonicalIpv6(text.slice(1, -1));
  return text === '' || NO_HOST.test(text) ? undefined : canonicalHost(text);
}

const NO_HOST = /[\s:=[\]]/;

function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text[at]! < '0' || text[at]! > '9') return false;
  return text !== '';
}

/** What is wrong with a row that could not be read. */
function faultOf(text: string): string {
  const halves = text.split('=');
  if (halves.length !== 2) return `"${text}" needs exactly one "="`;
  const [from, to] = halves.map((half) => half.trim());
  return readRow(`${from}=localhost:1`) === undefined ? `"${from}" is not HOST:PORT` : `"${to}" is not ADDRESS:PORT`;
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
    names: (host, port) => rows.some((row) => row.host === canonicalHost(host) && (row.port ?? port) === port),
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
  const name = canonicalIpv6(host) ?? host.toLowerCase();
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** In the one spelling of RFC 5952; undefined where it is no IPv6 address. */
function canonicalIpv6(text: string): string | undefined {
  if (!text.includes(':')) return undefined;
  if (SHORTENED.test(text)) return text;
  const octets = parseIpv6(text);
  return octets && formatIpv6(octets);
}

/** `::` with up to three groups on either side, none with a zero in front: so most are written, and nothing is to be done. */
const SHORTENED = /^(?:[1-9a-f][0-9a-f]{0,3}:){1,3}(?::[1-9a-f][0-9a-f]{0,3}){1,3}$/;

function wrong(where: string, what: string): { ok: false; error: ConnectMapError } {
  return err({
    code: 'net/connect-map',
    message: `${where}: ${what}`,
    hint: EXAMPLE,
    fault: 'configuration',
    temporary: false,
  });
}
