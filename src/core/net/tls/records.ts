/**
 * The server's side of a handshake, read from the octets it sent.
 *
 * node:tls shows a chain it has put in order, without duplicates and with roots of its own. What a peer really sent is in
 * its Certificate message: in clear up to TLS 1.2, and in TLS 1.3 under the server's handshake secret (RFC 8446 §7.3),
 * which OpenSSL tells through the key log.
 */
import { openRecord, type RecordKeys, recordKeys, type TlsRecord } from './decrypt.ts';

/** Where the certificates begin differs by version; `undefined` until a ServerHello says. */
export interface SentHandshake {
  readonly version: number | undefined;
  /** DER in the order and number sent; empty where no Certificate message was found. */
  readonly chain: readonly Uint8Array[];
}

/** RFC 8446 §5.1, RFC 5246 §6.2.1. */
const HANDSHAKE = 22;
const CHANGE_CIPHER_SPEC = 20;
const APPLICATION_DATA = 23;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const TLS13 = 0x0304;

/** A chain longer than this is an attack on whoever walks it; RFC 8446 gives no bound, OpenSSL's depth is 100. */
const MAX_CERTIFICATES = 100;

/**
 * @param bytes   what the server sent from the first octet of its first record
 * @param secret  the SERVER_HANDSHAKE_TRAFFIC_SECRET of the key log; needed for TLS 1.3
 */
export function readSentHandshake(bytes: Uint8Array, secret: Uint8Array | undefined): SentHandshake {
  let version: number | undefined;
  let keys: RecordKeys | undefined;
  const messages = new MessageReader();
  for (const record of records(bytes)) {
    if (record.type === HANDSHAKE) messages.push(record.payload);
    else if (record.type === APPLICATION_DATA && keys !== undefined) {
      const inner = openRecord(keys, record);
      if (inner?.type === HANDSHAKE) messages.push(inner.payload);
    } else if (record.type === CHANGE_CIPHER_SPEC && version !== TLS13) break; // RFC 5246 §7.1: encrypted from here
    for (let message = messages.next(); message !== undefined; message = messages.next()) {
      if (message.type === CERTIFICATE) return { version, chain: readCertificates(message.body, version === TLS13) };
      const hello = message.type === SERVER_HELLO ? readServerHello(message.body) : undefined;
      if (hello === undefined || hello.isRetry) continue;
      version = hello.version;
      if (version === TLS13 && secret !== undefined) keys = recordKeys(hello.cipher, secret);
    }
  }
  return { version, chain: [] };
}

function* records(bytes: Uint8Array): Generator<TlsRecord> {
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 5 + ((bytes[at + 3]! << 8) | bytes[at + 4]!);
    if (end > bytes.length) return;
    yield { type: bytes[at]!, header: bytes.subarray(at, at + 5), payload: bytes.subarray(at + 5, end) };
    at = end;
  }
}

/** Handshake messages may span records, and a record may hold several (RFC 8446 §5.1). */
class MessageReader {
  private buffer: Uint8Array = new Uint8Array(0);

  push(payload: Uint8Array): void {
    this.buffer = this.buffer.length === 0 ? payload : Buffer.concat([this.buffer, payload]);
  }

  next(): { readonly type: number; readonly body: Uint8Array } | undefined {
    if (this.buffer.length < 4) return undefined;
    const end = 4 + uint24(this.buffer, 1);
    if (this.buffer.length < end) return undefined;
    const message = { type: this.buffer[0]!, body: this.buffer.subarray(4, end) };
    this.buffer = this.buffer.subarray(end);
    return message;
  }
}

interface ServerHello {
  readonly version: number;
  readonly cipher: number;
  /** A HelloRetryRequest: a ServerHello whose random is fixed (RFC 8446 §4.1.3). */
  readonly isRetry: boolean;
}

const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

function readServerHello(body: Uint8Array): ServerHello | undefined {
  if (body.length < 38) return undefined;
  const at = 35 + body[34]!; // past version, random and session id
  if (body.length < at + 3) return undefined;
  const isRetry = Buffer.from(body.subarray(2, 34)).toString('hex') === RETRY_RANDOM;
  const version = selectedVersion(body.subarray(at + 3)) ?? (body[0]! << 8) | body[1]!;
  return { version, cipher: (body[at]! << 8) | body[at + 1]!, isRetry };
}

/** The supported_versions extension, where TLS 1.3 hides its number (RFC 8446 §4.2.1). */
function selectedVersion(extensions: Uint8Array): number | undefined {
  for (let at = 2; at + 4 <= extensions.length; ) {
    const length = (extensions[at + 2]! << 8) | extensions[at + 3]!;
    const isVersions = extensions[at] === 0 && extensions[at + 1] === 43;
    if (isVersions && length === 2 && at + 6 <= extensions.length)
      return (extensions[at + 4]! << 8) | extensions[at + 5]!;
    at += 4 + length;
  }
  return undefined;
}

/** RFC 5246 §7.4.2; TLS 1.3 puts a context before the list and extensions behind each (RFC 8446 §4.4.2). */
function readCertificates(body: Uint8Array, isTls13: boolean): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let at = (isTls13 ? 1 + (body[0] ?? 0) : 0) + 3;
  while (at + 3 <= body.length && chain.length < MAX_CERTIFICATES) {
    const end = at + 3 + uint24(body, at);
    if (end > body.length) break;
    chain.push(Uint8Array.from(body.subarray(at + 3, end)));
    at = isTls13 ? end + 2 + (((body[end] ?? 0) << 8) | (body[end + 1] ?? 0)) : end;
  }
  return chain;
}

const uint24 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
