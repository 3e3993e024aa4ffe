/** Entries of a directory as text (Exim spec §9.19). */
import type { Entry } from 'ldapts';
import { toOctets } from './octets.ts';

type Attribute = readonly [string, readonly string[]];

/** Attributes that have values, in the order of the server. */
export function attributesOf(entry: Entry): readonly Attribute[] {
  return Object.entries(entry)
    .filter(([name]) => name !== 'dn')
    .map(([name, value]) => [name, [value].flat().map(toOctets)] as const)
    .filter(([, values]) => values.length > 0);
}

/** One attribute that was asked for is its bare values, commas doubled; otherwise each is `name="…"`. */
export function formatEntry(attributes: readonly Attribute[], asked: number): string {
  if (asked === 1) return attributes.flatMap(([, values]) => values.map(doubleCommas)).join(',');
  return attributes.map(([name, values]) => `${name}="${values.map(quoted).join(',')}"`).join(' ');
}

const doubleCommas = (value: string): string => value.replaceAll(',', ',,');
const quoted = (value: string): string => doubleCommas(value).replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n');
