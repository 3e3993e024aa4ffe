/** Opening TLS 1.3 records with a traffic secret (RFC 8446 §5.2, §7.3). */
import { createDecipheriv, createHmac } from 'node:crypto';

/** The keys of one direction and epoch; the sequence number counts up with every record opened. */
export interface TlsRecord {
  readonly type: number;
  /** The five octets before the payload: what AEAD authenticates (RFC 8446 §5.2). */
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
}

export interface RecordKeys {
  readonly suite: Suite;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  sequence: number;
}

interface Suite {
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305' | 'aes-128-ccm';
  readonly hash: 'sha256' | 'sha384';
  readonly keyBytes: number;
}

/** RFC 8446 App. B.4. */
const SUITES: Readonly<Record<number, Suite>> = {
  4865: { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16 },
  4866: { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32 },
  4867: { cipher: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32 },
  4868: { cipher: 'aes-128-ccm', hash: 'sha256', keyBytes: 16 },
};
const TAG_BYTES = 16;
const IV_BYTES = 12;

export function recordKeys(cipherSuite: number, secret: Uint8Array): RecordKeys | undefined {
  const suite = SUITES[cipherSuite];
  if (suite === undefined) return undefined;
  const key = expandLabel(suite.hash, secret, 'key', suite.keyBytes);
  return { suite, key, iv: expandLabel(suite.hash, secret, 'iv', IV_BYTES), sequence: 0 };
}

/** The record's content and its true type, padding taken off; undefined where it does not open with these keys. */
export function openRecord(keys: RecordKeys, record: TlsRecord): { type: number; payload: Uint8Array } | undefined {
  if (record.payload.length <= TAG_BYTES) return undefined;
  const inner = decrypt(keys, record);
  if (inner === undefined) return undefined;
  keys.sequence += 1;
  let end = inner.length - 1;
  while (end >= 0 && inner[end] === 0) end -= 1; // RFC 8446 §5.4: zeros behind the type
  return end < 0 ? undefined : { type: inner[end]!, payload: inner.subarray(0, end) };
}

function decrypt({ suite, key, iv, sequence }: RecordKeys, { header, payload }: TlsRecord): Uint8Array | undefined {
  const sealed = payload.subarray(0, payload.length - TAG_BYTES);
  try {
    // One call shape for all AEADs; CCM alone wants the length beforehand.
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv(suite.cipher as 'aes-128-ccm', key, nonce(iv, sequence), options);
    decipher.setAuthTag(payload.subarray(payload.length - TAG_BYTES));
    decipher.setAAD(header, { plaintextLength: sealed.length });
    const opened = decipher.update(sealed);
    decipher.final();
    return opened;
  } catch {
    return undefined; // another epoch's record, or not for these keys
  }
}

/** RFC 8446 §5.3: the sequence number, left-padded, over the IV. */
function nonce(iv: Uint8Array, sequence: number): Uint8Array {
  const out = Buffer.from(iv);
  out.writeUInt32BE((out.readUInt32BE(IV_BYTES - 4) ^ sequence) >>> 0, IV_BYTES - 4);
  return out;
}

/** RFC 8446 §7.1 HKDF-Expand-Label with an empty context; one HMAC block is enough for what is asked here. */
function expandLabel(hash: Suite['hash'], secret: Uint8Array, label: string, length: number): Uint8Array {
  const full = Buffer.from(`tls13 ${label}`, 'latin1');
  const info = Buffer.concat([Buffer.of(length >> 8, length & 255, full.length), full, Buffer.of(0, 1)]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}
