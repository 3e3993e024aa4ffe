/** Words of zone-file text, and the escapes in them (RFC 1035 §5.1). */
import { err, ok, type Result } from '../../../base/index.ts';

/** A word as written, escapes untouched, quotes removed. */
export interface Token {
  readonly text: string;
  /** Written in quotes, so it is never `@`, a type or a number. */
  readonly quoted: boolean;
}

/** Words of one record's text: blanks separate, `"…"` joins, `;` starts a comment, parentheses are blanks here. */
export function tokenize(text: string): Result<Token[], string> {
  const pattern = /[ \t\r\n()]+|;[^\n]*|"((?:[^"\\]|\\.)*)"|((?:[^ \t\r\n();"\\]|\\.)+)/gsy;
  const tokens: Token[] = [];
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) return err(text[at] === '"' ? 'a quote is not closed' : 'it ends in a lone backslash');
    if (match[1] !== undefined) tokens.push({ text: match[1], quoted: true });
    else if (match[2] !== undefined) tokens.push({ text: match[2], quoted: false });
  }
  return ok(tokens);
}

/** Octets of a word: `\DDD` and `\X` undone, other characters as UTF-8; undefined when an escape is broken. */
export function tokenOctets(text: string): Uint8Array | undefined {
  if (!text.includes('\\')) return new TextEncoder().encode(text);
  const parts: number[] = [];
  const pattern = /\\(\d{3})|\\(\D)|([^\\]+)/gsuy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, digits, char, run] = match;
    if (digits === undefined) parts.push(...new TextEncoder().encode(char ?? run));
    else if (Number(digits) > 255) return undefined;
    else parts.push(Number(digits));
  }
  return Uint8Array.from(parts);
}

/** A character-string as zone files hold it: quoted, with `"`, `\` and octets outside printable ASCII escaped. */
export function quoteOctets(octets: Uint8Array): string {
  return `"${escapeOctets(octets, /["\\]/g)}"`;
}

/** The same without quotes, for tags that hold letters and digits only. */
export function plainOctets(octets: Uint8Array): string {
  return escapeOctets(octets, /["\\ ;()]/g);
}

function escapeOctets(octets: Uint8Array, special: RegExp): string {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  const escaped = text.replace(special, (char) => `\\${char}`);
  return escaped.replace(/[^\x20-\x7e]/g, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`);
}
