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
  /** `HOST:PORT` in one spelling, an IPv6 address in brackets; HOST and PORT may be `*`. */
  readonly from: string;
  /** `ADDRESS:PORT` in the same spelling; PORT may be `*`. */
  readonly to: string;
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
  const lines = text.split('\n');
  if (lines.length <= MAX_ROWS && SPELLED_FILE.test(text)) return ok(lines.slice(0, -1).map(halves));
  const rows: ConnectRow[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line === '') continue;
    const row = readRow(line) ?? (isBlank(line) ? 'blank' : undefined);
    if (row === 'blank') continue;
    if (row === undefined) return wrong(`${file}, line ${at + 1}`, faultOf(line.replace(/#.*$/s, '').trim()));
    if (rows.length === MAX_ROWS) return wrong(`${file}, line ${at + 1}`, `there are more than ${MAX_ROWS} rows`);
    rows.push(row);
  }
  return ok(rows);
}

const isBlank = (line: string): boolean => /^\s*(?:#|$)/.test(line);

/** A row already in that spelling, as programs write it. */
const SPELLED_ROW = (() => {
  const ipv6 = String.raw`\[(?:(?:[1-9a-f][0-9a-f]{0,3}:){1,3}(?::[1-9a-f][0-9a-f]{0,3}){1,3}|::1)\]`;
  const host = `(?:${ipv6}|[a-z0-9_.-]*[a-z0-9_-])`;
  const port = String.raw`(?:[1-9]\d{0,3}|[1-5]\d{4}|\*)`;
  return String.raw`(?:${host}|\*):${port}=${host}:${port}`;
})();

/** A start reads a lab's few hundred rows with one look at all of them. */
const SPELLED_FILE = new RegExp(`^(?:${SPELLED_ROW}\n)*$`);

function halves(row: string): ConnectRow {
  const equals = row.indexOf('=');
  return { from: row.slice(0, equals), to: row.slice(equals + 1) };
}

/** HOST:PORT=ADDRESS:PORT, hosts with colons in brackets. */
const ROW =
  /^\s*(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s=#]+)):(\d{1,5}|\*)\s*=\s*(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s=#]+)):(\d{1,5}|\*)\s*(?:#.*)?$/;

function readRow(text: string): ConnectRow | undefined {
  const match = ROW.exec(text);
  if (match === null) return undefined;
  const from = spell(match[1] === undefined ? match[2]! : canonicalIpv6(match[1]), match[3]!);
  const to = spell(match[4] === undefined ? match[5]! : canonicalIpv6(match[4]), match[6]!);
  return from === undefined || to === undefined || to.startsWith('*') ? undefined : { from, to };
}

/** Undefined where the port is none, or the host was no address. */
function spell(host: string | undefined, portText: string): string | undefined {
  const port = portText === '*' ? '*' : Number(portText);
  if (host === undefined || (port !== '*' && (port < 1 || port > 65_535))) return undefined;
  return endpoint(canonicalHost(host), port);
}

const endpoint = (host: string, port: number | '*'): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** What is wrong with a row that could not be read. */
function faultOf(text: string): string {
  const sides = text.split('=');
  if (sides.length !== 2) return `"${text}" needs exactly one "="`;
  const [from, to] = sides.map((side) => side.trim());
  return readRow(`${from}=localhost:1`) === undefined ? `"${from}" is not HOST:PORT` : `"${to}" is not ADDRESS:PORT`;
}

/** The map of these rows; exact rows are found by hash, so that many rows cost no more than few. */
export function createConnectMap(rows: readonly ConnectRow[]): ConnectMap {
  const ranks = new Map<string, number>();
  for (let rank = rows.length - 1; rank >= 0; rank -= 1) ranks.set(rows[rank]!.from, rank); // the first one stays
  const has = (...ways: readonly string[]): boolean => ways.some((way) => ranks.has(way));
  return {
    names: (host, port) => has(endpoint(canonicalHost(host), port), endpoint(canonicalHost(host), '*')),
    resolve(host, port) {
      const bare = canonicalHost(host);
      const ways = [endpoint(bare, port), endpoint(bare, '*'), endpoint('*', port), '*:*'];
      const rank = Math.min(...ways.map((way) => ranks.get(way) ?? rows.length));
      const to = rows[rank]?.to;
      return to === undefined ? { host, port } : leadsTo(to, port);
    },
  };
}

function leadsTo(to: string, port: number): { readonly host: string; readonly port: number } {
  const colon = to.lastIndexOf(':');
  const toPort = to.slice(colon + 1);
  return { host: to.slice(0, colon).replace(/^\[|\]$/g, ''), port: toPort === '*' ? port : Number(toPort) };
}

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
