/** `YYYYMMDDHHMMSS` in UTC, as signers want their dates; `seconds` from now. */
export function signerTime(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
}

export const HOUR = 3_600;
export const DAY = 24 * HOUR;
