/**
 * A SubjectPublicKeyInfo (RFC 5280 §4.1.2.7): what kind of key it is, read from its DER, and the key as node:crypto takes it.
 *
 * OpenSSL's own reader of SPKI takes half a millisecond, ten times a signature check; RSA keys and points on named curves are
 * handed over as JWK (RFC 7518 §6), which is the same numbers in base64url. node:crypto checks them either way.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { type DerElement, readElement, readElements, readOid, TAG } from './der.ts';

export type PublicKeyFacts =
  | { readonly kind: 'rsa'; readonly bits: number; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  /** `curve` is an OID; absent where the parameters spell one out. */
  | { readonly kind: 'ec'; readonly curve?: string; readonly point: Uint8Array }
  | { readonly kind: 'other'; readonly oid: string };

/**
 * Read once for each certificate, as keys are imported once: several rules ask.
 *
 * @returns undefined where it cannot be read
 */
export function readPublicKey(spki: Uint8Array): PublicKeyFacts | undefined {
  const known = read.get(spki);
  if (known !== undefined) return known;
  const facts = readFacts(spki);
  if (facts !== undefined) read.set(spki, facts);
  return facts;
}

const read = new WeakMap<Uint8Array, PublicKeyFacts>();

function readFacts(spki: Uint8Array): PublicKeyFacts | undefined {
  const [algorithm, bits] = readElements(readElement(spki)?.contents ?? spki) ?? [];
  const [type, parameters] = (algorithm && readElements(algorithm.contents)) ?? [];
  const oid = type?.tag === TAG.OID ? readOid(type.contents) : undefined;
  if (oid === undefined || bits?.tag !== TAG.BIT_STRING || bits.contents[0] !== 0) return undefined;
  const key = bits.contents.subarray(1);
  if (oid === RSA) return readRsa(key);
  return oid === EC ? readEc(key, parameters) : { kind: 'other', oid };
}

/** Undefined where OpenSSL cannot read it, the point is not on its curve, or the key is made to cost time. */
export function importPublicKey(spki: Uint8Array): KeyObject | undefined {
  const facts = readPublicKey(spki);
  if (facts === undefined || (facts.kind === 'rsa' && facts.exponent.length > MAX_EXPONENT_BYTES)) return undefined;
  const jwk = jwkOf(facts);
  try {
    return jwk === undefined
      ? createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
      : createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
/** OpenSSL's bound; a larger one is there to cost time. */
const MAX_RSA_BITS = 16_384;

/** Everybody's is 3 or 65537; one as long as the modulus makes a check cost as much as a signature. */
const MAX_EXPONENT_BYTES = 8;

/** modulus and exponent, positive both (RFC 8017 §A.1.1). */
function readRsa(key: Uint8Array): PublicKeyFacts | undefined {
  const [modulus, exponent, ...more] = readElements(readElement(key)?.contents ?? key) ?? [];
  const n = positive(modulus);
  const e = positive(exponent);
  if (n === undefined || e === undefined || more.length > 0) return undefined;
  return { kind: 'rsa', bits: n.length * 8 - Math.clz32(n[0]!) + 24, modulus: n, exponent: e };
}

/** Without leading zeros; undefined for 0 and less. */
function positive(element: DerElement | undefined): Uint8Array | undefined {
  if (element?.tag !== TAG.INTEGER || element.contents.length === 0 || element.contents[0]! >= 0x80) return undefined;
  const first = element.contents.findIndex((octet) => octet !== 0);
  return first < 0 ? undefined : element.contents.subarray(first);
}

function readEc(point: Uint8Array, parameters: DerElement | undefined): PublicKeyFacts {
  const curve = parameters?.tag === TAG.OID ? readOid(parameters.contents) : undefined;
  return { kind: 'ec', point, ...(curve !== undefined && { curve }) };
}

type Jwk = Extract<Parameters<typeof createPublicKey>[0], { readonly format: 'jwk' }>['key'];

function jwkOf(facts: PublicKeyFacts): Jwk | undefined {
  if (facts.kind === 'rsa' && facts.bits <= MAX_RSA_BITS)
    return { kty: 'RSA', n: base64url(facts.modulus), e: base64url(facts.exponent) };
  if (facts.kind !== 'ec') return undefined;
  const curve = CURVES.get(facts.curve ?? '');
  const { point } = facts;
  if (curve === undefined || point[0] !== 4 || point.length !== 1 + 2 * curve.octets) return undefined; // RFC 5480 §2.2
  const [x, y] = [point.subarray(1, 1 + curve.octets), point.subarray(1 + curve.octets)];
  return { kty: 'EC', crv: curve.name, x: base64url(x), y: base64url(y) };
}

const base64url = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64url');

const CURVES: ReadonlyMap<string, { readonly name: string; readonly octets: number }> = new Map([
  ['1.2.840.10045.3.1.7', { name: 'P-256', octets: 32 }],
  ['1.3.132.0.34', { name: 'P-384', octets: 48 }],
  ['1.3.132.0.35', { name: 'P-521', octets: 66 }],
]);
