/** A header from words, as a command line has them: `192.0.2.1:56324`, `unix:/run/mx.sock`. */
import { addressFamily, err, type Failure, formatIpv6, ok, parseIpv6, type Result } from '../../base/index.ts';
import type { Endpoint, ProxyHeader, Tlv } from './types.ts';

export type GivenError = Failure<'proxy/endpoint' | 'proxy/families'>;

/** Both ends as given; LOCAL and UNKNOWN have none. */
export interface GivenHeader {
  readonly version: 1 | 2;
  readonly kind: 'addresses' | 'local' | 'unknown';
  readonly transport: 'STREAM' | 'DGRAM';
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
  readonly tlvs: readonly Tlv[];
}

export function headerOf({
  version,
  kind,
  transport,
  source,
  destination,
  tlvs,
}: GivenHeader): Result<ProxyHeader, GivenError> {
  if (kind !== 'addresses') {
    const command = kind === 'local' ? 'LOCAL' : 'PROXY';
    return ok({ version, command, family: 'UNSPEC', transport: 'UNSPEC', tlvs });
  }
  if (source === undefined || destination === undefined)
    return failed(
      'proxy/families',
      'a header has a source and a destination',
      'give --src and --dst, --local or --unknown',
    );
  const [family, other] = [familyOf(source), familyOf(destination)];
  if (family !== other)
    return failed(
      'proxy/families',
      `${source.address} is ${family}, ${destination.address} is ${other}`,
      'both are of one family',
    );
  return ok({ version, command: 'PROXY', family, transport, source, destination, tlvs });
}

/** Of an end that `parseEndpoint` read. */
export function familyOf({ address, port }: Endpoint): 'INET' | 'INET6' | 'UNIX' {
  if (port === undefined) return 'UNIX';
  return addressFamily(address) === 4 ? 'INET' : 'INET6';
}

/** `192.0.2.1:25`, `[2001:db8::1]:25`, `unix:/path` (with `\x00` for an abstract socket). */
export function parseEndpoint(text: string): Result<Endpoint, GivenError> {
  if (text.startsWith('unix:')) return ok({ address: text.slice('unix:'.length) });
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^\s:]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const address = bracketed ?? plain ?? '';
  const family = addressFamily(address);
  if (digits === undefined || port > 65_535 || family === 0 || (family === 6) !== (bracketed !== undefined))
    return failed(
      'proxy/endpoint',
      `"${text.slice(0, 80)}" is no address with a port`,
      'write 192.0.2.1:25, [2001:db8::1]:25 or unix:/path',
    );
  return ok({ address: family === 6 ? formatIpv6(parseIpv6(address)!) : address, port });
}

function failed(code: GivenError['code'], message: string, hint: string): Result<never, GivenError> {
  return err({ code, message, hint, fault: 'configuration', temporary: false });
}
