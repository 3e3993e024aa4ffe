import { randomBytes, randomInt } from 'node:crypto';

/** Randomness as a parameter, so that a test can replay a run. */
export interface Random {
  bytes(length: number): Uint8Array;
  /** Uniform in [0, limit). */
  below(limit: number): number;
}

export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  below: (limit) => randomInt(limit),
};

/** A repeatable generator (mulberry32) for tests and jitter in simulations; never for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  return {
    bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff),
    below: (limit) => Math.floor((next() / 0x1_0000_0000) * limit),
  };
}
