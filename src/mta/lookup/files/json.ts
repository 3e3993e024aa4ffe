/**
 * JSON read as octets, numbers kept as written, so that 1.50 and 150 can be told apart; bounded in depth; never throws
 * (RFC 8259).
 */
import { err, ok, type Result } from '../../../base/index.ts';

export type Json =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly written: string }
  | { readonly kind: 'word'; readonly word: 'true' | 'false' | 'null' }
  | { readonly kind: 'array'; readonly elements: readonly Json[] }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Json> };

const MAX_DEPTH = 200;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"/y;
const WORD = /true|false|null/y;

/** @param text  octets, one a character; strings come out as octets of UTF-8 */
export function parseJson(text: string): Result<Json, string> {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.take(SPACE);
  if (value !== undefined && reader.at === text.length) return ok(value);
  return err(`no JSON at line ${text.slice(0, reader.at).split('\n').length}, octet ${reader.at}`);
}

class Reader {
  private readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const taken = pattern.exec(this.text)?.[0];
    if (taken !== undefined) this.at += taken.length;
    return taken;
  }

  /** White space skipped, is that character taken? */
  has(char: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  value(depth: number): Json | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.has('{')) return this.object(depth);
    if (this.has('[')) return this.array(depth);
    const string = this.string();
    if (string !== undefined) return { kind: 'string', text: string };
    const word = this.take(WORD);
    if (word !== undefined) return { kind: 'word', word: word as 'true' };
    const written = this.take(NUMBER);
    return written === undefined ? undefined : { kind: 'number', written };
  }

  private string(): string | undefined {
    this.take(SPACE);
    const taken = this.take(STRING);
    return taken === undefined ? undefined : withoutEscapes(taken.slice(1, -1));
  }

  private array(depth: number): Json | undefined {
    const elements: Json[] = [];
    if (this.has(']')) return { kind: 'array', elements };
    do {
      const element = this.value(depth + 1);
      if (element === undefined) return undefined;
      elements.push(element);
    } while (this.has(','));
    return this.has(']') ? { kind: 'array', elements } : undefined;
  }

  private object(depth: number): Json | undefined {
    const members = new Map<string, Json>();
    if (this.has('}')) return { kind: 'object', members };
    do {
      const name = this.string();
      const member = name === undefined || !this.has(':') ? undefined : this.value(depth + 1);
      if (name === undefined || member === undefined) return undefined;
      members.set(name, member);
    } while (this.has(','));
    return this.has('}') ? { kind: 'object', members } : undefined;
  }
}

const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Neighbouring `\u` escapes together, since two of them may be one character. */
const withoutEscapes = (raw: string): string =>
  raw.includes('\\')
    ? raw.replace(/(?:\\u[0-9a-fA-F]{4})+|\\[^u]/g, (whole) =>
        whole[1] === 'u' ? fromCodes(whole) : (NAMED[whole[1]!] ?? whole[1]!),
      )
    : raw;

function fromCodes(escapes: string): string {
  const units = escapes.match(/[0-9a-fA-F]{4}/g)!.map((hex) => Number.parseInt(hex, 16));
  return Buffer.from(String.fromCharCode(...units), 'utf8').toString('latin1');
}

/** As jansson writes it by default: a blank behind commas and colons. */
export function formatJson(value: Json): string {
  switch (value.kind) {
    case 'string':
      return quoted(value.text);
    case 'number':
      return value.written;
    case 'word':
      return value.word;
    case 'array':
      return `[${value.elements.map(formatJson).join(', ')}]`;
    default:
      return `{${[...value.members].map(([name, member]) => `${quoted(name)}: ${formatJson(member)}`).join(', ')}}`;
  }
}

const ESCAPED: Readonly<Record<string, string>> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' };

const quoted = (text: string): string =>
  `"${text.replace(/["\\\x00-\x1f]/g, (char) =>
    char === '"' || char === '\\'
      ? `\\${char}`
      : `\\${ESCAPED[char] ?? `u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`}`,
  )}"`;
