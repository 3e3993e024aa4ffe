/** Keys and digests that are good enough (Baseline Requirements §6.1.5, §6.1.6, §7.1.3). */
import type { KeyObject } from 'node:crypto';
import { type Certificate, signatureAlgorithm } from '../../certificate.ts';
import { readElement, readElements, TAG } from '../../der.ts';
import { KEY_USAGE } from '../../extensions/types.ts';
import { readAlgorithm } from '../../signature.ts';
import { ALWAYS, type CertificateRule, type Place, PROFILED, WEB } from './types.ts';

export const keyRules: readonly CertificateRule[] = [
  { code: 'weak-key', in: WEB, judge: strongKey },
  { code: 'weak-key', in: PROFILED, judge: usagesOfKey },
  { code: 'weak-signature', in: ALWAYS, judge: notForged },
  { code: 'weak-signature', in: WEB, judge: strongDigest },
];

/** What is wrong with a key, or undefined; for reports on certificates too. */
export function keyFault(certificate: Certificate): string | undefined {
  const key = certificate.publicKeyObject();
  if (key === undefined) return 'its key cannot be read here';
  const type = key.asymmetricKeyType as string;
  if (type === 'rsa' || type === 'rsa-pss') return rsaFault(key);
  if (type === 'ec') return curveFault(certificate, key);
  return type === 'ed25519' || type === 'ed448' || type.startsWith('ml-dsa-')
    ? undefined
    : `its key is of kind ${type}`;
}

function strongKey(certificate: Certificate): string | undefined {
  return keyFault(certificate);
}

function rsaFault(key: KeyObject): string | undefined {
  const { modulusLength: bits = 0, publicExponent: exponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (bits < 2048) return `its RSA key has ${bits} bits`;
  if (bits % 8 !== 0) return `its RSA key has ${bits} bits, which are no whole octets`;
  return exponent < 3n || exponent % 2n === 0n ? `its RSA key has the exponent ${exponent}` : undefined;
}

/** RFC 5480 §2.1.1: the curve is named, never spelled out. */
function curveFault({ publicKey }: Certificate, key: KeyObject): string | undefined {
  const [algorithm] = readElements(readElement(publicKey)?.contents ?? publicKey) ?? [];
  const parameters = algorithm && readElements(algorithm.contents)?.[1];
  if (parameters?.tag !== TAG.OID) return 'its key spells out a curve instead of naming it';
  const curve = key.asymmetricKeyDetails?.namedCurve ?? 'unknown';
  return CURVES.has(curve) ? undefined : `its key is on the curve ${curve}`;
}

const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** RFC 9881 §5: such a key signs and does nothing else. */
function usagesOfKey(certificate: Certificate): string | undefined {
  const { keyUsage } = certificate.extensions;
  if (keyUsage === undefined || !SIGNING_ALONE.test(String(certificate.publicKeyObject()?.asymmetricKeyType)))
    return undefined;
  const { KEY_ENCIPHERMENT, DATA_ENCIPHERMENT, KEY_AGREEMENT } = KEY_USAGE;
  const other = [KEY_ENCIPHERMENT, DATA_ENCIPHERMENT, KEY_AGREEMENT].some((bit) => keyUsage.has(bit));
  return other ? 'its key can only sign, and its key usage has more' : undefined;
}

const SIGNING_ALONE = /^(ml-dsa-\d+|ed25519|ed448)$/;

/** RFC 6151 §2; an anchor's own signature protects nothing. */
function notForged(certificate: Certificate, { position }: Place): string | undefined {
  return position !== 'anchor' && FORGEABLE.has(signatureAlgorithm(certificate) ?? '')
    ? 'it is signed with MD5 or MD2'
    : undefined;
}

/** md2WithRSAEncryption, md5WithRSAEncryption. */
const FORGEABLE: ReadonlySet<string> = new Set(['1.2.840.113549.1.1.2', '1.2.840.113549.1.1.4']);

function strongDigest(certificate: Certificate, { position }: Place): string | undefined {
  if (position === 'anchor') return undefined;
  const algorithm = readAlgorithm(certificate.signatureAlgorithm);
  if (algorithm?.digest === 'sha1') return 'it is signed with SHA-1';
  return algorithm?.keyType === 'dsa' ? 'it is signed with DSA' : undefined;
}
