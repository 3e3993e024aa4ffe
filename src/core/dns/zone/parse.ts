/**
 * Reads master files (RFC 1035 §5): zones of the lab, trust anchors, TLSA records kept in files.
 *
 * Directives: $ORIGIN, $TTL (RFC 2308 §4). $INCLUDE is refused unless the caller gives a reader for it: a zone file
 * from elsewhere must not make us open files. $GENERATE is a custom of BIND and is refused.
 * Records: owner, TTL and class in any order before the type; parentheses join lines; unknown types per RFC 3597.
 */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import { completeName, FieldReader, parseSeconds } from '../rdata/field-reader.ts';
import { parseRdata } from '../rdata/registry.ts';
import type { Token } from '../rdata/tokens.ts';
import { CLASS, formatType, isMetaType, parseClass, parseType } from '../rr-types.ts';
import type { Name, ResourceRecord } from '../types.ts';
import { type Entry, readEntries } from './entries.ts';

export interface ZoneError extends Failure<'dns/zone'> {
  /** Counted from 1. */
  readonly line: number;
  readonly file?: string;
}

export interface ZoneTextOptions {
  /** Completes relative names until the first $ORIGIN. Default: the root. */
  readonly origin?: Name;
  /** TTL of records that have none when no $TTL and no record came before. Default 3600. */
  readonly ttlSeconds?: number;
  /** Class of records that have none; others are refused, since a zone has one class (RFC 1035 §5.2). Default IN. */
  readonly class?: number;
  /** Shown in errors. */
  readonly file?: string;
  /** The text of an included file; without it $INCLUDE is an error. */
  readonly include?: (path: string) => Result<string, string>;
}

/** Largest text taken; a bound for files from elsewhere. */
export const MAX_ZONE_TEXT = 64 * 1024 * 1024;
/** Files that include files that include … */
const MAX_INCLUDE_DEPTH = 10;
const DEFAULT_TTL_SECONDS = 3_600;
/** RFC 2181 §8. */
const MAX_TTL_SECONDS = 0x7fff_ffff;

/** The records of a master file, in its order. The first fault ends the reading. */
export function parseZoneText(text: string, options: ZoneTextOptions = {}): Result<ResourceRecord[], ZoneError> {
  const records: ResourceRecord[] = [];
  const fault = new ZoneReader(options, records, 0).read(text);
  return fault === undefined ? ok(records) : err(fault);
}

class ZoneReader {
  readonly #options: ZoneTextOptions;
  readonly #records: ResourceRecord[];
  readonly #depth: number;
  #origin: Name;
  #owner: Name | undefined;
  /** From $TTL, else from the record before (RFC 1035 §5.1). */
  #ttlSeconds: number;

  constructor(options: ZoneTextOptions, records: ResourceRecord[], depth: number) {
    this.#options = options;
    this.#records = records;
    this.#depth = depth;
    this.#origin = options.origin ?? '';
    this.#ttlSeconds = options.ttlSeconds ?? DEFAULT_TTL_SECONDS;
  }

  read(text: string): ZoneError | undefined {
    if (text.length > MAX_ZONE_TEXT) {
      return this.#error(1, `the text has ${text.length} characters, and at most ${MAX_ZONE_TEXT} are read`);
    }
    for (const entry of readEntries(text)) {
      const fault = entry.fault ?? this.#take(entry);
      if (fault !== undefined) return typeof fault === 'string' ? this.#error(entry.line, fault) : fault;
    }
    return undefined;
  }

