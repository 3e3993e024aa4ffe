/**
 * DNSSEC algorithms: the IANA numbers, which of them we verify, and how a DNSKEY's octets become a key of node:crypto.
 *
 * Keys are built through JWK, so no ASN.1 is written here. RSA keys are laid out as RFC 3110 §2, ECDSA as RFC 6605 §4,
 * EdDSA as RFC 8080 §3.
 */
import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { ALGORITHM_WORDS } from '../rdata/algorithms.ts';

interface Algorithm {
  /** RFC 9905 §2: to be treated as unsupported unless the older view is asked for. */
  readonly sha1?: true;
  /** Digest name for node:crypto; null where the scheme hashes by itself. */
  readonly digest: string | null;
  /** Octets of a signature; RSA signatures have the modulus's length. */
  readonly signatureBytes?: number;
  jwk(publicKey: Uint8Array): JsonWebKey | undefined;
}

/** A key ready to verify: imported once, used for every signature it made. */
export interface Verifier {
  verify(data: Uint8Array, signature: Uint8Array): boolean;
  /** RSA modulus or curve size, for reports. */
  readonly bits: number;
}

/** RFC 9905 §2 bids operators to treat 5 and 7 as unsupported; `allowSha1` is the view before that. */
export function isSupportedAlgorithm(number: number, allowSha1: boolean): boolean {
  const algorithm = algorithms.get(number);
  return algorithm !== undefined && (allowSha1 || algorithm.sha1 !== true);
}

export function isSha1Algorithm(number: number): boolean {
  return algorithms.get(number)?.sha1 === true;
}

/** `ECDSAP256SHA256`, or `algorithm 99` for a number without a name. */
export function formatAlgorithm(number: number): string {
  return mnemonics.get(number) ?? `algorithm ${number}`;
}

/**
 * The key in the public-key field of a DNSKEY.
 *
 * @returns undefined where the octets are no key of that algorithm, or of a size we refuse
 */
export function importKey(number: number, publicKey: Uint8Array): Verifier | undefined {
  const algorithm = algorithms.get(number);
  const jwk = algorithm?.jwk(publicKey);
  if (algorithm === undefined || jwk === undefined) return undefined;
  try {
    return verifierOf(createPublicKey({ key: jwk, format: 'jwk' }), algorithm);
  } catch {
    return undefined; // a point off its curve, a zero modulus: OpenSSL knows
  }
}

function verifierOf(key: KeyObject, { digest, signatureBytes }: Algorithm): Verifier {
  const details = key.asymmetricKeyDetails;
  const bits = details?.modulusLength ?? (signatureBytes ?? 0) * 4;
  const length = signatureBytes ?? Math.ceil(bits / 8);
  const input = { key, dsaEncoding: 'ieee-p1363' as const };
  return {
    bits,
    verify(data, signature) {
      if (signature.length !== length) return false;
      try {
        return verify(digest, data, input, signature);
      } catch {
        return false; // a provider that forbids the digest
      }
    },
  };
}

/** RFC 3110 §2: exponent length (one octet, or zero and two), exponent, modulus. */
function rsaJwk(publicKey: Uint8Array): JsonWebKey | undefined {
  const short = publicKey[0] ?? 0;
  const length = short === 0 ? ((publicKey[1] ?? 0) << 8) | (publicKey[2] ?? 0) : short;
  const start = short === 0 ? 3 : 1;
  const exponent = publicKey.subarray(start, start + length);
  const modulus = publicKey.subarray(start + length);
  // Long exponents make each verification dear (64 bits are ample); RFC 5702 §2 allows moduli of 512 to 4096 bits.
  if (exponent.length === 0 || exponent.length > 8 || modulus.length < 64 || modulus.length > 512) return undefined;
  return { kty: 'RSA', e: base64url(exponent), n: base64url(modulus) };
}

/** RFC 6605 §4: the two coordinates, uncompressed. */
const ecJwk =
  (crv: string, coordinateBytes: number) =>
  (publicKey: Uint8Array): JsonWebKey | undefined =>
    publicKey.length === coordinateBytes * 2
      ? {
          kty: 'EC',
          crv,
          x: base64url(publicKey.subarray(0, coordinateBytes)),
          y: base64url(publicKey.subarray(coordinateBytes)),
        }
      : undefined;

/** RFC 8080 §3: the encoded point. */
const edJwk =
  (crv: string, keyBytes: number) =>
  (publicKey: Uint8Array): JsonWebKey | undefined =>
    publicKey.length === keyBytes ? { kty: 'OKP', crv, x: base64url(publicKey) } : undefined;

const base64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');

/** Those we verify. */
const algorithms: ReadonlyMap<number, Algorithm> = new Map<number, Algorithm>([
  [5, { sha1: true, digest: 'sha1', jwk: rsaJwk }],
  [7, { sha1: true, digest: 'sha1', jwk: rsaJwk }],
  [8, { digest: 'sha256', jwk: rsaJwk }],
  [10, { digest: 'sha512', jwk: rsaJwk }],
  [13, { digest: 'sha256', signatureBytes: 64, jwk: ecJwk('P-256', 32) }],
  [14, { digest: 'sha384', signatureBytes: 96, jwk: ecJwk('P-384', 48) }],
  [15, { digest: null, signatureBytes: 64, jwk: edJwk('Ed25519', 32) }],
  [16, { digest: null, signatureBytes: 114, jwk: edJwk('Ed448', 57) }],
]);

const mnemonics: ReadonlyMap<number, string> = new Map(
  Object.entries(ALGORITHM_WORDS).map(([word, number]) => [number, word]),
);
