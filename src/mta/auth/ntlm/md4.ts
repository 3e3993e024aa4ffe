/** MD4 (RFC 1320), which OpenSSL has put away: NTLM makes its keys by it, and nothing else here does. */

const BLOCK_OCTETS = 64;

export function md4(octets: Uint8Array): Buffer {
  const state: Words = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  const padded = pad(octets);
  for (let at = 0; at < padded.length; at += BLOCK_OCTETS) {
    const words = Array.from({ length: 16 }, (_, index) => padded.readUInt32LE(at + 4 * index));
    const before = [...state];
    for (const round of ROUNDS) apply(round, state, words);
    for (const [index, word] of before.entries()) state[index] = (state[index]! + word) >>> 0;
  }
  const digest = Buffer.alloc(16);
  for (const [index, word] of state.entries()) digest.writeUInt32LE(word, 4 * index);
  return digest;
}

type Words = [number, number, number, number];

interface Round {
  readonly mix: (x: number, y: number, z: number) => number;
  readonly constant: number;
  /** Which word of the block each of the sixteen steps takes. */
  readonly order: readonly number[];
  readonly shifts: readonly number[];
}

/** RFC 1320 §3.4. */
const ROUNDS: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
  },
];

function apply({ mix, constant, order, shifts }: Round, state: Words, words: readonly number[]): void {
  for (const [step, index] of order.entries()) {
    const [a, b, c, d] = state;
    const sum = (a + mix(b, c, d) + words[index]! + constant) | 0;
    const shift = shifts[step % 4]!;
    state[0] = d;
    state[1] = ((sum << shift) | (sum >>> (32 - shift))) >>> 0;
    state[2] = b;
    state[3] = c;
  }
}

/** RFC 1320 §3.1, §3.2: a one, zeros, and the length in bits. */
function pad(octets: Uint8Array): Buffer {
  const length = Math.ceil((octets.length + 9) / BLOCK_OCTETS) * BLOCK_OCTETS;
  const padded = Buffer.alloc(length);
  padded.set(octets);
  padded[octets.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(octets.length) * 8n, length - 8);
  return padded;
}
