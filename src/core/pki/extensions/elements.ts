/** Values that are one SEQUENCE and nothing after it, as nearly all extensions are. */
import { type DerElement, readElement, readElements, TAG } from '../der.ts';

/** The elements of the SEQUENCE; undefined where the value is anything else. */
export function readSequence(value: Uint8Array, limit?: number): readonly DerElement[] | undefined {
  const contents = sequenceContents(value);
  return contents && readElements(contents, limit);
}

export function sequenceContents(value: Uint8Array): Uint8Array | undefined {
  const list = readElement(value);
  return list?.tag === TAG.SEQUENCE && list.whole.length === value.length ? list.contents : undefined;
}

/** Every member, or undefined where one is not to be read. */
export function every<T>(values: readonly (T | undefined)[] | undefined): readonly T[] | undefined {
  return values?.every((value) => value !== undefined) ? values : undefined;
}
