/** What a backslash stands for in a quoted string of a configuration. */

const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** @param at  of the backslash; one at the end stands for itself */
export function interpretEscape(text: string, at: number): { readonly text: string; readonly end: number } {
  const [octal] = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4)) ?? [];
  if (octal !== undefined) return { text: octet(octal, 8), end: at + 1 + octal.length };
  const [, hex] = /^x([0-9a-f]{0,2})/i.exec(text.slice(at + 1, at + 4)) ?? [];
  if (hex !== undefined && text[at + 1] === 'x') return { text: octet(hex || '0', 16), end: at + 2 + hex.length };
  const letter = text[at + 1] ?? '\\';
  return { text: NAMED[letter] ?? letter, end: at + 2 };
}

const octet = (digits: string, radix: number): string => String.fromCharCode(Number.parseInt(digits, radix) & 0xff);
