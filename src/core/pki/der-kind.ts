/** What a DER object that is no certificate seems to be, for a sentence that names it: by its outermost fields alone. */
import { readElement, readElements, readOid, TAG } from './der.ts';

/** `a private key (PKCS #8)`; undefined where it looks like nothing known. */
export function guessDerKind(octets: Uint8Array): string | undefined {
  const outer = readElement(octets);
  const fields = outer?.tag === TAG.SEQUENCE ? readElements(outer.contents, 20) : undefined;
  if (fields === undefined) return undefined;
  const shape = fields.map(({ tag }) => tag.toString(16).padStart(2, '0')).join(' ');
  const known = SHAPES.find(([pattern]) => pattern.test(shape))?.[1];
  if (known !== undefined) return known;
  if (shape === '30 30 03') return signedKind(fields[0]!.contents);
  if (shape !== '06 a0') return undefined;
  return readOid(fields[0]!.contents) === SIGNED_DATA ? 'a PKCS #7 bag of certificates' : 'a PKCS #7 object';
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const ENUMERATED = '0a';

/** Tags of the outermost fields. */
const SHAPES: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^02 30 04( a0)?( 81)?$/, 'a private key (PKCS #8)'],
  [/^02( 02){8}( 30)?$/, 'a private key (RSA)'],
  [/^02 04( a0)?( a1)?$/, 'a private key (EC)'],
  [/^30 04$/, 'an encrypted private key (PKCS #8)'],
  [/^30 03$/, 'a public key'],
  [/^02 30 30$/, 'a PKCS #12 file'],
  [new RegExp(`^${ENUMERATED}( a0)?$`), 'an OCSP response'],
];

/** A request has a version, a name and a key; a revocation list goes on with times where a certificate has a serial number. */
function signedKind(tbs: Uint8Array): string | undefined {
  const tags = (readElements(tbs, 20) ?? []).map(({ tag }) => tag.toString(16).padStart(2, '0')).join(' ');
  if (/^02 30 30 a0$/.test(tags)) return 'a certificate request (PKCS #10)';
  return /^(02 )?30 30 (17|18)/.test(tags) ? 'a certificate revocation list' : undefined;
}
