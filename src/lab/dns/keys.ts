/** Zone keys: made fresh, except RSA keys, which are made once a process because each takes a quarter of a second. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { concatBytes, publicJwk } from '../../base/index.ts';
import { dsRdata, encodeName, keyTag, type Name } from '../../core/dns/index.ts';
import type { ZoneKey } from './types.ts';

interface Kind {
  readonly digest: string | null;
  generate(): KeyObject;
  readonly isDear?: true;
}

const rsa = (modulusLength: number): (() => KeyObject) => {
  let made: KeyObject | undefined;
  return () => {
    made ??= generateKeyPairSync('rsa', { modulusLength }).privateKey;
    return made;
  };
};
const rsa2048 = rsa(2048);
const ec = (namedCurve: string) => () => generateKeyPairSync('ec', { namedCurve }).privateKey;

const KINDS: Readonly<Record<number, Kind>> = {
  5: { digest: 'sha1', generate: rsa2048 },
  7: { digest: 'sha1', generate: rsa2048 },
  8: { digest: 'sha256', generate: rsa2048 },
  10: { digest: 'sha512', generate: rsa2048 },
  13: { digest: 'sha256', generate: ec('P-256') },
  14: { digest: 'sha384', generate: ec('P-384') },
  15: { digest: null, generate: () => generateKeyPairSync('ed25519').privateKey },
  16: { digest: null, generate: () => generateKeyPairSync('ed448').privateKey },
};

/** DNSKEY flags: zone key, and with the bit of a secure entry point (RFC 4034 §2.1.1). */
export const ZONE_KEY = 256;
export const ENTRY_KEY = 257;

/** @throws RangeError for an algorithm the lab cannot sign with: a bug in the catalogue */
export function createZoneKey(algorithm: number, flags: number): ZoneKey {
  const kind = KINDS[algorithm];
  if (kind === undefined) throw new RangeError(`the lab does not sign with algorithm ${algorithm}`);
  const key = kind.generate();
  const rdata = concatBytes([Uint8Array.of(flags >> 8, flags & 255, 3, algorithm), publicField(key)]);
  const signing = { key, dsaEncoding: 'ieee-p1363' as const };
  return { algorithm, rdata, tag: keyTag(rdata), sign: (data) => sign(kind.digest, data, signing) };
}

/** RFC 3110 §2, RFC 6605 §4, RFC 8080 §3. */
function publicField(key: KeyObject): Uint8Array {
  const jwk = publicJwk(key);
  const part = (text: string | undefined): Uint8Array => Buffer.from(text ?? '', 'base64url');
  if (jwk.kty !== 'RSA') return concatBytes([part(jwk.x), part(jwk.y)]);
  const exponent = part(jwk.e);
  return concatBytes([Uint8Array.of(exponent.length), exponent, part(jwk.n)]);
}

const DIGESTS: Readonly<Record<1 | 2 | 4, string>> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' };

/** The DS that a parent holds for this key (RFC 4034 §5.1.4). */
export function dsFor(zone: Name, key: ZoneKey, digestType: 1 | 2 | 4 = 2): Uint8Array {
  const digest = createHash(DIGESTS[digestType]).update(encodeName(zone)).update(key.rdata).digest();
  return dsRdata.encode({ keyTag: key.tag, algorithm: key.algorithm, digestType, digest });
}
