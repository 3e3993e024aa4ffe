/** What the signature of a header is over (RFC 6376 §3.7, §5.4.2). */
import type { Field } from '../message/index.ts';
import { canonicalField } from './canonical-header.ts';
import type { Canonicalization } from './types.ts';

const CRLF = '\r\n';

export interface SignedHeader {
  readonly fields: readonly Field[];
  /** DKIM-Signature itself, which is hashed last and never picked by h=. */
  readonly own: Field;
  readonly names: readonly string[];
  readonly how: Canonicalization;
  /** The value of b= within the text of `own`. */
  readonly valueSpan: { readonly start: number; readonly end: number };
}

/** One character an octet. */
export function signedHeader({ fields, own, names, how, valueSpan }: SignedHeader): string {
  const picked = pickFields(fields, names, own).map((field) => canonicalField(field, how) + CRLF);
  return picked.join('') + canonicalField(withoutValue(own, valueSpan), how);
}

/**
 * Each mention of a name takes the next field of that name from the bottom up; one too many takes nothing, so that a field
 * added later breaks the signature (RFC 6376 §5.4.2).
 */
export function pickFields(fields: readonly Field[], names: readonly string[], own?: Field): readonly Field[] {
  const wanted = new Set(names);
  const stacks = new Map<string, Field[]>();
  for (const field of fields) {
    if (field === own || !wanted.has(field.name)) continue;
    const stack = stacks.get(field.name);
    if (stack === undefined) stacks.set(field.name, [field]);
    else stack.push(field);
  }
  return names.flatMap((name) => stacks.get(name)?.pop() ?? []);
}

/** The field as it is signed by itself: with b= empty (RFC 6376 §3.7). */
export function withoutValue(own: Field, { start, end }: SignedHeader['valueSpan']): Field {
  return { ...own, text: own.text.slice(0, start) + own.text.slice(end) };
}
