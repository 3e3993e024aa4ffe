/** `length` and `substr`: items and operators share them. */

/** The first `length` octets. */
export const firstOctets = (text: string, length: number): string => text.slice(0, length);

/**
 * Octets from `start`, counted from the end where it is negative. Without a length: to the end, or, from a negative
 * start, everything before it; what reaches beyond the left end is cut there (Exim spec §11.5).
 */
export function substring(text: string, start: number, length: number | undefined): string {
  if (start >= 0) return text.slice(start, length === undefined ? undefined : start + length);
  const from = text.length + start;
  if (length === undefined) return text.slice(0, Math.max(0, from));
  return text.slice(Math.max(0, from), Math.max(0, from + length));
}
