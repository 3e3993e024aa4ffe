/** The key itself: RSA as SubjectPublicKeyInfo or bare PKCS#1 (RFC 6376 §3.6.1, errata 3017), Ed25519 as 32 octets (RFC 8463 §4). */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { concatBytes, err, ok, type Result, toBase64 } from '../../base/index.ts';
import type { KeyFault } from './key-record.ts';
import type { KeyRecord } from './types.ts';

export interface PublicKey {
  readonly type: 'rsa' | 'ed25519';
  readonly bits: number;
  readonly key: KeyObject;
}

const ED25519_OCTETS = 32;
/** SubjectPublicKeyInfo of Ed25519 up to the key (RFC 8410 §4). */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
/** A larger modulus costs more than any signature is worth. */
const MAX_RSA_BITS = 8192;
const MAX_RSA_OCTETS = 2048;

/** Keys are read once: reading one costs as much as verifying with it. */
const KEPT = 512;
const kept = new Map<string, PublicKey>();

export function readPublicKey({ keyType, publicKey }: KeyRecord): Result<PublicKey, KeyFault> {
  if (publicKey.length === 0) return fault('key-revoked', 'p= is empty: the key is revoked');
  if (keyType !== 'rsa' && keyType !== 'ed25519')
    return fault('key-type', `k=${keyType.slice(0, 40)} is no type of key known here: rsa, ed25519`);
  const id = `${keyType} ${toBase64(publicKey)}`;
  const known = kept.get(id);
  if (known !== undefined) return ok(known);
  const read = keyType === 'rsa' ? readRsa(publicKey) : readEd25519(publicKey);
  if (read.ok) keep(id, read.value);
  return read;
}

function keep(id: string, key: PublicKey): void {
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
  kept.set(id, key);
}

function readEd25519(octets: Uint8Array): Result<PublicKey, KeyFault> {
  if (octets.length !== ED25519_OCTETS)
    return fault('key-syntax', `p= holds ${octets.length} octets, and a key of Ed25519 has ${ED25519_OCTETS}`);
  const key = importKey(concatBytes([ED25519_PREFIX, octets]), 'spki');
  return key === undefined ? fault('key-syntax', 'p= is no Ed25519 key') : ok({ type: 'ed25519', bits: 256, key });
}

function readRsa(der: Uint8Array): Result<PublicKey, KeyFault> {
  if (der.length > MAX_RSA_OCTETS)
    return fault('key-too-large', `p= holds ${der.length} octets, more than a key needs`);
  const key = importKey(der, 'spki') ?? importKey(der, 'pkcs1');
  if (key === undefined) return fault('key-syntax', 'p= is no RSA key, as SubjectPublicKeyInfo or as PKCS#1');
  if (key.asymmetricKeyType !== 'rsa')
    return fault('key-type', `p= holds a key of ${key.asymmetricKeyType ?? 'another type'}, and k= says rsa`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits > MAX_RSA_BITS) return fault('key-too-large', `the key has ${bits} bits, more than ${MAX_RSA_BITS}`);
  return ok({ type: 'rsa', bits, key });
}

function importKey(der: Uint8Array, type: 'spki' | 'pkcs1'): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type });
  } catch {
    return undefined;
  }
}

const fault = (code: KeyFault['code'], detail: string): Result<never, KeyFault> => err({ code, detail });
