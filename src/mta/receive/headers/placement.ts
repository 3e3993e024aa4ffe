/** Fields that ACLs add and take away, put where they belong (Exim spec §44 "Adding header lines in ACLs"). */
import type { HeaderPosition } from '../../acl/index.ts';
import type { HeaderLine } from '../../facts/index.ts';
import { fieldName, headerLine } from './parse.ts';

export interface AddedHeader {
  readonly position: HeaderPosition;
  readonly text: string;
}

/**
 * Each where it asks to be, one after the other; a later one stands before an earlier one at the same place, but at the end.
 *
 * Deviates from what Exim's documentation says as Exim does: the place behind Received is looked for once, and
 * `at_start_rfc` begins behind whatever the first field is and moves that place.
 */
export function placeHeaders(headers: readonly HeaderLine[], added: readonly AddedHeader[]): readonly HeaderLine[] {
  if (added.length === 0) return headers;
  const lines = [...headers];
  let trace: HeaderLine | undefined;
  for (const { position, text } of added) {
    const line = headerLine(text);
    if (position === 'start') lines.unshift(line);
    else if (position === 'end') lines.push(line);
    else {
      if (position === 'start-rfc') trace = lastOf(lines, 0, isTrace);
      trace ??= lastOf(lines, lines.findIndex(isReceived), isReceived);
      lines.splice(trace === undefined ? 0 : lines.indexOf(trace) + 1, 0, line);
    }
  }
  return lines;
}

/** The last of those that follow the one at `first` and one another. */
function lastOf(
  lines: readonly HeaderLine[],
  first: number,
  isOne: (line: HeaderLine) => boolean,
): HeaderLine | undefined {
  let at = first;
  while (at >= 0 && at + 1 < lines.length && isOne(lines[at + 1]!)) at += 1;
  return lines[at];
}

/** Taken away or not. */
const isReceived = ({ text }: HeaderLine): boolean => fieldName(text) === 'received';
const isTrace = (line: HeaderLine): boolean => isReceived(line) || fieldName(line.text).startsWith('resent-');

/** @param lists  colon lists of names and `^` patterns, which match the whole field */
export function removeHeaders(headers: readonly HeaderLine[], lists: readonly string[]): readonly HeaderLine[] {
  const items = lists.flatMap((list) => list.split(/(?<!:):(?!:)/)).map((item) => item.trim().replaceAll('::', ':'));
  const names = new Set(
    items.filter((item) => !item.startsWith('^')).map((item) => item.toLowerCase().replace(/\*$/, '')),
  );
  if (names.size === 0) return headers;
  return headers.map((header) => (names.has(fieldName(header.text)) ? { ...header, letter: '*' } : header));
}
