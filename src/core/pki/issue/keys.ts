/** Key pairs to issue with, and the signature algorithm each one signs by. */
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { SignatureStyle } from './types.ts';

/** Unless told otherwise RSA and P-256 sign with SHA-256, P-384 with SHA-384, P-521 with SHA-512 (RFC 5758 §3.2). */
export type SigningKeyType = 'rsa' | 'p256' | 'p384' | 'p521' | 'ed25519' | 'ed448';

export interface SigningKey {
  readonly type: SigningKeyType;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);

/** A fresh key pair; RSA-2048 takes about 100 ms off the main thread, the others well under one. */
export async function generateSigningKey(type: SigningKeyType, rsaBits = 2048): Promise<SigningKey> {
  return { type, ...(await generateObjects(type, rsaBits)) };
}

/**
 * The key pair of a PEM private key.
 *
 * @throws when the text is no private key, or one of a kind we do not issue with
 */
export function readSigningKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  return { type: typeOf(privateKey), privateKey, publicKey: createPublicKey(privateKey) };
}

/** PKCS #8 (RFC 5958). */
export function formatSigningKey(key: SigningKey): string {
  return key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Signature over `octets` in the encoding X.509 wants: ECDSA as a DER sequence (RFC 3279 §2.2.3). */
export function signWith(key: SigningKey, octets: Uint8Array, style: SignatureStyle = {}): Uint8Array {
  const { digest, parameters } = signatureOf(key.type, style);
  if (parameters !== 'pss') return sign(digest, octets, key.privateKey);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return sign(digest, octets, { key: key.privateKey, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
}

export interface SignatureFacts {
  readonly oid: string;
  readonly parameters: 'null' | 'pss' | 'none';
  /** Null where the key's scheme has its own (Ed25519, Ed448). */
  readonly digest: string | null;
}

/** Which signature a key makes, by its type and what the style asks for. */
export function signatureOf(type: SigningKeyType, { digest, pss }: SignatureStyle = {}): SignatureFacts {
  const own = DIGESTS[type];
  if (own === null) return { oid: type === 'ed448' ? '1.3.101.113' : '1.3.101.112', parameters: 'none', digest: null };
  const used = digest ?? own;
  if (type !== 'rsa') return { oid: ECDSA_OIDS[used], parameters: 'none', digest: used };
  if (pss === true) return { oid: '1.2.840.113549.1.1.10', parameters: 'pss', digest: used };
  return { oid: RSA_OIDS[used], parameters: 'null', digest: used };
}

/** On the curves a pair is made sooner than a thread is found to make it. */
async function generateObjects(
  type: SigningKeyType,
  modulusLength: number,
): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  if (type === 'rsa') return generate('rsa', { modulusLength });
  if (type === 'ed25519') return generateKeyPairSync('ed25519');
  if (type === 'ed448') return generateKeyPairSync('ed448');
  return generateKeyPairSync('ec', { namedCurve: `P-${type.slice(1)}` });
}

function typeOf(key: KeyObject): SigningKeyType {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
  if (kind === 'rsa' || kind === 'ed25519' || kind === 'ed448') return kind;
  if (kind === 'ec' && details?.namedCurve === 'prime256v1') return 'p256';
  if (kind === 'ec' && details?.namedCurve === 'secp384r1') return 'p384';
  if (kind === 'ec' && details?.namedCurve === 'secp521r1') return 'p521';
  throw new Error(
    `cannot issue with a key of type ${kind ?? 'secret'}; use RSA, P-256, P-384, P-521, Ed25519 or Ed448`,
  );
}

type Digest = NonNullable<SignatureStyle['digest']>;

const DIGESTS: Readonly<Record<SigningKeyType, Digest | null>> = {
  rsa: 'sha256',
  p256: 'sha256',
  p384: 'sha384',
  p521: 'sha512',
  ed25519: null,
  ed448: null,
};

/** RFC 3279 §2.2.1, RFC 4055 §5. */
const RSA_OIDS: Readonly<Record<Digest, string>> = {
  sha1: '1.2.840.113549.1.1.5',
  sha224: '1.2.840.113549.1.1.14',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
};

/** RFC 3279 §2.2.3, RFC 5758 §3.2. */
const ECDSA_OIDS: Readonly<Record<Digest, string>> = {
  sha1: '1.2.840.10045.4.1',
  sha224: '1.2.840.10045.4.3.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};
