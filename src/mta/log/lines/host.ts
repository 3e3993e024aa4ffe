/** The other host in a line: `H=name (helo) [address]:port I=[address]:port U=ident`. */
import { parseIpv4, parseIpv6 } from '../../../base/index.ts';
import { type LogFormat, namesPorts } from '../entry.ts';

export interface HostFacts {
  /** Absent where the message came from a process of this host. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  /** Found by a look-up that was confirmed. */
  readonly name?: string | undefined;
  /** As given in HELO or EHLO. */
  readonly helo?: string | undefined;
  /** RFC 1413, or the login of a local process. */
  readonly ident?: string | undefined;
  /** The look-up was secured by DNSSEC. */
  readonly dnssec?: boolean | undefined;
  /** Where the connection came in. */
  readonly interface?: { readonly address: string; readonly port: number } | undefined;
  readonly connectionId?: string | undefined;
  /** It is what a caller on this host says (`-oMa`): the connection is his. */
  readonly isSaid?: boolean;
}

/** `$sender_fullhost`; undefined without an address. */
export function fullHost(host: HostFacts, format: LogFormat): string | undefined {
  if (host.address === undefined) return undefined;
  const { name, helo } = host;
  const isNamed = format.selectors.has('incoming_port') && namesPorts(format, host.interface?.port);
  const address = withPort(host.address, isNamed ? host.port : undefined);
  if (name === undefined) return helo === undefined ? address : `(${helo}) ${address}`;
  return isHeloShown(host) ? `${name} (${helo}) ${address}` : `${name} ${address}`;
}

/** Not where it is the host's name again, or its address as a literal. */
function isHeloShown({ address, name, helo }: HostFacts): boolean {
  if (helo === undefined || helo.toLowerCase() === name?.toLowerCase()) return false;
  const [, literal] = /^\[(?:ipv[46]:)?(.*)\]$/i.exec(helo) ?? [];
  return literal === undefined || address === undefined || !sameAddress(literal, address);
}

function sameAddress(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => parseIpv4(text) ?? parseIpv6(text));
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

const withPort = (address: string, port: number | undefined): string =>
  port === undefined || port <= 0 ? `[${address}]` : `[${address}]:${port}`;

/**
 * The host and who calls, as refusals name them: `H=… U=…`, `U=root`, `U=unknown`.
 *
 * @param flagged the first of them has its letter
 */
export function hostAndIdent(host: HostFacts, format: LogFormat, flagged = true): string {
  const full = fullHost(host, format);
  const id = format.selectors.has('connection_id') && host.connectionId !== undefined ? ` Ci=${host.connectionId}` : '';
  if (full === undefined) return `${flagged ? 'U=' : ''}${host.ident ?? 'unknown'}${id}`;
  const ident = host.ident === undefined ? '' : ` U=${host.ident}`;
  return `${flagged ? 'H=' : ''}${full}${interfaceField(host, format)}${ident}${id}`;
}

/** ` I=[address]:port` under incoming_interface. */
export const interfaceField = (host: HostFacts, { selectors }: LogFormat): string =>
  host.interface === undefined || !selectors.has('incoming_interface')
    ? ''
    : ` I=[${host.interface.address}]:${host.interface.port}`;

/** `SMTP connection from …`, as lines on coming and going begin. */
export function connectionFrom(host: HostFacts, format: LogFormat): string {
  const full = fullHost(host, format);
  if (full === undefined || host.isSaid === true) return `SMTP connection from ${host.ident ?? 'unknown'}`;
  return `SMTP connection from ${full}${interfaceField(host, format)}`;
}
