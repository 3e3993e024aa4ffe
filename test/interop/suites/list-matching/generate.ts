/** Lists of several items, made of those of the families at random, the same for the same seed. */
import { materialOf } from './pairs.ts';
import type { Condition, Pair } from './types.ts';

const CONDITIONS: readonly Condition[] = ['domains', 'hosts', 'local_parts', 'senders'];
const MOST_ITEMS = 5;

export function generatePairs(count: number, seed: number): readonly Pair[] {
  const random = generator(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  return Array.from({ length: count }, () => {
    const condition = pick(CONDITIONS);
    const { lists, subjects } = materialOf(condition);
    const simple = lists.filter(isItem);
    const items = Array.from({ length: 1 + Math.floor(random() * MOST_ITEMS) }, () => pick(simple));
    const signed = items.map((item) => (random() < 0.2 && !item.startsWith('!') ? `!${item}` : item));
    return { condition, list: signed.join(' : '), subject: pick(subjects) };
  });
}

/** No list of several, no separator of its own, nothing that fails whatever the subject. */
const isItem = (list: string): boolean =>
  !/ : |^<|[$]|nosuch|missing|^$|\\N\^\(\\N|passwd|nothing/.test(list) && list !== ':';

/** mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
