/** Key pairs to issue with, and the signature algorithm each one signs by. */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';

/** RSA is 2048 bits with SHA-256; P-256 signs with SHA-256, P-384 with SHA-384 (RFC 5758 §3.2). */
export type SigningKeyType = 'rsa' | 'p256' | 'p384' | 'ed25519';

export interface SigningKey {
  readonly type: SigningKeyType;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);

/** A fresh key pair; RSA takes about 100 ms off the main thread, the others well under one. */
export async function generateSigningKey(type: SigningKeyType): Promise<SigningKey> {
  return { type, ...(await generateObjects(type)) };
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
export function signWith(key: SigningKey, octets: Uint8Array): Uint8Array {
  return sign(SIGNATURES[key.type].digest, octets, key.privateKey);
}

/** What goes into an AlgorithmIdentifier: RSA has NULL parameters, the others none (RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3). */
export function signatureOf(type: SigningKeyType): { readonly oid: string; readonly nullParameters: boolean } {
  return { oid: SIGNATURES[type].oid, nullParameters: type === 'rsa' };
}

function generateObjects(type: SigningKeyType): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  if (type === 'rsa') return generate('rsa', { modulusLength: 2048 });
  if (type === 'ed25519') return generate('ed25519');
  return generate('ec', { namedCurve: type === 'p256' ? 'P-256' : 'P-384' });
}

function typeOf(key: KeyObject): SigningKeyType {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
  if (kind === 'rsa' || kind === 'ed25519') return kind;
  if (kind === 'ec' && details?.namedCurve === 'prime256v1') return 'p256';
  if (kind === 'ec' && details?.namedCurve === 'secp384r1') return 'p384';
  throw new Error(`cannot issue with a key of type ${kind ?? 'secret'}; use RSA, P-256, P-384 or Ed25519`);
}

const SIGNATURES: Readonly<Record<SigningKeyType, { readonly oid: string; readonly digest: string | null }>> = {
  rsa: { oid: '1.2.840.113549.1.1.11', digest: 'sha256' },
  p256: { oid: '1.2.840.10045.4.3.2', digest: 'sha256' },
  p384: { oid: '1.2.840.10045.4.3.3', digest: 'sha384' },
  ed25519: { oid: '1.3.101.112', digest: null },
};
