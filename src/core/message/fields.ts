/** Header fields as received (RFC 5322 §2.2), one character an octet. */
import { trimEndOf } from '../../base/index.ts';

export interface Field {
  /** Lower case, without white space before the colon; '' for a line that is no field. */
  readonly name: string;
  /** The whole field with its folds, without the CRLF that ends it. */
  readonly text: string;
  /** Where the value begins in `text`, behind the colon. */
  readonly valueAt: number;
}

/** @param header  the section in latin1, lines ended by CRLF; an end without one is taken as a line */
export function parseFields(header: string): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < header.length) {
    const end = endOfField(header, at);
    fields.push(readField(header.slice(at, end)));
    at = end + 2;
  }
  return fields;
}

/** From the top down; names are compared without regard to case (RFC 5322 §1.2.2). */
export const fieldsNamed = (fields: readonly Field[], name: string): readonly Field[] =>
  fields.filter((field) => field.name === name);

/** A line that begins with white space goes on with the field before (RFC 5322 §2.2.3). */
function endOfField(header: string, from: number): number {
  for (let at = header.indexOf('\r\n', from); at >= 0; at = header.indexOf('\r\n', at + 2)) {
    const next = header[at + 2];
    if (next !== ' ' && next !== '\t') return at;
  }
  return header.length;
}

/** White space before the colon is obsolete (RFC 5322 §4.5.8) and met all the same. */
function readField(text: string): Field {
  const colon = text.indexOf(':');
  const name = trimEndOf(text.slice(0, Math.max(colon, 0)), ' \t');
  const isField = /^[\x21-\x39\x3b-\x7e\x80-\xff]+$/.test(name);
  return isField ? { name: name.toLowerCase(), text, valueAt: colon + 1 } : { name: '', text, valueAt: 0 };
}
