/** ServerKeyExchange of TLS 1.2 and before (RFC 5246 §7.4.3, RFC 8422 §5.4): the group and the signature scheme chosen. */
import { suiteTraits } from './registry/suite-traits.ts';
import { VERSIONS } from './registry/versions.ts';

export interface KeyExchange {
  /** A named curve. */
  readonly group?: number;
  /** Of the prime, for DHE. */
  readonly primeBits?: number;
  /** TLS 1.2 alone names it. */
  readonly scheme?: number;
}

const NAMED_CURVE = 3;

/** Undefined where the body contradicts its own lengths. */
export function readKeyExchange(body: Uint8Array, suite: number, version: number): KeyExchange | undefined {
  const { keyExchange, anonymous } = suiteTraits(suite);
  const parameters = keyExchange === 'ECDHE' ? readCurve(body) : readPrime(body);
  if (parameters === undefined) return undefined;
  const { end, ...chosen } = parameters;
  if (anonymous || version < VERSIONS['TLSv1.2'] || body.length < end + 2) return chosen;
  return { ...chosen, scheme: uint16(body, end) };
}

function readCurve(body: Uint8Array): (KeyExchange & { readonly end: number }) | undefined {
  if (body.length < 4 || body[0] !== NAMED_CURVE) return undefined;
  return { group: uint16(body, 1), end: 4 + body[3]! };
}

/** dh_p, dh_g, dh_Ys. */
function readPrime(body: Uint8Array): (KeyExchange & { readonly end: number }) | undefined {
  let end = 0;
  for (let field = 0; field < 3; field += 1) {
    if (body.length < end + 2) return undefined;
    end += 2 + uint16(body, end);
  }
  if (body.length < end) return undefined;
  return { primeBits: bitLength(body.subarray(2, 2 + uint16(body, 0))), end };
}

function bitLength(number: Uint8Array): number {
  const first = number.findIndex((octet) => octet !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - Math.clz32(number[first]!) + 24;
}

const uint16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
