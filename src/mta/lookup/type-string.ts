/**
 * Lookup types as written: `partial2(.)lsearch*@,ret=key` (Exim spec §9.6 to §9.8). What is wrong is told in Exim's words,
 * in the order in which Exim looks.
 */
import { type Failure, failed, isFailure } from '../expand/index.ts';
import { findDriver } from './registry.ts';
import type { LookupDriver } from './types.ts';

export interface LookupType {
  readonly driver: LookupDriver;
  readonly partial?: Partial;
  /** What is tried when nothing else was found: `*`, or `*@domain` and then `*`. */
  readonly fallback?: 'star' | 'star-at';
  /** The driver's own. */
  readonly options: readonly string[];
  readonly returnsKey: boolean;
  readonly readsCache: boolean;
  readonly writesCache: boolean;
}

export interface Partial {
  /** Put before what is left of the key; `*.` unless said otherwise. */
  readonly affix: string;
  /** So many components always stay; 2 unless said otherwise. */
  readonly keep: number;
}

const PARTIAL = /^partial(\d*)(?:\(([!-'*-/:-@[-`{-~]*)\)|-)/;
const DEFAULT_KEEP = 2;

/** Types are few, and read again at each use. */
const MAX_KEPT = 1000;
const kept = new Map<string, LookupType | Failure>();

export function parseLookupType(text: string): LookupType | Failure {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const type = readType(text);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(text, type);
  return type;
}

/** Does a type as written look in files of this host, which whoever asks has to be let into? */
export function isFileLookup(written: string): boolean {
  const type = parseLookupType(written);
  return !isFailure(type) && type.driver.inFiles === true;
}

function readType(text: string): LookupType | Failure {
  const partial = readPartial(text);
  if (isFailure(partial)) return partial;
  const { rest, ...decoration } = partial;
  const star = rest.indexOf('*');
  const comma = rest.indexOf(',', Math.max(star, 0));
  const nameEnd = star >= 0 ? star : comma >= 0 ? comma : rest.length;
  const name = rest.slice(0, nameEnd);
  const driver = findDriver(name);
  if (driver === undefined) return failed(`unknown lookup type "${name}"`);
  if (driver.style === 'query') {
    if (decoration.partial !== undefined) return failed(`"partial" is not permitted for lookup type "${rest}"`);
    if (star >= 0) return failed(`defaults using "*" or "*@" are not permitted for lookup type "${rest}"`);
  }
  return {
    driver,
    ...decoration,
    ...(star >= 0 && { fallback: rest[star + 1] === '@' ? 'star-at' : 'star' }),
    ...readOptions(comma < 0 ? '' : rest.slice(comma + 1)),
  };
}

function readPartial(text: string): { readonly partial?: Partial; readonly rest: string } | Failure {
  if (!text.startsWith('partial')) return { rest: text };
  const [whole, digits, affix = '*.'] = PARTIAL.exec(text) ?? [];
  if (whole === undefined) return failed(`format error in lookup type "${text}"`);
  return {
    partial: { affix, keep: digits === '' ? DEFAULT_KEEP : Number(digits) },
    rest: text.slice(whole.length),
  };
}

/** `ret=key` and `cache=` are the same for every type, and ours (Exim spec §9.3). */
function readOptions(text: string) {
  const options = text.split(',').filter((option) => option !== '');
  return {
    returnsKey: options.includes('ret=key'),
    readsCache: !options.includes('cache=no') && !options.includes('cache=no_rd'),
    writesCache: !options.includes('cache=no') && !options.includes('cache=no_wr'),
    options: options.filter((option) => option !== 'ret=key' && !option.startsWith('cache=')),
  };
}
