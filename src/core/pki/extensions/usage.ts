/** What a key may be used for: basic constraints, key usage, extended key usage (RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.12). */
import { readElement, readOid, TAG } from '../der.ts';
import { every, readSequence } from './elements.ts';
import type { Reader } from './types.ts';

/** cA DEFAULT FALSE, pathLenConstraint OPTIONAL. A length beyond 2^31 limits nothing that could be built. */
export const readBasicConstraints: Reader = (value) => {
  const parts = readSequence(value);
  if (parts === undefined) return undefined;
  const [first] = parts;
  const isCa = first?.tag === TAG.BOOLEAN && first.contents[0] !== 0;
  const [length, ...more] = first?.tag === TAG.BOOLEAN ? parts.slice(1) : parts;
  if (length === undefined) return { basicConstraints: { isCa } };
  if (length.tag !== TAG.INTEGER || length.contents.length === 0 || more.length > 0) return undefined;
  const pathLength =
    length.contents.length > 4 ? 2 ** 31 : Buffer.from(length.contents).readIntBE(0, length.contents.length);
  return pathLength < 0 ? undefined : { basicConstraints: { isCa, pathLength } };
};

export const readKeyUsage: Reader = (value) => {
  const bits = readElement(value);
  if (bits?.tag !== TAG.BIT_STRING || bits.whole.length !== value.length) return undefined;
  const usage = new Set<number>();
  for (const [i, octet] of bits.contents.subarray(1, 5).entries()) {
    for (let bit = 0; bit < 8; bit += 1) if ((octet & (0x80 >> bit)) !== 0) usage.add(i * 8 + bit);
  }
  return { keyUsage: usage };
};

export const readExtendedKeyUsage: Reader = (value) => {
  const oids = readSequence(value)?.map(({ tag, contents }) => (tag === TAG.OID ? readOid(contents) : undefined));
  const extendedKeyUsage = every(oids);
  return extendedKeyUsage && { extendedKeyUsage };
};
