/** Octets near good ones: a few small changes each, so that what is broken lies deep as often as at the door. */

/** A whole number from 0 up to, and without, the limit. */
export type Random = (limit: number) => number;

const MAX_BYTES = 70_000;
const EDGES = [0, 1, 0x2e, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff] as const;

/** Mulberry32: 32 bits of state are enough here, and a seed gives the same run everywhere. */
export function randomNumbers(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, limit);
  };
}

/** @param other  good input as well, to take pieces from */
export function mutate(seed: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(seed);
  for (let left = random(5); left >= 0; left -= 1) bytes = CHANGES[random(CHANGES.length)]!(bytes, other, random);
  return bytes.subarray(0, MAX_BYTES);
}

type Change = (bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array;

const setAt = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  if (bytes.length > 0) bytes[at] = value;
  return bytes;
};

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const CHANGES: readonly Change[] = [
  (bytes, _, random) => setAt(bytes, random(bytes.length), random(256)),
  (bytes, _, random) => setAt(bytes, random(bytes.length), EDGES[random(EDGES.length)]!),
  function flipBit(bytes, _, random) {
    const at = random(bytes.length);
    return setAt(bytes, at, (bytes[at] ?? 0) ^ (1 << random(8)));
  },
  (bytes, _, random) => bytes.slice(0, random(bytes.length + 1)),
  function cut(bytes, _, random) {
    const at = random(bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random(8)));
  },
  function insert(bytes, _, random) {
    const at = random(bytes.length + 1);
    return joined(bytes.subarray(0, at), Uint8Array.of(random(256)), bytes.subarray(at));
  },
  function repeat(bytes, _, random) {
    const at = random(bytes.length);
    const piece = bytes.subarray(at, at + 1 + random(32));
    return joined(bytes.subarray(0, at), piece, piece, bytes.subarray(at));
  },
  function splice(bytes, other, random) {
    return joined(bytes.subarray(0, random(bytes.length + 1)), other.subarray(random(other.length + 1)));
  },
];
