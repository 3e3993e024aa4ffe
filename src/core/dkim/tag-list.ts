/** Tag lists, `v=1; a=rsa-sha256; …`: the grammar of signatures and key records (RFC 6376 §3.2). */
import { err, ok, type Result, trimOf } from '../../base/index.ts';
import type { Fault } from './types.ts';

export interface Tag {
  readonly name: string;
  /** Without the white space around it; folds within it stay. */
  readonly value: string;
  /** Of the value in the text, the white space around it included. */
  readonly start: number;
  readonly end: number;
}

export type TagFault = Fault<'syntax' | 'duplicate-tag'>;
export type TagList = ReadonlyMap<string, Tag>;

const TAG = /^([ \t\r\n]*)([A-Za-z][A-Za-z0-9_]*)[ \t\r\n]*=/;
/** A line break that has no white space behind it, or is half of one. */
const BAD_FOLD = /\r(?!\n)|(?<!\r)\n|\r\n(?![ \t])/;
/** VALCHAR, white space, and what RFC 8616 lets in beyond ASCII. */
const IS_VALUE = /^[\x21-\x3a\x3c-\x7e\x80-\xff \t\r\n]*$/;

/** In the order written. A name that comes twice makes the whole list void (RFC 6376 §3.2). */
export function parseTagList(text: string): Result<TagList, TagFault> {
  const tags = new Map<string, Tag>();
  if (BAD_FOLD.test(text)) return fault('syntax', 'a line break that is no fold stands in it');
  let at = 0;
  while (at <= text.length) {
    const semicolon = text.indexOf(';', at);
    const end = semicolon < 0 ? text.length : semicolon;
    const spec = text.slice(at, end);
    if (spec.trim() === '' && semicolon < 0 && tags.size > 0) break; // behind the last semicolon
    const tag = readTag(spec, at);
    if (!tag.ok) return tag;
    if (tags.has(tag.value.name)) return fault('duplicate-tag', `the tag ${tag.value.name}= stands twice`);
    tags.set(tag.value.name, tag.value);
    at = end + 1;
  }
  return ok(tags);
}

function readTag(spec: string, at: number): Result<Tag, TagFault> {
  const match = TAG.exec(spec);
  if (match === null) return fault('syntax', `"${shorten(spec)}" is no tag, which would be NAME=VALUE`);
  const raw = spec.slice(match[0].length);
  if (!IS_VALUE.test(raw)) return fault('syntax', `the value of ${match[2]}= has a control character`);
  const start = at + match[0].length;
  return ok({ name: match[2]!, value: trimFolds(raw), start, end: at + spec.length });
}

/** Without any white space, as base64 and lists of names are read. */
export const compact = (value: string): string => value.replace(/[ \t\r\n]+/g, '');

export const trimFolds = (value: string): string => trimOf(value, ' \t\r\n');

/** Elements between colons, white space around each taken away. */
export const splitColons = (value: string): readonly string[] => value.split(':').map(trimFolds);

export const shorten = (text: string, most = 40): string => {
  const plain = text.replace(/[^\x20-\x7e]+/g, ' ').trim();
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
};

const fault = (code: TagFault['code'], detail: string): Result<never, TagFault> => err({ code, detail });
