/** The PROXY header that goes first, in swaks' options. */
import { encodeProxy, type Family, type ProxyHeader, type Transport } from '../../../core/proxy/index.ts';
import type { Fields } from '../fields.ts';

const FAMILIES: Readonly<Record<string, Family>> = {
  TCP4: 'INET',
  TCP6: 'INET6',
  UNKNOWN: 'UNSPEC',
  AF_INET: 'INET',
  AF_INET6: 'INET6',
  AF_UNIX: 'UNIX',
  AF_UNSPEC: 'UNSPEC',
};
const TRANSPORTS: readonly Transport[] = ['STREAM', 'DGRAM', 'UNSPEC'];
/** PROXY protocol §2.2. */
const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n';

export function readProxyHeader(fields: Fields): Uint8Array | undefined {
  const version = fields.oneOf('proxyVersion', ['1', '2']) ?? '1';
  const raw = fields.optionalText('proxy');
  if (raw !== undefined) return rawHeader(raw, version);
  const isAsked = ['proxyVersion', 'proxyFamily', 'proxySource', 'proxyDest', 'proxyCommand'].some((name) =>
    fields.has(name),
  );
  if (!isAsked) return undefined;
  const encoded = encodeProxy(readHeader(fields, version));
  return encoded.ok ? encoded.value : fields.take(encoded, undefined);
}

function rawHeader(text: string, version: '1' | '2'): Uint8Array {
  const octets = Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(version === '1' ? `PROXY ${octets}\r\n` : SIGNATURE + octets, 'latin1');
}

function readHeader(fields: Fields, version: '1' | '2'): ProxyHeader {
  const command = (fields.optionalText('proxyCommand') ?? 'PROXY').toUpperCase();
  if (command !== 'PROXY' && command !== 'LOCAL') fields.problem('"proxyCommand" must be PROXY or LOCAL');
  const transport = TRANSPORTS.find(
    (name) => name === (fields.optionalText('proxyProtocol') ?? 'STREAM').toUpperCase(),
  );
  if (transport === undefined) fields.problem(`"proxyProtocol" must be one of ${TRANSPORTS.join(', ')}`);
  const source = readEnd(fields, 'proxySource', 'proxySourcePort');
  const destination = readEnd(fields, 'proxyDest', 'proxyDestPort');
  const family = readFamily(fields, source?.address, command);
  const ends = source !== undefined && destination !== undefined && { source, destination };
  if (family !== 'UNSPEC' && command === 'PROXY' && !ends)
    fields.problem('a PROXY header needs --proxy-source, --proxy-source-port, --proxy-dest and --proxy-dest-port');
  return {
    version: version === '1' ? 1 : 2,
    command: command === 'LOCAL' ? 'LOCAL' : 'PROXY',
    family: ends ? family : 'UNSPEC',
    transport: ends ? (transport ?? 'STREAM') : 'UNSPEC',
    ...ends,
    tlvs: [],
  };
}

function readFamily(fields: Fields, source: string | undefined, command: string): Family {
  const name = fields.optionalText('proxyFamily')?.toUpperCase();
  if (name === undefined)
    return source === undefined || command === 'LOCAL'
      ? 'UNSPEC'
      : source.includes(':')
        ? 'INET6'
        : source.startsWith('/')
          ? 'UNIX'
          : 'INET';
  const family = FAMILIES[name];
  if (family === undefined) fields.problem(`"proxyFamily" must be one of ${Object.keys(FAMILIES).join(', ')}`);
  return family ?? 'UNSPEC';
}

function readEnd(fields: Fields, addressField: string, portField: string) {
  const address = fields.optionalText(addressField);
  if (address === undefined) return undefined;
  if (address.startsWith('/')) return { address };
  const port = fields.integer(portField, { min: 0, max: 65_535 });
  if (port === undefined && !fields.has(portField))
    fields.problem(`"${portField}" is missing: give the port of ${address}`);
  return { address, port: port ?? 0 };
}
