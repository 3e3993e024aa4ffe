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
  const lines = text.split('\n');
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

/** HOST:PORT=ADDRESS:PORT, hosts with colons in brackets. One look at a line, as a start reads a lab's few hundred. */
const ROW =
  /^\s*(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s=#]+)):(\d{1,5}|\*)\s*=\s*(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s=#]+)):(\d{1,5}|\*)\s*(?:#.*)?$/;

function readRow(text: string): ConnectRow | undefined {
  const match = ROW.exec(text);
  if (match === null) return undefined;
  const host = match[1] === undefined ? canonicalHost(match[2]!) : canonicalIpv6(match[1]);
  const toHost = match[4] === undefined ? canonicalHost(match[5]!) : canonicalIpv6(match[4]);
  const port = readPort(match[3]!);
  const toPort = readPort(match[6]!);
  if (host === undefined || toHost === undefined || toHost === '*' || port === 0 || toPort === 0) return undefined;
  return { host: host === '*' ? undefined : host, port, toHost, toPort };
}

/** Undefined for `*`, 0 for what is no port. */
function readPort(text: string): number | undefined {
  if (text === '*') return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : 0;
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
  const exact = new Map<string, number>();
  const patterns: number[] = [];
  rows.forEach(({ host, port }, rank) => {
    if (host === undefined || port === undefined) patterns.push(rank);
    else if (!exact.has(keyOf(host, port))) exact.set(keyOf(host, port), rank);
  });
  const fits = ({ host, port }: ConnectRow, toHost: string, toPort: number): boolean =>
    (host ?? toHost) === toHost && (port ?? toPort) === toPort;
  return {
    names: (host, port) => rows.some((row) => row.host === canonicalHost(host) && (row.port ?? port) === port),
    resolve(host, port) {
      const bare = canonicalHost(host);
      const found = exact.get(keyOf(bare, port)) ?? rows.length;
      const pattern = patterns.find((rank) => fits(rows[rank]!, bare, port)) ?? rows.length;
      const best = rows[Math.min(found, pattern)];
      return best === undefined ? { host, port } : { host: best.toHost, port: best.toPort ?? port };
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
