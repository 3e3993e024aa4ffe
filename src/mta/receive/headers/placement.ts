/** Fields that ACLs add and take away, put where they belong (Exim spec §44 "Adding header lines in ACLs"). */
import type { HeaderPosition } from '../../acl/index.ts';
import type { HeaderLine } from '../../facts/index.ts';
import { fieldName, headerLine } from './parse.ts';

export interface AddedHeader {
  readonly position: HeaderPosition;
  readonly text: string;
}

/** Each where it asks to be, several at the same place in the order they were asked for. */
export function placeHeaders(headers: readonly HeaderLine[], added: readonly AddedHeader[]): readonly HeaderLine[] {
  const at = (position: HeaderPosition): readonly HeaderLine[] =>
    added.filter((header) => header.position === position).map(({ text }) => headerLine(text));
  const start = [...at('start')].reverse();
  const withRfc = insertAt(headers, behindTrace(headers), [...at('start-rfc')].reverse());
  const withReceived = insertAt(withRfc, behindReceived(withRfc), [...at('after-received')].reverse());
  return [...start, ...withReceived, ...at('end')];
}

function insertAt(headers: readonly HeaderLine[], index: number, more: readonly HeaderLine[]): readonly HeaderLine[] {
  return more.length === 0 ? headers : [...headers.slice(0, index), ...more, ...headers.slice(index)];
}

/** Behind the first block of Received fields. */
function behindReceived(headers: readonly HeaderLine[]): number {
  const first = headers.findIndex(({ letter }) => letter === 'P');
  if (first < 0) return 0;
  let at = first;
  while (at < headers.length && (headers[at]!.letter === 'P' || headers[at]!.letter === '*')) at += 1;
  return at;
}

/** Before the first field that is neither trace nor of a resending (RFC 5322 §3.6). */
function behindTrace(headers: readonly HeaderLine[]): number {
  const first = headers.findIndex(({ text }) => !/^(?:received|return-path|resent-[a-z-]+)\s*:/i.test(text));
  return first < 0 ? headers.length : first;
}

/** @param lists  colon lists of names and `^` patterns, which match the whole field */
export function removeHeaders(headers: readonly HeaderLine[], lists: readonly string[]): readonly HeaderLine[] {
  const items = lists.flatMap((list) => list.split(/(?<!:):(?!:)/)).map((item) => item.trim().replaceAll('::', ':'));
  const names = new Set(
    items.filter((item) => !item.startsWith('^')).map((item) => item.toLowerCase().replace(/\*$/, '')),
  );
  if (names.size === 0) return headers;
  return headers.map((header) => (names.has(fieldName(header.text)) ? { ...header, letter: '*' } : header));
}
