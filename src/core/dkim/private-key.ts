/** Keys to sign with (RFC 8301 §3.2, RFC 8463 §4): read, made, and the record that publishes them. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { err, type Failure, ok, publicJwk, type Result } from '../../base/index.ts';
import { MIN_RSA_BITS } from './key-fit.ts';
import type { Algorithm } from './types.ts';

export type PrivateKeyError = Failure<'dkim/private-key'>;

export interface PrivateKey {
  readonly key: KeyObject;
  readonly algorithm: Algorithm;
  readonly bits: number;
}

const HINT = 'give an RSA or Ed25519 key in PEM; mxray dkim keygen makes one';

export function readPrivateKey(pem: string, place: string): Result<PrivateKey, PrivateKeyError> {
  const key = importKey(pem);
  if (key === undefined) return keyError(`${place} holds no private key in PEM that is not encrypted`, HINT);
  if (key.asymmetricKeyType === 'ed25519') return ok({ key, algorithm: 'ed25519-sha256', bits: 256 });
  if (key.asymmetricKeyType !== 'rsa')
    return keyError(
      `${place} holds a key of type ${key.asymmetricKeyType ?? 'unknown'}, which DKIM does not have`,
      HINT,
    );
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits >= MIN_RSA_BITS) return ok({ key, algorithm: 'rsa-sha256', bits });
  return keyError(
    `${place} holds an RSA key of ${bits} bits, and at least ${MIN_RSA_BITS} are needed (RFC 8301)`,
    HINT,
  );
}

function importKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** @param bits  of an RSA key */
export function generateKey(type: 'rsa' | 'ed25519', bits: number): KeyObject {
  return type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
    : generateKeyPairSync('ed25519').privateKey;
}

/** The key record for a private key (RFC 6376 §3.6.1, RFC 8463 §4). */
export function keyRecordFor(privateKey: KeyObject): string {
  const key = createPublicKey(privateKey);
  const isRsa = key.asymmetricKeyType === 'rsa';
  const raw = isRsa ? key.export({ format: 'der', type: 'spki' }) : Buffer.from(publicJwk(key).x ?? '', 'base64url');
  return `v=DKIM1; k=${isRsa ? 'rsa' : 'ed25519'}; p=${raw.toString('base64')}`;
}

/** A character-string of a TXT record has at most so many octets (RFC 1035 §3.3). */
const MAX_STRING = 255;

export const splitStrings = (text: string): readonly string[] =>
  text.match(new RegExp(`.{1,${MAX_STRING}}`, 'gs')) ?? [''];

/** The record in zone-file form. */
export const zoneLine = (name: string, text: string): string =>
  `${name}. IN TXT ${splitStrings(text)
    .map((part) => `"${part}"`)
    .join(' ')}`;

const keyError = (message: string, hint: string): Result<never, PrivateKeyError> =>
  err({ code: 'dkim/private-key', message, hint, fault: 'configuration', temporary: false });
