/** What a server says in the clear: ServerHello, HelloRetryRequest, Certificate, alerts (RFC 8446 §4, §6; RFC 5246 §7). */
import { OctetReader, readExtensions, uint16, uint24 } from './octet-reader.ts';

export const MESSAGE = {
  SERVER_HELLO: 2,
  CERTIFICATE: 11,
  SERVER_KEY_EXCHANGE: 12,
  CERTIFICATE_REQUEST: 13,
  SERVER_HELLO_DONE: 14,
  CERTIFICATE_STATUS: 22,
} as const;

export const TLS13 = 0x0304;

export interface ServerHello {
  /** The one selected, also where TLS 1.3 hides it in an extension (RFC 8446 §4.2.1). */
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipher: number;
  readonly compression: number;
  readonly extensions: ReadonlyMap<number, Uint8Array>;
  /** A HelloRetryRequest: a ServerHello whose random is fixed (RFC 8446 §4.1.3). */
  readonly isRetry: boolean;
  /** Selected by key_share (RFC 8446 §4.2.8). */
  readonly group?: number;
}

/** SHA-256 of "HelloRetryRequest" (RFC 8446 §4.1.3). */
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
const SUPPORTED_VERSIONS = 43;
const KEY_SHARE = 51;

export function readServerHello(body: Uint8Array): ServerHello | undefined {
  const reader = new OctetReader(body);
  const legacyVersion = reader.uint16();
  const random = reader.take(32);
  const sessionId = reader.vector(1);
  const cipher = reader.uint16();
  const compression = reader.take(1)[0] ?? 0;
  const extensions = reader.isAtEnd() ? new Map<number, Uint8Array>() : readExtensions(reader.vector(2));
  if (reader.isBroken || extensions === undefined) return undefined;
  const selected = extensions.get(SUPPORTED_VERSIONS);
  const share = extensions.get(KEY_SHARE);
  return {
    version: selected?.length === 2 ? uint16(selected, 0) : legacyVersion,
    random,
    sessionId,
    cipher,
    compression,
    extensions,
    isRetry: Buffer.from(random).toString('hex') === RETRY_RANDOM,
    ...(share !== undefined && share.length >= 2 && { group: uint16(share, 0) }),
  };
}

/** A chain longer than this is an attack on whoever walks it; RFC 8446 gives no bound, OpenSSL's depth is 100. */
const MAX_CERTIFICATES = 100;

/** RFC 5246 §7.4.2; TLS 1.3 puts a context before the list and extensions behind each (RFC 8446 §4.4.2). */
export function readCertificates(body: Uint8Array, isTls13: boolean): Uint8Array[] {
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

/** CertificateStatus of type ocsp: the staple of TLS 1.2 and before (RFC 6066 §8). */
export function readCertificateStatus(body: Uint8Array): Uint8Array | undefined {
  const reader = new OctetReader(body.subarray(1));
  const proof = body[0] === 1 ? reader.vector(3) : new Uint8Array();
  return reader.isBroken || proof.length === 0 ? undefined : proof;
}

/** RFC 8446 §6, RFC 5246 §7.2, RFC 7507 §2; a number that is not among them is shown as it is. */
export const alertName = (description: number): string => ALERTS.get(description) ?? `alert_${description}`;

const ALERTS: ReadonlyMap<number, string> = new Map([
  [0, 'close_notify'],
  [10, 'unexpected_message'],
  [20, 'bad_record_mac'],
  [22, 'record_overflow'],
  [40, 'handshake_failure'],
  [42, 'bad_certificate'],
  [43, 'unsupported_certificate'],
  [47, 'illegal_parameter'],
  [50, 'decode_error'],
  [51, 'decrypt_error'],
  [70, 'protocol_version'],
  [71, 'insufficient_security'],
  [80, 'internal_error'],
  [86, 'inappropriate_fallback'],
  [90, 'user_canceled'],
  [100, 'no_renegotiation'],
  [109, 'missing_extension'],
  [110, 'unsupported_extension'],
  [112, 'unrecognized_name'],
  [116, 'certificate_required'],
  [120, 'no_application_protocol'],
]);
