/** JSON as reports have it: depth bounded, keys found in any of their spellings, values taken for what they mean. */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import { type Document, MAX_DOCUMENT_BYTES } from '../../unpack/index.ts';
import { reportError } from './errors.ts';
import { MAX_JSON_DEPTH, MAX_TEXTS, MAX_VALUE } from './limits.ts';

export type Node = Readonly<Record<string, unknown>>;

export function readJson({ source, bytes }: Document): Result<unknown, Failure> {
  if (bytes.length > MAX_DOCUMENT_BYTES)
    return err(reportError('too-large', `${source} is larger than ${MAX_DOCUMENT_BYTES} octets`));
  const text = decode(bytes);
  if (isTooDeep(text))
    return err(reportError('too-deep', `${source} has things in each other more than ${MAX_JSON_DEPTH} times`));
  try {
    return ok(JSON.parse(text));
  } catch (cause) {
    return err(reportError('not-json', `${source} cannot be read as JSON: ${(cause as Error).message.slice(0, 200)}`));
  }
}

/** UTF-8 (RFC 8259 §8.1), with a mark or without; some write UTF-16. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/** Outside of strings, in one go over the text; what is no JSON is found out later. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    if (depth > MAX_JSON_DEPTH) return true;
  }
  return false;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of the first of these keys that is there, in letters, dashes and underscores however they are. */
export function memberOf(node: Node | undefined, ...keys: readonly string[]): unknown {
  if (node === undefined) return undefined;
  for (const key of keys) {
    const direct = Object.hasOwn(node, key) ? node[key] : undefined;
    if (direct !== undefined && direct !== null) return direct;
    const folded = fold(key);
    const other = Object.keys(node).find((one) => fold(one) === folded);
    if (other !== undefined && node[other] !== undefined && node[other] !== null) return node[other];
  }
  return undefined;
}

const fold = (key: string): string => key.replace(/[-_ ]/g, '').toLowerCase();

export function nodeOf(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  const value = memberOf(node, ...keys);
  return Array.isArray(value) ? value.find(isNode) : isNode(value) ? value : undefined;
}

/** A single thing stands for a list of one. */
export function listOf(node: Node | undefined, ...keys: readonly string[]): readonly unknown[] {
  const value = memberOf(node, ...keys);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** An empty one is none. */
export function textOf(node: Node | undefined, ...keys: readonly string[]): string | undefined {
  return asText(memberOf(node, ...keys));
}

function asText(value: unknown): string | undefined {
  const one = Array.isArray(value) ? value.find((each) => typeof each === 'string') : value;
  if (typeof one === 'number' || typeof one === 'boolean') return String(one);
  return typeof one === 'string' && one.trim() !== '' ? one.trim().slice(0, MAX_VALUE) : undefined;
}

export function textsOf(node: Node | undefined, ...keys: readonly string[]): readonly string[] {
  return listOf(node, ...keys)
    .slice(0, MAX_TEXTS)
    .flatMap((value) => asText(value) ?? []);
}

/** A count, written as a number or as a text; undefined where it is none. */
export function countOf(node: Node | undefined, ...keys: readonly string[]): number | undefined {
  const value = memberOf(node, ...keys);
  const number = typeof value === 'string' && /^\s*\d{1,15}(?:\.0+)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 && number <= Number.MAX_SAFE_INTEGER
    ? Math.floor(number)
    : undefined;
}
