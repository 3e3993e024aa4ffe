/**
 * Writing a ClientHello of any shape (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2): an offer, and how its octets are cut.
 *
 * For looking at servers: what is offered is what node:tls would never offer. The handshake is not meant to end.
 */

export interface HelloOffer {
  /** client_version: 0x0300 to 0x0303, the last also for TLS 1.3; others to see who cannot bear them. */
  readonly legacyVersion: number;
  readonly cipherSuites: readonly number[];
  /** null(0) alone when absent. */
  readonly compressionMethods?: readonly number[];
  readonly sessionId?: Uint8Array;
  /** Without any, the field is left out, as SSL 3 and old clients do. */
  readonly extensions: readonly HelloExtension[];
}

export interface HelloExtension {
  readonly type: number;
  readonly data: Uint8Array;
}

/** The handshake message. `random` is 32 octets. */
export function encodeClientHello(offer: HelloOffer, random: Uint8Array): Uint8Array {
  const { legacyVersion, cipherSuites, compressionMethods = [0], sessionId = new Uint8Array(), extensions } = offer;
  const block = extensions.flatMap(({ type, data }) => [uint16Octets(type), vector(2, data)]);
  const body = Buffer.concat([
    uint16Octets(legacyVersion),
    random,
    vector(1, sessionId),
    vector(2, Buffer.concat(cipherSuites.map(uint16Octets))),
    vector(1, Uint8Array.from(compressionMethods)),
    ...(extensions.length === 0 ? [] : [vector(2, Buffer.concat(block))]),
  ]);
  return Buffer.concat([Buffer.of(1), vector(3, body)]);
}

/** RFC 8446 §5.1: 2^14 octets of plaintext. */
const MAX_FRAGMENT_BYTES = 16_384;

/**
 * The message in records of at most `fragmentBytes` each.
 *
 * @param version  of the record layer: 0x0301 for a first ClientHello (RFC 8446 §5.1), 0x0300 for SSL 3
 */
export function helloRecords(message: Uint8Array, version: number, fragmentBytes = MAX_FRAGMENT_BYTES): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < message.length; at += fragmentBytes) {
    const fragment = message.subarray(at, at + fragmentBytes);
    parts.push(Buffer.of(22), uint16Octets(version), vector(2, fragment));
  }
  return Buffer.concat(parts);
}

/** Octets with their number before them, in one, two or three octets (RFC 8446 §3.4). */
export function vector(lengthBytes: 1 | 2 | 3, octets: Uint8Array): Uint8Array {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(octets.length, 0, lengthBytes);
  return Buffer.concat([length, octets]);
}

export const uint16Octets = (value: number): Uint8Array => Uint8Array.of((value >> 8) & 0xff, value & 0xff);
