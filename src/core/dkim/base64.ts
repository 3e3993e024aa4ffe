/** Base64 with folds, as b=, bh= and p= hold it (RFC 6376 §2.10); undefined when it is none. Padding may be left out. */
import { compact } from './tag-list.ts';

export function readBase64(value: string): Uint8Array | undefined {
  const text = compact(value);
  const digits = text.replace(/={1,2}$/, '');
  const isGood =
    /^[A-Za-z0-9+/]*$/.test(digits) && digits.length % 4 !== 1 && (digits === text || text.length % 4 === 0);
  return isGood ? Uint8Array.from(Buffer.from(digits, 'base64')) : undefined;
}
