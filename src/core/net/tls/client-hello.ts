/**
 * What a client says first (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2), read before the handshake begins.
 *
 * A server that has several certificates must know which one the client will see, to staple the proof of that one; OpenSSL
 * tells too late and node:tls not at all. So the first message is read here and left where it was (accept.ts).
 */
import { OctetReader, readExtensions, uint16, uint16s } from './octet-reader.ts';

export interface ClientHello {
  /** Versions offered, e.g. 0x0304; the legacy field where there is no supported_versions (RFC 8446 §4.2.1). */
  readonly versions: readonly number[];
  readonly cipherSuites: readonly number[];
  /** The host_name of SNI as sent, lower case (RFC 6066 §3). */
  readonly serverName?: string;
  /** In the client's order of preference; absent where it sent none (RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1). */
  readonly signatureSchemes?: readonly number[];
  readonly groups: readonly number[];
  readonly alpn: readonly string[];
  /** status_request for OCSP: the client takes a stapled proof (RFC 6066 §8). */
  readonly wantsProof: boolean;
  /** It takes session tickets (RFC 5077 §3.2, RFC 8446 §4.2.9). */
  readonly wantsTicket: boolean;
  /** It would take up an earlier session (RFC 5077 §3.3, RFC 8446 §4.2.11). */
  readonly offersSession: boolean;
}

export type HelloReading =
  | { readonly kind: 'hello'; readonly hello: ClientHello }
  /** Not all of it is there yet. */
  | { readonly kind: 'more' }
  | { readonly kind: 'no-hello'; readonly detail: string };

/** More than any client sends, with room for post-quantum key shares; a longer one is an attack on our memory. */
export const MAX_CLIENT_HELLO_BYTES = 65_536;

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
/** RFC 8446 §5.1: 2^14 octets of plaintext. */
const MAX_RECORD_BYTES = 16_384;

/** @param bytes  what the client sent from its first octet; it may end anywhere and go on behind the message */
export function readClientHello(bytes: Uint8Array): HelloReading {
  const gathered = gatherMessage(bytes);
  if (!(gathered instanceof Uint8Array)) return gathered;
  const hello = readBody(gathered);
  return hello === undefined ? noHello('a ClientHello that contradicts its own lengths') : { kind: 'hello', hello };
}

/** The message's body, put together from as many records as it takes (RFC 8446 §5.1). */
function gatherMessage(bytes: Uint8Array): Uint8Array | Exclude<HelloReading, { kind: 'hello' }> {
  const parts: Uint8Array[] = [];
  let have = 0;
  for (let at = 0; ; ) {
    const wanted = have < 4 ? undefined : messageBytes(parts);
    if (wanted !== undefined && wanted > MAX_CLIENT_HELLO_BYTES) return noHello(`a first message of ${wanted} octets`);
    if (wanted !== undefined && have >= wanted) return Buffer.concat(parts).subarray(4, wanted);
    if (at < bytes.length && bytes[at] !== HANDSHAKE_RECORD) return noHello('no TLS handshake record');
    if (bytes.length < at + 5) return { kind: 'more' };
    const length = uint16(bytes, at + 3);
    if (length === 0 || length > MAX_RECORD_BYTES) return noHello(`a record of ${length} octets`);
    const part = bytes.subarray(at + 5, at + 5 + length);
    if (parts.length === 0 && part.length > 0 && part[0] !== CLIENT_HELLO) return noHello('no ClientHello');
    if (part.length < length) return { kind: 'more' };
    parts.push(part);
    have += length;
    at += 5 + length;
  }
}

function messageBytes(parts: readonly Uint8Array[]): number {
  const head = Buffer.concat(parts.slice(0, 4)); // a record holds one octet at least
  return 4 + ((head[1]! << 16) | (head[2]! << 8) | head[3]!);
}

/** version, random[32], session_id<0..32>, cipher_suites<2..>, compression_methods<1..>, extensions<..>. */
function readBody(body: Uint8Array): ClientHello | undefined {
  const reader = new OctetReader(body);
  const legacyVersion = reader.uint16();
  reader.take(32);
  reader.vector(1);
  const suites = reader.vector(2);
  reader.vector(1);
  const extensions = reader.isAtEnd() ? new Map<number, Uint8Array>() : readExtensions(reader.vector(2));
  if (reader.isBroken || extensions === undefined) return undefined;
  return { cipherSuites: uint16s(suites), ...factsOf(extensions, legacyVersion) };
}

function factsOf(
  extensions: ReadonlyMap<number, Uint8Array>,
  legacyVersion: number,
): Omit<ClientHello, 'cipherSuites'> {
  const list = (type: number, lengthBytes: 1 | 2): Uint8Array | undefined => {
    const data = extensions.get(type);
    return data && new OctetReader(data).vector(lengthBytes);
  };
  const versions = list(43, 1);
  const schemes = list(13, 2);
  const serverName = hostName(list(0, 2));
  return {
    versions: versions === undefined ? [legacyVersion] : uint16s(versions),
    ...(serverName !== undefined && { serverName }),
    ...(schemes !== undefined && { signatureSchemes: uint16s(schemes) }),
    groups: uint16s(list(10, 2) ?? new Uint8Array()),
    alpn: protocolNames(list(16, 2) ?? new Uint8Array()),
    wantsProof: extensions.get(5)?.[0] === 1, // CertificateStatusType ocsp(1)
    wantsTicket: extensions.has(35) || extensions.has(45), // session_ticket, psk_key_exchange_modes
    offersSession: extensions.has(41) || (extensions.get(35)?.length ?? 0) > 0, // pre_shared_key
  };
}

/** The first name of type host_name(0); there is but that type (RFC 6066 §3). */
function hostName(names: Uint8Array | undefined): string | undefined {
  if (names === undefined || names[0] !== 0) return undefined;
  const name = new OctetReader(names.subarray(1)).vector(2);
  return name.length === 0 ? undefined : Buffer.from(name).toString('latin1').toLowerCase();
}

function protocolNames(list: Uint8Array): string[] {
  const reader = new OctetReader(list);
  const names: string[] = [];
  while (!reader.isAtEnd() && !reader.isBroken) names.push(Buffer.from(reader.vector(1)).toString('latin1'));
  return names;
}

const noHello = (detail: string): { readonly kind: 'no-hello'; readonly detail: string } => ({
  kind: 'no-hello',
  detail,
});
