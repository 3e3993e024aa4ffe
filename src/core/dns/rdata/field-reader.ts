/**
 * Reads the fields of a record's text from left to right, as RdataReader does its octets: the first fault sticks.
 */
import { fromBase64, fromHex } from '../../../base/index.ts';
import { joinName, parseName } from '../name.ts';
import { parseType } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { type Token, tokenOctets } from './tokens.ts';

const NOTHING = new Uint8Array(0);
const NO_TOKEN: Token = { text: '', quoted: false };

export class FieldReader {
  fault: string | undefined;
  readonly #tokens: readonly Token[];
  readonly #origin: Name;
  #at = 0;

  /** @param origin  completes names without a final dot (RFC 1035 §5.1) */
  constructor(tokens: readonly Token[], origin: Name = '') {
    this.#tokens = tokens;
    this.#origin = origin;
  }

  get remaining(): number {
    return this.#tokens.length - this.#at;
  }

  fail(fault: string): void {
    this.fault ??= fault;
    this.#at = this.#tokens.length;
  }

  /** The next word as written. */
  word(what: string): string {
    return this.#next(what).text;
  }

  /** The next word without taking it; '' at the end. */
  peek(): string {
    return this.#tokens[this.#at]?.text ?? '';
  }

  u8(what: string): number {
    return this.#number(what, 0xff);
  }

  u16(what: string): number {
    return this.#number(what, 0xffff);
  }

  u32(what: string): number {
    return this.#number(what, 0xffff_ffff);
  }

  /** A number, or one of the words that stand for one (RFC 4034 §A.1, RFC 7218). */
  mnemonic(what: string, words: Readonly<Record<string, number>>, max = 0xff): number {
    const word = this.peek().toUpperCase();
    if (!Object.hasOwn(words, word)) return this.#number(what, max);
    this.#at += 1;
    return words[word]!;
  }

  /** A TTL or time: seconds, or with units as `1h30m` (a custom of BIND that others read too). */
  seconds(what: string): number {
    const text = this.word(what);
    const seconds = parseSeconds(text);
    if (seconds !== undefined) return seconds;
    this.fail(`its ${what} ${shown(text)} is not a number of seconds from 0 to 4294967295`);
    return 0;
  }

  name(what: string): Name {
    const text = this.word(what);
    if (this.fault !== undefined) return '';
    const name = completeName(text, this.#origin);
    if (name.ok) return name.value;
    this.fail(`its ${what} ${name.error.message}`);
    return '';
  }

  type(what: string): number {
    const text = this.word(what);
    const type = parseType(text);
    if (type === undefined) this.fail(`its ${what} ${shown(text)} is not a record type`);
    return type ?? 0;
  }

  /** A character-string, quoted or not (RFC 1035 §5.1). */
  string(what: string): Uint8Array {
    const octets = this.octets(what);
    if (octets.length > 255)
      this.fail(`its ${what} has ${octets.length} octets, and character-strings hold at most 255`);
    return octets;
  }

  /** One word as octets, escapes undone, any length. */
  octets(what: string): Uint8Array {
    const octets = tokenOctets(this.word(what));
    if (octets === undefined)
      this.fail(`its ${what} has a broken escape; write \\DDD up to 255, or \\ and a character`);
    return octets ?? NOTHING;
  }

  /** One word of hex; `-` is the empty value where `dash` says so (RFC 5155 §3.3). */
  hex(what: string, dash = false): Uint8Array {
    const text = this.word(what);
    return dash && text === '-' ? NOTHING : this.#coded(what, text, fromHex, 'hex digits');
  }

  /** All words left, joined, as hex. */
  hexRest(what: string): Uint8Array {
    return this.#coded(what, this.#joinRest(what), fromHex, 'an even count of hex digits');
  }

  /** All words left, joined, as base64. */
  base64Rest(what: string): Uint8Array {
    return this.#coded(what, this.#joinRest(what), fromBase64, 'base64');
  }

  #joinRest(what: string): string {
    if (this.remaining === 0) this.fail(`it has no ${what}`);
    const text = this.#tokens.slice(this.#at).map((token) => token.text);
    this.#at = this.#tokens.length;
    return text.join('');
  }

  #coded(what: string, text: string, decode: (text: string) => Uint8Array | undefined, wanted: string): Uint8Array {
    const octets = decode(text);
    if (octets === undefined) this.fail(`its ${what} ${shown(text)} is not ${wanted}`);
    return octets ?? NOTHING;
  }

  #number(what: string, max: number): number {
    const text = this.word(what);
    if (/^\d{1,10}$/.test(text) && Number(text) <= max) return Number(text);
    this.fail(`its ${what} ${shown(text)} is not a number from 0 to ${max}`);
    return 0;
  }

  #next(what: string): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) this.fail(`it has no ${what}`);
    else this.#at += 1;
    return token ?? NO_TOKEN;
  }
}

/** A zone-file name: `@` is the origin, a final dot makes it absolute, otherwise the origin is appended (RFC 1035 §5.1). */
export function completeName(text: string, origin: Name): ReturnType<typeof parseName> {
  if (text === '@') return { ok: true, value: origin };
  const name = parseName(text);
  if (!name.ok || isAbsolute(text) || origin === '') return name;
  return parseName(joinName(name.value, origin));
}

/** `3600`, `1h30m`, `2W`: seconds up to 2^32 − 1; undefined when it is none of these. */
export function parseSeconds(text: string): number | undefined {
  if (/^\d{1,10}$/.test(text)) return atMost32Bits(Number(text));
  if (!/^(?:\d{1,10}[smhdw])+$/i.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhdw])/gi))
    sum += Number(count) * UNIT_SECONDS[unit!.toLowerCase()]!;
  return atMost32Bits(sum);
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

function atMost32Bits(value: number): number | undefined {
  return value <= 0xffff_ffff ? value : undefined;
}

function isAbsolute(text: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\.$/.test(text);
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}…` : text);
}
