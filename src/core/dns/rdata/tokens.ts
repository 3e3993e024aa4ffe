/** Words of zone-file text, and the escapes in them (RFC 1035 §5.1). */
import { err, ok, type Result } from '../../../base/index.ts';

/** A word as written, escapes untouched, quotes removed. */
export interface Token {
  readonly text: string;
  /** Written in quotes, so it is never `@`, a type or a number. */
  readonly quoted: boolean;
}

/** What zone text is made of; a comment is a blank. */
export type Lexeme =
  | { readonly kind: 'blank' | 'newline' | 'open' | 'close' }
  | ({ readonly kind: 'word' } & Token)
  | { readonly kind: 'fault'; readonly fault: string };

/**
 * Blank or comment | newline | parenthesis | quoted word | `key="value"` | plain word.
 * A quoted word ends on its line, so that a forgotten quote is reported where it is.
 */
const LEXEMES =
  /([ \t\r]+|;[^\n]*)|(\n)|([()])|"((?:[^"\\\n]|\\[^\n])*)"|((?:[^ \t\r\n();"\\]|\\[^\n])+=)"((?:[^"\\\n]|\\[^\n])*)"|((?:[^ \t\r\n();"\\]|\\[^\n])+)/y;

/** Cut zone text into lexemes; stops after the first fault. */
export function* lex(text: string): Generator<Lexeme> {
  const pattern = new RegExp(LEXEMES);
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      yield { kind: 'fault', fault: text[at] === '"' ? 'a quote is not closed' : 'a line ends in a lone backslash' };
      return;
    }
    yield lexemeOf(match);
  }
}

/** Words of one record's text, on however many lines. */
export function tokenize(text: string): Result<Token[], string> {
  const tokens: Token[] = [];
  for (const lexeme of lex(text)) {
    if (lexeme.kind === 'fault') return err(lexeme.fault);
    if (lexeme.kind === 'word') tokens.push(lexeme);
  }
  return ok(tokens);
}

function lexemeOf(match: RegExpExecArray): Lexeme {
  const [, blank, newline, parenthesis, quoted, key, value, plain] = match;
  if (blank !== undefined) return { kind: 'blank' };
  if (newline !== undefined) return { kind: 'newline' };
  if (parenthesis !== undefined) return { kind: parenthesis === '(' ? 'open' : 'close' };
  if (quoted !== undefined) return { kind: 'word', text: quoted, quoted: true };
  return { kind: 'word', text: plain ?? `${key}${value}`, quoted: false };
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

function escapeOctets(octets: Uint8Array, special: RegExp): string {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  const escaped = text.replace(special, (char) => `\\${char}`);
  return escaped.replace(/[^\x20-\x7e]/g, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`);
}