  #take(entry: Entry): string | ZoneError | undefined {
    const first = entry.tokens[0]!;
    const directive = !entry.indented && !first.quoted && first.text.startsWith('$');
    return directive ? this.#directive(first.text, entry) : this.#record(entry);
  }

  #directive(word: string, entry: Entry): string | ZoneError | undefined {
    const words = entry.tokens.slice(1).map((token) => token.text);
    switch (word.toUpperCase()) {
      case '$ORIGIN':
        return this.#setOrigin(words);
      case '$TTL':
        return this.#setTtl(words);
      case '$INCLUDE':
        return this.#include(words, entry.line);
      default:
        return `${word} is not a directive we know; there are $ORIGIN, $TTL and $INCLUDE`;
    }
  }

  #setOrigin(words: readonly string[]): string | undefined {
    if (words.length !== 1) return '$ORIGIN takes one name';
    const origin = completeName(words[0]!, this.#origin);
    if (!origin.ok) return origin.error.message;
    this.#origin = origin.value;
    return undefined;
  }

  #setTtl(words: readonly string[]): string | undefined {
    const seconds = words.length === 1 ? parseSeconds(words[0]!) : undefined;
    if (seconds === undefined || seconds > MAX_TTL_SECONDS) return `$TTL takes seconds from 0 to ${MAX_TTL_SECONDS}`;
    this.#ttlSeconds = seconds;
    return undefined;
  }

  /** Origin and owner of the including file stay as they were (RFC 1035 §5.1). */
  #include(words: readonly string[], line: number): string | ZoneError | undefined {
    const [path, originText] = words;
    const { include, ...options } = this.#options;
    if (include === undefined) return '$INCLUDE is not allowed here; put the records into this file';
    if (path === undefined || words.length > 2) return '$INCLUDE takes a file and perhaps an origin';
    if (this.#depth === MAX_INCLUDE_DEPTH) return `$INCLUDE goes deeper than ${MAX_INCLUDE_DEPTH} files`;
    const origin = originText === undefined ? ok(this.#origin) : completeName(originText, this.#origin);
    if (!origin.ok) return origin.error.message;
    const text = include(path);
    if (!text.ok) return `cannot include ${JSON.stringify(path)}: ${text.error}`;
    const inner = { ...options, include, origin: origin.value, ttlSeconds: this.#ttlSeconds, file: path };
    const fault = new ZoneReader(inner, this.#records, this.#depth + 1).read(text.value);
    return fault === undefined ? undefined : { ...fault, message: `${fault.message} (included at line ${line})` };
  }

  #record(entry: Entry): string | undefined {
    const tokens = [...entry.tokens];
    const owner = entry.indented ? this.#owner : this.#ownerOf(tokens.shift()!);
    if (owner === undefined) return 'the line begins with a blank, and there is no owner before it to repeat';
    if (typeof owner === 'object') return owner.fault;
    const head = takeHead(tokens);
    if (typeof head === 'string') return head;
    const zoneClass = this.#options.class ?? CLASS.IN;
    if (head.class !== undefined && head.class !== zoneClass)
      return "the class differs from the zone's; leave it out or write IN";
    if (isMetaType(head.type)) return `${formatType(head.type)} records exist only in messages, not in zones`;
    const rdata = parseRdata(head.type, new FieldReader(tokens, this.#origin));
    if (!rdata.ok) return rdata.error.message;
    this.#owner = owner;
    const ttlSeconds = head.ttlSeconds ?? this.#ttlSeconds;
    this.#records.push({ name: owner, type: head.type, class: zoneClass, ttlSeconds, rdata: rdata.value });
    return undefined;
  }

  #ownerOf(token: Token): Name | { readonly fault: string } {
    const owner = completeName(token.text, this.#origin);
    return owner.ok ? owner.value : { fault: owner.error.message };
  }

  #error(line: number, why: string): ZoneError {
    const { file } = this.#options;
    const place = file === undefined ? `line ${line}` : `${file}, line ${line}`;
    const base = { code: 'dns/zone', fault: 'configuration', temporary: false, line } as const;
    return { ...base, message: `${place}: ${why}`, ...(file === undefined ? {} : { file }) };
  }
}

interface Head {
  readonly ttlSeconds?: number;
  readonly class?: number;
  readonly type: number;
}

/** Takes `[TTL] [class] type` or `[class] [TTL] type` off the front (RFC 1035 §5.1). */
function takeHead(tokens: Token[]): Head | string {
  let head: Omit<Head, 'type'> = {};
  for (;;) {
    const token = tokens.shift();
    if (token === undefined) return 'the record has no type';
    const text = token.quoted ? '' : token.text;
    const type = parseType(text);
    if (type !== undefined) return { ...head, type };
    const code = parseClass(text);
    const seconds = parseSeconds(text);
    if (code !== undefined && head.class === undefined) head = { ...head, class: code };
    else if (seconds !== undefined && head.ttlSeconds === undefined) {
      if (seconds > MAX_TTL_SECONDS) return `the TTL ${text} is more than ${MAX_TTL_SECONDS} (RFC 2181 §8)`;
      head = { ...head, ttlSeconds: seconds };
    } else return `${JSON.stringify(token.text.slice(0, 40))} stands where a TTL, class or record type belongs`;
  }
}
