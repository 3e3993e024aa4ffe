/** Queries of dnsdb: `>; defer_strict, mx=example.org:example.net` (Exim spec §9.14 to §9.18). */
import { addressFamily, err, ok, type Result } from '../../../base/index.ts';

export const DNSDB_TYPES = [
  'a',
  'a+',
  'aaaa',
  'cname',
  'csa',
  'mx',
  'mxh',
  'ns',
  'ptr',
  'soa',
  'spf',
  'srv',
  'tlsa',
  'txt',
  'zns',
] as const;
export type DnsdbType = (typeof DNSDB_TYPES)[number];

export interface DnsdbQuery {
  readonly type: DnsdbType;
  readonly names: readonly string[];
  /** Between records; a newline unless said otherwise. */
  readonly separator: string;
  /** Between fields of a record, and strings of a TXT; undefined: the type's own way. */
  readonly fieldSeparator?: string;
  /** What one name that cannot be looked up just now does to all: defer, defer if none was found, nothing. */
  readonly defer: Strictness;
  /** An answer that is not authenticated counts as one that did not come (`strict`). */
  readonly dnssec: Strictness;
  /** For one name: `retrans_` times `retry_`. */
  readonly timeoutMs?: number;
}

export type Strictness = 'strict' | 'lax' | 'never';

/** As the resolver has them unless a query says otherwise. */
const DEFAULT_TIMEOUT_SECONDS = 5;
const DEFAULT_RETRIES = 2;

interface Modifiers {
  readonly defer: Strictness;
  readonly dnssec: Strictness;
  readonly seconds?: number;
  readonly tries?: number;
}

/** An error is in Exim's words, and makes the lookup defer. */
export function parseDnsdbQuery(text: string): Result<DnsdbQuery, string> {
  const { rest: behindSeparators, ...separators } = readSeparators(text.trimStart());
  const modified = readModifiers(behindSeparators, { defer: 'lax', dnssec: 'lax' });
  if (!modified.ok) return modified;
  const { modifiers, rest } = modified.value;
  const typed = readType(rest);
  if (!typed.ok) return typed;
  const { type, names } = typed.value;
  return ok({
    type,
    names: readNames(type, names),
    ...separators,
    defer: modifiers.defer,
    dnssec: modifiers.dnssec,
    ...timeoutOf(modifiers),
  });
}

/** `>` and the separator of records; `,` and that of fields, or `;` for strings put together. */
function readSeparators(text: string) {
  if (text[0] !== '>') return { separator: '\n', rest: text };
  const separator = text.charAt(1);
  if (text[2] === ',') return { separator, fieldSeparator: text.slice(3, 4), rest: text.slice(4).trimStart() };
  if (text[2] === ';') return { separator, fieldSeparator: '', rest: text.slice(3).trimStart() };
  return { separator, rest: text.slice(2).trimStart() };
}

const STRICTNESS = /^(strict|lax|never)/i;

function readModifiers(
  text: string,
  modifiers: Modifiers,
): Result<{ readonly modifiers: Modifiers; readonly rest: string }, string> {
  const [whole, word = ''] = /^(defer|dnssec|retrans|retry)_/i.exec(text) ?? [];
  if (whole === undefined) return ok({ modifiers, rest: text });
  const read = readModifier(word.toLowerCase(), text.slice(whole.length));
  if (!read.ok) return read;
  const rest = read.value.rest.trimStart();
  if (!rest.startsWith(',')) return err('dnsdb modifier syntax error');
  return readModifiers(rest.slice(1).trimStart(), { ...modifiers, ...read.value.modifier });
}

interface ReadModifier {
  readonly modifier: Partial<Modifiers>;
  readonly rest: string;
}

function readModifier(word: string, text: string): Result<ReadModifier, string> {
  if (word === 'retrans') return readTimeout(text);
  if (word === 'retry') {
    const [digits = ''] = /^\s*[+-]?\d*/.exec(text) ?? [];
    const tries = Number(digits.trim() === '' ? 0 : digits);
    if (tries < 0) return err('unsupported dnsdb retry count');
    return ok({ modifier: { tries }, rest: text.slice(digits.length) });
  }
  const [strictness] = STRICTNESS.exec(text) ?? [];
  if (strictness === undefined) return err(`unsupported dnsdb ${word} behaviour`);
  const modifier = { [word]: strictness.toLowerCase() as Strictness };
  return ok({ modifier, rest: text.slice(strictness.length) });
}

const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

function readTimeout(text: string): Result<ReadModifier, string> {
  const [whole = ''] = /^(?:\d+[wdhms])+/.exec(text) ?? [];
  let seconds = 0;
  for (const [, number, unit = ''] of whole.matchAll(/(\d+)([wdhms])/g)) seconds += Number(number) * UNITS[unit]!;
  if (seconds <= 0 || !/^\s*,/.test(text.slice(whole.length))) return err('unsupported dnsdb timeout value');
  return ok({ modifier: { seconds }, rest: text.slice(whole.length) });
}

const MAX_TIMEOUT_MS = 10 * 60_000;

function timeoutOf({ seconds, tries }: Modifiers): { readonly timeoutMs?: number } {
  if (seconds === undefined && tries === undefined) return {};
  const ms = (seconds ?? DEFAULT_TIMEOUT_SECONDS) * Math.max(1, tries ?? DEFAULT_RETRIES) * 1000;
  return { timeoutMs: Math.min(ms, MAX_TIMEOUT_MS) };
}

/** What stands before `=` is the type; without one it is TXT. */
function readType(text: string): Result<{ readonly type: DnsdbType; readonly names: string }, string> {
  const equals = text.indexOf('=');
  if (equals < 0) return ok({ type: 'txt', names: text });
  const word = text.slice(0, equals).trimEnd().toLowerCase();
  const type = DNSDB_TYPES.find((one) => one === word);
  if (type === undefined) return err('unsupported DNS record type');
  return ok({ type, names: text.slice(equals + 1).trimStart() });
}

/** A list; the colons of a single IPv6 address for PTR are not separators. */
function readNames(type: DnsdbType, text: string): readonly string[] {
  if (type === 'ptr' && addressFamily(text.trim()) !== 0) return [text.trim()];
  const [whole = '', separator = ':'] = /^\s*<([!-/:-@[-`{-~\x00-\x1f])/.exec(text) ?? [];
  const doubled = separator + separator;
  const items = text.slice(whole.length).replaceAll(doubled, '\0').split(separator);
  const names = items.map((item) => item.trim().replaceAll('\0', separator));
  return names.at(-1) === '' ? names.slice(0, -1) : names;
}
