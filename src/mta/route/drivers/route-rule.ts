/** A rule of route_list, or what stands in route_data: a pattern, hosts, options (Exim spec §20.3–20.6). */
import type { Driver } from '../../config/index.ts';
import type { Families } from '../hosts/addresses.ts';
import { unquote } from '../quoted.ts';
import { transportNamed } from '../settle/transport.ts';

export interface RouteRule {
  /** Empty in route_data. */
  readonly pattern: string;
  readonly hosts: string;
  readonly options: readonly string[];
}

/** Pattern and hosts may be in quotes; undefined: there is nothing. */
export function readRule(item: string, hasPattern: boolean): RouteRule | undefined {
  const rest = item.trimStart();
  if (!hasPattern) return readHosts('', rest);
  if (rest === '') return undefined;
  const pattern = unquote(rest);
  return readHosts(pattern.value, pattern.rest);
}

function readHosts(pattern: string, text: string): RouteRule {
  const { value, rest } = unquote(text);
  return { pattern, hosts: value, options: rest.split(/\s+/).filter((word) => word !== '') };
}

export interface RuleOptions {
  readonly transport?: string;
  readonly randomize?: boolean;
  readonly how: 'default' | 'byname' | 'bydns';
  readonly families: Families;
}

const WORDS: Readonly<Record<string, Partial<RuleOptions>>> = {
  randomize: { randomize: true },
  no_randomize: { randomize: false },
  byname: { how: 'byname' },
  // Of what was said before it of families 4.96 keeps nothing.
  bydns: { how: 'bydns', families: 'ipv6-first' },
  ipv4_prefer: { families: 'ipv4-first' },
  ipv4_only: { families: 'ipv4' },
};

/** @returns what begins with a word that is neither an option nor the name of a transport, where there is one */
export function readRuleOptions(words: readonly string[], transports: readonly Driver[]): RuleOptions | string {
  let options: RuleOptions = { how: 'default', families: 'ipv6-first' };
  for (const [at, word] of words.entries()) {
    const meant = meaningOf(word, transports);
    if (meant === undefined) return words.slice(at).join(' ');
    options = { ...options, ...meant };
  }
  return options;
}

/** 4.96 takes the beginning of a word for the word; a transport that has exactly this name comes before longer ones. */
function meaningOf(word: string, transports: readonly Driver[]): Partial<RuleOptions> | undefined {
  const option = Object.keys(WORDS).find((name) => name.startsWith(word));
  if (option !== undefined) return WORDS[option];
  const transport = transportNamed(transports, word) ?? transports.find(({ name }) => name.startsWith(word));
  return transport === undefined ? undefined : { transport: transport.name };
}
