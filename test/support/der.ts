/** DER written by hand, right or wrong as a test asks: what pkijs would never write. */

export type Der = Uint8Array;

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Der {
  const contents = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(contents.length)]), contents]);
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

export const seq = (...parts: readonly Uint8Array[]): Der => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Der => tlv(0x31, ...parts);
export const octetString = (...parts: readonly Uint8Array[]): Der => tlv(0x04, ...parts);
export const bool = (value: boolean): Der => tlv(0x01, Uint8Array.of(value ? 0xff : 0));
export const utf8 = (text: string): Der => tlv(0x0c, Buffer.from(text));
export const printable = (text: string): Der => tlv(0x13, Buffer.from(text));
export const ia5 = (text: string): Der => tlv(0x16, Buffer.from(text));
export const NULL: Der = Uint8Array.of(5, 0);

/** Octets of the INTEGER as given, or of a small number from 0. */
export function integer(value: number | Uint8Array): Der {
  if (typeof value !== 'number') return tlv(0x02, value);
  const hex = value.toString(16).padStart(2, '0');
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tlv(0x02, octets[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), octets]) : octets);
}

export function oid(dotted: string): Der {
  const [first, second, ...rest] = dotted.split('.').map(BigInt) as [bigint, bigint, ...bigint[]];
  return tlv(0x06, Buffer.from([first * 40n + second, ...rest].flatMap(base128)));
}

function base128(arc: bigint): number[] {
  const octets = [Number(arc & 127n)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 127n) | 128);
  return octets;
}

/** Bits by their numbers, bit 0 leftmost, trailing zeros left out. */
export function bits(...numbers: readonly number[]): Der {
  const last = Math.max(-1, ...numbers);
  const octets = Buffer.alloc((last >> 3) + 1);
  for (const bit of numbers) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  return tlv(0x03, Uint8Array.of(last < 0 ? 0 : 7 - (last & 7)), octets);
}

export const bitString = (octets: Uint8Array): Der => tlv(0x03, Uint8Array.of(0), octets);

/** UTCTime through 2049, GeneralizedTime after it; `generalized` for what is wrong before. */
export function time(date: Date, generalized = date.getUTCFullYear() >= 2050): Der {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14);
  return generalized ? tlv(0x18, Buffer.from(`${digits}Z`)) : tlv(0x17, Buffer.from(`${digits.slice(2)}Z`));
}

/** A Name from `CN=a, O=b`; a value in brackets is DER. */
export function name(text: string): Der {
  const rdns = text === '' ? [] : text.split(/, ?/).map((part) => part.split('=') as [string, string]);
  return seq(...rdns.map(([label, value]) => set(seq(oid(TYPES[label]!), label === 'E' ? ia5(value) : utf8(value)))));
}

const TYPES: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  E: '1.2.840.113549.1.9.1',
};
