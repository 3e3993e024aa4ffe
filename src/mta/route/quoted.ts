/** A word, or a string in double quotes with its escapes. */

export interface Unquoted {
  readonly value: string;
  /** Behind it, white space dropped. */
  readonly rest: string;
}

export function unquote(text: string): Unquoted {
  if (!text.startsWith('"')) {
    const end = text.search(/\s/);
    return end < 0 ? { value: text, rest: '' } : { value: text.slice(0, end), rest: text.slice(end).trimStart() };
  }
  const [whole, inner = ''] = /^"((?:[^"\\]|\\[\s\S])*)"?/.exec(text)!;
  return { value: inner.replace(ESCAPE, meaning), rest: text.slice(whole.length).trimStart() };
}

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([\s\S]))/g;
const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function meaning(_: string, octal?: string, hex?: string, letter = ''): string {
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
  return hex === undefined ? (NAMED[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16));
}
