/** One entry as an object (RFC 5280 §5.1.2.6, §5.3). */
import { type DerElement, readElement, readTime, TAG } from '../der.ts';
import { Cursor } from './cursor.ts';
import { INVALIDITY_DATE, knownExtension, REASON_CODE } from './entry-extensions.ts';
import { REASONS, type Reason, type RevokedEntry } from './types.ts';

/** An entry that the scan has found to be in form. */
export function readEntry(contents: Uint8Array, offset: number, issuer: Uint8Array): RevokedEntry {
  const entry = readElement(contents, offset)!;
  const serial = readElement(entry.contents)!;
  const time = readElement(entry.contents, serial.whole.length)!;
  const list = readElement(entry.contents, serial.whole.length + time.whole.length);
  const extensions = list === undefined ? {} : readEntryExtensions(list.contents);
  return { serial: serial.contents, date: dateOf(time), ...extensions, issuer };
}

/** A day that no calendar has, such as 31 February, is the day it would be: the entry counts all the same. */
function dateOf({ tag, contents }: DerElement): Date {
  const text = Buffer.from(contents).toString('latin1');
  const digits = tag === TAG.UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const at = (from: number): number => Number(digits.slice(from, from + 2));
  const date = new Date(Date.UTC(2000, at(4) - 1, at(6), at(8), at(10), at(12)));
  const years = Number(digits.slice(0, 4)) - 2000;
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date;
}

function readEntryExtensions(contents: Uint8Array): Pick<RevokedEntry, 'reason' | 'invalidityDate'> {
  const reasonOctets = extensionValue(contents, REASON_CODE);
  const dateOctets = extensionValue(contents, INVALIDITY_DATE);
  const reason = reasonOctets && readReason(reasonOctets);
  const time = dateOctets && readElement(dateOctets);
  const invalidityDate = time?.tag === TAG.GENERALIZED_TIME ? readTime(time) : undefined;
  return { ...(reason !== undefined && { reason }), ...(invalidityDate !== undefined && { invalidityDate }) };
}

function extensionValue(contents: Uint8Array, arc: number): Uint8Array | undefined {
  const cursor = new Cursor(contents);
  for (let at = 0; cursor.set(at, contents.length) >= 0; ) {
    const { start, end } = cursor;
    cursor.set(start, end);
    const isWanted = knownExtension(cursor) === arc;
    while (cursor.end < end) cursor.set(cursor.end, end);
    if (isWanted) return contents.subarray(cursor.start, cursor.end);
    at = end;
  }
  return undefined;
}

/** ENUMERATED of one octet; an unassigned number says no more than `unspecified` (§5.3.1). */
function readReason(value: Uint8Array): Reason {
  const element = readElement(value);
  const number = element?.tag === 0x0a && element.contents.length === 1 ? element.contents[0]! : 0;
  return (REASONS as Readonly<Record<number, Reason>>)[number] ?? 'unspecified';
}
