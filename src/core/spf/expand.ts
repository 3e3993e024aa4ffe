/** Macros put in (RFC 7208 §7.2, §7.3). */
import { toHex } from '../../base/index.ts';
import type { Evaluation } from './evaluation.ts';
import { usesMacro } from './grammar/macro-string.ts';
import type { MacroLetter, MacroPart, MacroString } from './grammar/types.ts';
import { rearrange, urlEscape } from './rearrange.ts';

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

function expandMacro(part: MacroPart, facts: MacroFacts): string {
  const value = VALUES[part.letter](facts);
  const text = rearrange(value, part);
  return part.escape ? urlEscape(text) : text;
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
