/** The types of TLVs with their names (proxy-protocol.txt §2.2), what their values hold, and those of large proxies. */
import { toHex } from '../../base/index.ts';
import { decodeUtf8, showOctets } from './octets-text.ts';

export interface TlvDef {
  readonly type: number;
  readonly name: string;
  /** `utf8` and `ascii` are shown as text; what is `ascii` by its clause is checked for it. */
  readonly content: 'utf8' | 'ascii' | 'octets' | 'padding' | 'crc' | 'ssl';
  readonly about: string;
  /** Of a value with a form of its own. */
  readonly explain?: (value: Uint8Array) => string | undefined;
}

export const TLV = {
  alpn: 0x01,
  authority: 0x02,
  crc32c: 0x03,
  noop: 0x04,
  uniqueId: 0x05,
  ssl: 0x20,
  netns: 0x30,
} as const;
export const SSL_SUB = { version: 0x21, cn: 0x22 } as const;

const row = (
  type: number,
  name: string,
  content: TlvDef['content'],
  about: string,
  explain?: TlvDef['explain'],
): TlvDef => ({ type, name, content, about, ...(explain !== undefined && { explain }) });

/** Amazon: the octet 1, then the identifier of a VPC endpoint. */
const amazon = (value: Uint8Array): string | undefined =>
  value[0] === 1 ? `VPC endpoint ${showOctets(value.subarray(1))}` : undefined;

/** Azure: the octet 1, then the link identifier in four octets, the lowest first. */
const azure = (value: Uint8Array): string | undefined =>
  value[0] === 1 && value.length === 5 ? `private endpoint link ${Buffer.from(value).readUInt32LE(1)}` : undefined;

const google = (value: Uint8Array): string | undefined =>
  value.length === 8 ? `Private Service Connect connection ${Buffer.from(value).readBigUInt64BE()}` : undefined;

export const TLV_TYPES: readonly TlvDef[] = [
  row(TLV.alpn, 'ALPN', 'octets', 'the protocol above TLS, as negotiated (RFC 7301)'),
  row(TLV.authority, 'AUTHORITY', 'utf8', 'the host name the client asked for, as in SNI'),
  row(TLV.crc32c, 'CRC32C', 'crc', 'the checksum of the whole header'),
  row(TLV.noop, 'NOOP', 'padding', 'padding, to be ignored'),
  row(TLV.uniqueId, 'UNIQUE_ID', 'octets', 'what the proxy calls this connection'),
  row(TLV.ssl, 'SSL', 'ssl', "the client's TLS"),
  row(TLV.netns, 'NETNS', 'ascii', 'the name of the network namespace'),
  row(0xe0, 'GCP_PSC', 'octets', "a custom type, Google Cloud's", google),
  row(0xea, 'AWS', 'octets', "a custom type, Amazon's", amazon),
  row(0xee, 'AZURE', 'octets', "a custom type, Azure's", azure),
];

/** Inside of SSL. */
export const SSL_TYPES: readonly TlvDef[] = [
  row(SSL_SUB.version, 'SSL_VERSION', 'ascii', 'the version of TLS'),
  row(SSL_SUB.cn, 'SSL_CN', 'utf8', "common name of the client's certificate"),
  row(0x23, 'SSL_CIPHER', 'ascii', 'the cipher suite'),
  row(0x24, 'SSL_SIG_ALG', 'ascii', "the algorithm that signed the proxy's certificate"),
  row(0x25, 'SSL_KEY_ALG', 'ascii', "the algorithm of the proxy's key"),
  row(0x26, 'SSL_GROUP', 'ascii', 'the group of the key exchange'),
  row(0x27, 'SSL_SIG_SCHEME', 'ascii', 'the scheme the handshake was signed with'),
  row(0x28, 'SSL_CLIENT_CERT', 'octets', "the client's certificate in DER"),
];

/** Ranges set aside (§2.2.8); a name for each, where the type has none of its own. */
const RANGES: readonly (readonly [from: number, to: number, name: string, about: string])[] = [
  [0xe0, 0xef, 'CUSTOM', 'for applications'],
  [0xf0, 0xf7, 'EXPERIMENT', 'for experiments, not for production'],
  [0xf8, 0xff, 'FUTURE', 'set aside for the future of the protocol'],
];

export function describeType(type: number, isSub = false): TlvDef {
  const known = (isSub ? SSL_TYPES : TLV_TYPES).find((def) => def.type === type);
  if (known !== undefined) return known;
  const range = isSub ? undefined : RANGES.find(([from, to]) => type >= from && type <= to);
  const hex = type.toString(16).padStart(2, '0').toUpperCase();
  if (range !== undefined) return row(type, `${range[2]}_${hex}`, 'octets', range[3]);
  return row(type, `UNASSIGNED_${hex}`, 'octets', 'a type nobody has registered');
}

/** A value for people: its text where it is one, else hex. */
export function explainValue({ content, explain }: TlvDef, value: Uint8Array): string {
  const own = explain?.(value);
  if (own !== undefined) return own;
  if (content === 'padding') return `${value.length} octets of padding`;
  if (value.length === 0) return 'empty';
  const isText = content === 'utf8' || content === 'ascii' || isPrintable(value);
  return isText ? `"${showOctets(value)}"` : toHex(value);
}

/** Is it a text that shows as one? */
export const isPrintable = (value: Uint8Array): boolean => {
  const text = decodeUtf8(value);
  return text !== undefined && text !== '' && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
};
