/** Header insertions: `$h_name:` and its kin. The name goes on to a colon, white space or the end (Exim spec §11.3). */
import type { HeaderNode } from '../ast.ts';
import type { HeaderForm } from '../host.ts';
import { CLOSE, type Cursor } from './cursor.ts';

const PREFIXES: readonly (readonly [string, HeaderForm])[] = [
  ['h_', 'decoded'],
  ['header_', 'decoded'],
  ['rh_', 'raw'],
  ['rheader_', 'raw'],
  ['bh_', 'unconverted'],
  ['bheader_', 'unconverted'],
  ['lh_', 'list'],
  ['lheader_', 'list'],
];

/** Behind a `$`: does a header's name begin here? The prefix is then taken. */
export function headerFormAt(cursor: Cursor): HeaderForm | undefined {
  const { text, at } = cursor;
  const second = text.charCodeAt(at + 1);
  if (second !== 95 && second !== 101 && second !== 104) return undefined; // `_`, or the `e` or `h` of the longer ones
  for (const [prefix, form] of PREFIXES) {
    if (!text.startsWith(prefix, at)) continue;
    cursor.at = at + prefix.length;
    return form;
  }
  return undefined;
}

const COLON = 58;
const isGraphic = (code: number): boolean => code > 32 && code !== 127;

export function parseHeader(cursor: Cursor, start: number, form: HeaderForm): HeaderNode {
  const { text, at: first } = cursor;
  let at = first;
  let braces = false;
  for (let code = text.charCodeAt(at); isGraphic(code) && code !== COLON; code = text.charCodeAt(at)) {
    braces ||= code === CLOSE;
    at += 1;
  }
  if (braces) cursor.source.headerRanOnAt = Math.min(cursor.source.headerRanOnAt, start);
  const name = text.slice(first, at);
  cursor.at = text.charCodeAt(at) === COLON ? at + 1 : at;
  return { kind: 'header', form, name, start, end: cursor.at };
}
