/** A header from words, as a command line has them: `192.0.2.1:56324`, `unix:/run/mx.sock`, `ALPN=smtp`. */
import {
  addressFamily,
  concatBytes,
  err,
  type Failure,
  formatIpv6,
  fromBase64,
  fromHex,
  ok,
  parseIpv6,
  type Result,
} from '../../base/index.ts';
import { encodeTlv } from './encode-tlv.ts';
import { readOctets } from './octets-text.ts';
import { SSL_CLIENT } from './ssl.ts';
import { SSL_TYPES, TLV, TLV_TYPES } from './tlv-types.ts';
import type { Endpoint, ProxyHeader, Tlv } from './types.ts';

export type GivenError = Failure<'proxy/endpoint' | 'proxy/tlv-word' | 'proxy/families'>;

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

/**
 * TLVs in the order given: `TYPE=VALUE`, the type by its name or its number (`0xEA`), the value a text with escapes (`\x00`),
 * `hex:…` or `base64:…`. `CRC32C` needs no value. `ssl.version=TLSv1.3`, `ssl.cn=…`, `ssl.verify=0`, `ssl.client=7` and so on
 * make one SSL between them, in the place of the first.
 */
export function parseTlvs(words: readonly string[]): Result<readonly Tlv[], GivenError> {
  const tlvs: Tlv[] = [];
  const inner: Word[] = [];
  let sslAt: number | undefined;
  for (const text of words) {
    const word = parseWord(text);
    if (!word.ok) return word;
    const { name, value } = word.value;
    if (/^SSL\./.test(name)) {
      sslAt ??= tlvs.length;
      inner.push({ name: name.slice('SSL.'.length), value });
      continue;
    }
    const type = typeOf(name, TLV_TYPES);
    if (type === undefined) return failed('proxy/tlv-word', `there is no TLV type "${name}"`, NAMES);
    tlvs.push({ type, value: type === TLV.crc32c && value.length === 0 ? new Uint8Array(4) : value });
  }
  if (sslAt === undefined) return ok(tlvs);
  const ssl = sslOf(inner);
  return ssl.ok ? ok([...tlvs.slice(0, sslAt), ssl.value, ...tlvs.slice(sslAt)]) : ssl;
}

interface Word {
  /** In capitals. */
  readonly name: string;
  readonly value: Uint8Array;
}

const SSL_NAMES = SSL_TYPES.map(({ name }) => name.replace('SSL_', 'ssl.').toLowerCase()).join(', ');
const NAMES = `types are ${TLV_TYPES.map(({ name }) => name).join(', ')}, ssl.client, ssl.verify, ${SSL_NAMES}, or a number such as 0xE0`;

function parseWord(text: string): Result<Word, GivenError> {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).toUpperCase();
  const said = at < 0 ? '' : text.slice(at + 1);
  const [, spelling, digits = ''] = /^(hex|base64):(.*)$/s.exec(said) ?? [];
  const read = readOctets(said);
  const value =
    spelling === 'hex'
      ? fromHex(digits)
      : spelling === 'base64'
        ? fromBase64(digits)
        : read.ok
          ? read.value
          : undefined;
  if (name === '' || value === undefined)
    return failed(
      'proxy/tlv-word',
      `"${text.slice(0, 80)}" is no TLV`,
      'write TYPE=VALUE, the value as text, hex:… or base64:…',
    );
  if (value.length > 0xffff)
    return failed('proxy/tlv-word', `the value of ${name} has more than 65535 octets`, 'shorten it');
  return ok({ name, value });
}

function typeOf(name: string, types: typeof TLV_TYPES): number | undefined {
  const number = /^(?:0X[0-9A-F]{1,2}|\d{1,3})$/.test(name) ? Number(name.toLowerCase()) : undefined;
  if (number !== undefined) return number <= 0xff ? number : undefined;
  const plain = name.replaceAll('-', '_');
  return types.find((def) => def.name === plain || def.name === `SSL_${plain}`)?.type;
}

/** Client bits as given, or those that fit what is said; `verify` as given, or 0. */
function sslOf(words: readonly Word[]): Result<Tlv, GivenError> {
  const numberOf = (name: string, otherwise: number): number => {
    const given = words.find((word) => word.name === name);
    return given === undefined ? otherwise : Number(Buffer.from(given.value).toString());
  };
  const subs: Uint8Array[] = [];
  for (const { name, value } of words) {
    if (name === 'CLIENT' || name === 'VERIFY') continue;
    const type = typeOf(name, SSL_TYPES);
    if (type === undefined) return failed('proxy/tlv-word', `there is no TLV type "ssl.${name.toLowerCase()}"`, NAMES);
    subs.push(encodeTlv({ type, value }));
  }
  const hasCertificate = words.some(({ name }) => name === 'CN' || name === 'CLIENT-CERT');
  const client = numberOf('CLIENT', SSL_CLIENT.ssl | (hasCertificate ? SSL_CLIENT.certConn | SSL_CLIENT.certSess : 0));
  const verify = numberOf('VERIFY', 0);
  if (
    !(
      Number.isInteger(client) &&
      client >= 0 &&
      client <= 0xff &&
      Number.isInteger(verify) &&
      verify >= 0 &&
      verify <= 0xffff_ffff
    )
  )
    return failed(
      'proxy/tlv-word',
      'ssl.client is a number up to 255, ssl.verify one of 32 bits',
      'bits of client: 1 over TLS, 2 and 4 with a certificate',
    );
  const head = Buffer.alloc(5);
  head.writeUInt8(client);
  head.writeUInt32BE(verify, 1);
  return ok({ type: TLV.ssl, value: concatBytes([head, ...subs]) });
}

function failed(code: GivenError['code'], message: string, hint: string): Result<never, GivenError> {
  return err({ code, message, hint, fault: 'configuration', temporary: false });
}
