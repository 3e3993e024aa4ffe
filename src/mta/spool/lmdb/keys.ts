/**
 * Keys with texts of others in them: octet strings of any length, where a key of LMDB has an end.
 *
 * Behind the owner (an id, a namespace) stands NUL and the text, or SOH and the digest of one that is too long; ranges of
 * one owner are from NUL to STX.
 */
import { createHash } from 'node:crypto';

/** Below the library's 1978, with room for what stands in front. */
export const MAX_TEXT_OCTETS = 1500;

export function keyOf(owner: string, text: string): Buffer {
  return text.length <= MAX_TEXT_OCTETS
    ? Buffer.from(`${owner}\x00${text}`, 'latin1')
    : Buffer.concat([Buffer.from(`${owner}\x01`, 'latin1'), createHash('sha256').update(text, 'latin1').digest()]);
}

export interface KeyRange {
  readonly start: Buffer;
  readonly end: Buffer;
}

/** Everything of owners from the first to the last. */
export function rangeOf(first: string, last: string = first): KeyRange {
  return { start: Buffer.from(`${first}\x00`, 'latin1'), end: Buffer.from(`${last}\x02`, 'latin1') };
}

/** Whose key it is. */
export function ownerOf(key: Buffer): string {
  const end = key.indexOf(0);
  const other = key.indexOf(1);
  return key.toString('latin1', 0, end < 0 || (other >= 0 && other < end) ? other : end);
}
