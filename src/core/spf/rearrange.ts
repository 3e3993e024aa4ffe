/** A macro's value transformed (RFC 7208 §7.3). */
import type { MacroPart } from './grammar/types.ts';

/** Split, reversed, the right-hand parts kept, joined by dots: in this order (RFC 7208 §7.3). */
export function rearrange(value: string, { keep, reverse, delimiters }: MacroPart): string {
  if (keep === undefined && !reverse && delimiters === '.') return value;
  const parts = splitAt(value, delimiters);
  if (reverse) parts.reverse();
  return (keep === undefined ? parts : parts.slice(-keep)).join('.');
}

function splitAt(value: string, delimiters: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < value.length; at += 1) {
    if (!delimiters.includes(value[at]!)) continue;
    parts.push(value.slice(start, at));
    start = at + 1;
  }
  parts.push(value.slice(start));
  return parts;
}

/** All but unreserved characters, octet by octet (RFC 7208 §7.3, RFC 3986 §2.3). */
export function urlEscape(text: string): string {
  const hex = (octet: number): string => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  return text.replace(/[^A-Za-z0-9._~-]+/g, (run) => [...Buffer.from(run, 'utf8')].map(hex).join(''));
}
