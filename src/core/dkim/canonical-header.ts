/** Canonical header fields (RFC 6376 §3.4.1, §3.4.2), without the CRLF that ends each. */
import type { Field } from '../message/index.ts';
import type { Canonicalization } from './types.ts';

export function canonicalField(field: Field, how: Canonicalization): string {
  return how === 'simple' ? field.text : relaxedField(field);
}

/** Name in lower case, unfolded, runs of white space as one space, none around the value (RFC 6376 §3.4.2). */
function relaxedField({ name, text, valueAt }: Field): string {
  return `${name}:${relaxedValue(text.slice(valueAt))}`;
}

export const relaxedValue = (value: string): string =>
  value
    .replace(/\r\n(?=[ \t])/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '');
