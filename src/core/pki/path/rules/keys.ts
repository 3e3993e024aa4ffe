/** Keys and digests that are good enough (Baseline Requirements §6.1.5, §6.1.6, §7.1.3). */
import { type Certificate, signatureAlgorithm } from '../../certificate.ts';
import { KEY_USAGE } from '../../extensions/types.ts';
import { type PublicKeyFacts, readPublicKey } from '../../public-key.ts';
import { readAlgorithm } from '../../signature.ts';
import { ALWAYS, type CertificateRule, type Place, PROFILED, WEB } from './types.ts';

export const keyRules: readonly CertificateRule[] = [
  { code: 'weak-key', in: ALWAYS, judge: readableKey },
  { code: 'weak-key', in: WEB, judge: keyFault },
  { code: 'weak-key', in: PROFILED, judge: usagesOfKey },
  { code: 'weak-signature', in: ALWAYS, judge: notForged },
  { code: 'weak-signature', in: WEB, judge: strongDigest },
];

/** What is wrong with a key, or undefined; for reports on certificates too. Told from its DER: nothing is imported. */
export function keyFault({ publicKey }: Certificate): string | undefined {
  const key = readPublicKey(publicKey);
  if (key === undefined) return 'its key cannot be read';
  switch (key.kind) {
    case 'rsa':
      return rsaFault(key);
    case 'ec':
      return curveFault(key);
    default:
      return GOOD_KINDS.has(key.oid) ? undefined : `its key is of kind ${KIND_NAMES.get(key.oid) ?? key.oid}`;
  }
}

/** Nobody can use such a key; OpenSSL refuses spelled-out curves everywhere, after CVE-2020-0601. */
function readableKey({ publicKey }: Certificate): string | undefined {
  const key = readPublicKey(publicKey);
  if (key === undefined) return 'its key cannot be read';
  return key.kind === 'ec' && key.curve === undefined ? SPELLED_OUT : undefined;
}

const SPELLED_OUT = 'its key spells out a curve instead of naming it';

function rsaFault({ bits, exponent }: Extract<PublicKeyFacts, { kind: 'rsa' }>): string | undefined {
  if (bits < 2048) return `its RSA key has ${bits} bits`;
  if (bits % 8 !== 0) return `its RSA key has ${bits} bits, which are no whole octets`;
  const isOne = exponent.length === 1 && exponent[0] === 1;
  return isOne || exponent.at(-1)! % 2 === 0 ? 'its RSA exponent is even or 1' : undefined;
}

/** RFC 5480 §2.1.1: the curve is named, never spelled out. */
function curveFault({ curve }: Extract<PublicKeyFacts, { kind: 'ec' }>): string | undefined {
  if (curve === undefined) return SPELLED_OUT;
  return CURVES.has(curve) ? undefined : `its key is on the curve ${curve}`;
}

/** P-256, P-384, P-521. */
const CURVES: ReadonlySet<string> = new Set(['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35']);
/** Ed25519, Ed448, ML-DSA-44, -65 and -87. */
const SIGNING_ALONE: ReadonlySet<string> = new Set([
  '1.3.101.112',
  '1.3.101.113',
  '2.16.840.1.101.3.4.3.17',
  '2.16.840.1.101.3.4.3.18',
  '2.16.840.1.101.3.4.3.19',
]);
/** With RSASSA-PSS. */
const GOOD_KINDS: ReadonlySet<string> = new Set(['1.2.840.113549.1.1.10', ...SIGNING_ALONE]);
const KIND_NAMES: ReadonlyMap<string, string> = new Map([['1.2.840.10040.4.1', 'DSA']]);

/** RFC 9881 §5, RFC 8410 §5: such a key signs and does nothing else. */
function usagesOfKey({ publicKey, extensions: { keyUsage } }: Certificate): string | undefined {
  if (keyUsage === undefined || !OTHER_USES.some((bit) => keyUsage.has(bit))) return undefined;
  const key = readPublicKey(publicKey);
  const isForSigning = key?.kind === 'other' && SIGNING_ALONE.has(key.oid);
  return isForSigning ? 'its key can only sign, and its key usage has more' : undefined;
}

const OTHER_USES = [KEY_USAGE.KEY_ENCIPHERMENT, KEY_USAGE.DATA_ENCIPHERMENT, KEY_USAGE.KEY_AGREEMENT];

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
