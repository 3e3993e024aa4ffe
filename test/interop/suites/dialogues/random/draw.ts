/** Numbers from 0 up to 1, the same for the same seed. */
import { seededRandom } from '../../../../../src/base/index.ts';

export type Draw = () => number;

const GRAINS = 1_000_000;

export function drawing(seed: number): Draw {
  const random = seededRandom(seed);
  return () => random.below(GRAINS) / GRAINS;
}

export const one = <T>(draw: Draw, among: readonly T[]): T => among[Math.floor(draw() * among.length)]!;
export const chance = (draw: Draw, share: number): boolean => draw() < share;
export const between = (draw: Draw, least: number, most: number): number =>
  least + Math.floor(draw() * (most - least + 1));
export const several = <T>(draw: Draw, least: number, most: number, make: () => T): T[] =>
  Array.from({ length: between(draw, least, most) }, make);
