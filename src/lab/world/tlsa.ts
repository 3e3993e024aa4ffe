/** The catalogue's words for TLSA records, made into RDATA (RFC 6698 §2.1, §7). */
import { createHash, X509Certificate } from 'node:crypto';
import { toHex } from '../../base/index.ts';
import type { SigningKeyType } from '../../core/pki/issue.ts';
import type { Credential } from '../ca/index.ts';

/** What association data can be made from; DER certificates. */
export interface TlsaMaterial {
  readonly credentials: readonly Credential[];
  readonly ca: Uint8Array;
  readonly root: Uint8Array;
  /** Certificate of a key that waits for its turn. */
  readonly next: Uint8Array;
  /** Certificate of a key long gone. */
  readonly old: Uint8Array;
}

/**
 * RDATA in presentation form of one word of the catalogue, e.g. `3 1 1` or `2 0 1 root`.
 *
 * @throws on a word that is none: the catalogue is ours, so that is a bug
 */
export function tlsaRdata(word: string, material: TlsaMaterial): string {
  const [usage, selector, matching, of, ...rest] = word.split(' ');
  if (matching === undefined || rest.length > 0) throw new Error(`not a TLSA word: ${word}`);
  const certificate = pick(of ?? (usage === '0' || usage === '2' ? 'ca' : 'leaf'), material);
  return `${usage} ${selector} ${matching} ${toHex(match(matching, select(selector!, certificate)))}`;
}

function pick(of: string, material: TlsaMaterial): Uint8Array {
  if (of === 'ca' || of === 'root' || of === 'next' || of === 'old') return material[of];
  const wanted = (keyType: SigningKeyType): boolean => of === 'leaf' || of === keyType;
  const leaf = material.credentials.find(({ keyType }) => wanted(keyType))?.chain[0];
  if (leaf === undefined) throw new Error(`no certificate "${of}" to make a TLSA record from`);
  return leaf;
}

/** Selector 0: the certificate; 1: its SubjectPublicKeyInfo (RFC 6698 §2.1.2). */
function select(selector: string, certificate: Uint8Array): Uint8Array {
  if (selector === '0') return certificate;
  return new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
}

/** Matching type 0: the octets themselves; 1: SHA-256; 2: SHA-512 (RFC 6698 §2.1.3). */
function match(matching: string, octets: Uint8Array): Uint8Array {
  if (matching === '0') return octets;
  return createHash(matching === '1' ? 'sha256' : 'sha512')
    .update(octets)
    .digest();
}
