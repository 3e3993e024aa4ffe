/** Macros put in (RFC 7208 §7.2, §7.3). */
import { toHex } from '../../base/index.ts';
import { usesMacro } from './grammar/macro-string.ts';
import type { MacroLetter, MacroPart, MacroString } from './grammar/types.ts';
import type { Evaluation } from './evaluation.ts';

export interface MacroFacts {
  readonly evaluation: Evaluation;
  /** `%{d}`. */
  readonly domain: string;
  /** `%{p}`, looked for only where it is used: see validated-names.ts. */
  readonly validatedName?: string;
}

export const needsValidatedName = (value: MacroString): boolean => usesMacro(value, 'p');

export function expand({ parts }: MacroString, facts: MacroFacts): string {
  let text = '';
  for (const part of parts) text += part.kind === 'literal' ? part.text : expandMacro(part, facts);
  return text;
}

function expandMacro({ letter, keep, reverse, delimiters, escape }: MacroPart, facts: MacroFacts): string {
  const value = VALUES[letter](facts);
  const isWhole = keep === undefined && !reverse && delimiters === '.';
  const text = isWhole ? value : rearrange(value, { keep, reverse, delimiters });
  return escape ? urlEscape(text) : text;
}

/** Split, reversed, the right-hand parts kept, joined by dots: in this order (RFC 7208 §7.3). */
function rearrange(
  value: string,
  { keep, reverse, delimiters }: { readonly keep: number | undefined; readonly reverse: boolean; readonly delimiters: string },
): string {
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
function urlEscape(text: string): string {
  const hex = (octet: number): string => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  return text.replace(/[^A-Za-z0-9._~-]+/g, (run) => [...Buffer.from(run, 'utf8')].map(hex).join(''));
}

/** IPv6 as 32 nibbles with dots between; upper case as in the published tests (RFC 7208 §7.3). */
function dottedIp({ ip, family, ipText }: Evaluation['client']): string {
  return family === 4 ? ipText : [...toHex(ip).toUpperCase()].join('.');
}

/** A row for each letter (RFC 7208 §7.2). */
const VALUES: Readonly<Record<MacroLetter, (facts: MacroFacts) => string>> = {
  s: ({ evaluation: { client } }) => `${client.localPart}@${client.senderDomain}`,
  l: ({ evaluation: { client } }) => client.localPart,
  o: ({ evaluation: { client } }) => client.senderDomain,
  d: ({ domain }) => domain,
  i: ({ evaluation: { client } }) => dottedIp(client),
  p: ({ validatedName = 'unknown' }) => validatedName,
  v: ({ evaluation: { client } }) => (client.family === 4 ? 'in-addr' : 'ip6'),
  h: ({ evaluation: { client } }) => (client.helo === '' ? 'unknown' : client.helo),
  c: ({ evaluation: { client } }) => client.ipText,
  r: ({ evaluation: { receiver } }) => receiver,
  t: ({ evaluation: { now } }) => String(Math.floor(now().getTime() / 1000)),
};
