/** Which extensions of entries are known (RFC 5280 §5.3), and their numbers below 2.5.29. */
import type { Cursor } from './cursor.ts';

export const REASON_CODE = 0x15;
export const INVALIDITY_DATE = 0x18;
export const CERTIFICATE_ISSUER = 0x1d;

/** The last arc of 2.5.29.x where it is one of those known here, else 0. */
export function knownExtension({ bytes, start, end }: Cursor): number {
  if (end - start !== 3 || bytes[start] !== 0x55 || bytes[start + 1] !== 0x1d) return 0;
  const arc = bytes[start + 2]!;
  return arc === REASON_CODE || arc === INVALIDITY_DATE || arc === CERTIFICATE_ISSUER ? arc : 0;
}
