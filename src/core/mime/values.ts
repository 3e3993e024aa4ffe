/** Values of header fields as text: unfolded, octets beyond ASCII read as UTF-8 where they are it (RFC 6532 §3.2). */
import { type Field, fieldsNamed } from '../message/index.ts';
import { decodeText } from './charset.ts';
import { decodeWords } from './encoded-words.ts';

/** Unfolded (RFC 5322 §2.2.3), without the white space round it. */
export const fieldValue = (field: Field): string => {
  const raw = field.text.slice(field.valueAt).replace(/\r?\n/g, '').trim();
  return /[\x80-\xff]/.test(raw) ? decodeText(Buffer.from(raw, 'latin1'), 'utf-8') : raw;
};

export function firstValue(fields: readonly Field[], name: string): string | undefined {
  const field = fieldsNamed(fields, name)[0];
  return field === undefined ? undefined : fieldValue(field);
}

/** As people read it: encoded words decoded (RFC 2047). */
export function fieldText(fields: readonly Field[], name: string): string | undefined {
  const value = firstValue(fields, name);
  return value === undefined ? undefined : decodeWords(value);
}
