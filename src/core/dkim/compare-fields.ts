/**
 * Which signed header fields are not as they were when the message was signed: for people who look for what a relay changed.
 *
 * What they were is told by a copy of the message, or by the copies in z= (RFC 6376 §3.5), on which nothing else hangs.
 */
import { type Field, parseFields } from '../message/index.ts';
import { canonicalField } from './canonical-header.ts';
import { pickFields } from './signed-header.ts';
import type { Canonicalization, FieldDifference, Signature } from './types.ts';

const MAX_DIFFERENCES = 20;
const MAX_SHOWN = 200;

/** Fields as h= picks them from either header, name by name, in canonical form; one too many or too few counts. */
export function compareFields(
  original: readonly Field[],
  message: readonly Field[],
  { names, header }: { readonly names: readonly string[]; readonly header: Canonicalization },
): readonly FieldDifference[] {
  const found = [...new Set(names)].flatMap((name) => {
    const wanted = names.filter((one) => one === name);
    const [before, after] = [original, message].map((fields) => pickFields(fields, wanted));
    return wanted.flatMap((_, i) => differenceOf(name, before![i], after![i], header) ?? []);
  });
  return found.slice(0, MAX_DIFFERENCES);
}

/** Beside the copies in z=; undefined where it has none. White space may be lost in them, so they are compared relaxed. */
export function compareCopied(
  message: readonly Field[],
  { names, copied }: Signature,
): readonly FieldDifference[] | undefined {
  if (copied.length === 0) return undefined;
  const original = copied.flatMap((field) => parseFields(field.replace(/\r\n(?![ \t])|\r(?!\n)|(?<!\r)\n/g, ' ')));
  const there = new Set(original.map(({ name }) => name));
  return compareFields(original, message, { names: names.filter((name) => there.has(name)), header: 'relaxed' });
}

function differenceOf(
  name: string,
  original: Field | undefined,
  message: Field | undefined,
  how: Canonicalization,
): FieldDifference | undefined {
  const [before, after] = [original, message].map((field) =>
    field === undefined ? undefined : canonicalField(field, how),
  );
  if (before === after) return undefined;
  return {
    name,
    ...(before !== undefined && { original: show(before) }),
    ...(after !== undefined && { message: show(after) }),
  };
}

const show = (field: string): string => {
  const text = Buffer.from(field, 'latin1').toString('utf8');
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
};
