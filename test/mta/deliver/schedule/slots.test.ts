/** Places for messages in work: who waits for others makes room, and all that has begun is bounded. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/base/index.ts';
import { type Place, Slots } from '../../../../src/mta/deliver/index.ts';

function open(atOnce: number, begun: number) {
  let nowMs = 0;
  const slots = new Slots({ atOnce, begun, slowMs: 10_000 }, () => nowMs);
  return {
    slots,
    pass: (ms: number) => {
      nowMs += ms;
      slots.sweep();
    },
  };
}

const isPromise = (value: unknown): boolean => value instanceof Promise;

describe('places for messages in work', () => {
  it('are given as far as there are some', () => {
    const { slots } = open(2, 10);
    const first = slots.tryEnter();
    expect(slots.tryEnter()).toBeDefined();
    expect(slots.tryEnter()).toBeUndefined();
    first?.leave();
    expect(slots.tryEnter()).toBeDefined();
    expect(slots.tryEnter()).toBeUndefined();
  });

  it('are waited for in the order of asking', async () => {
    const { slots } = open(1, 10);
    const first = slots.tryEnter()!;
    const order: number[] = [];
    const entering = [1, 2].map(async (number) => {
      const place = await slots.enter();
      order.push(number);
      place.leave();
    });
    expect(order).toEqual([]);
    first.leave();
    await Promise.all(entering);
    expect(order).toEqual([1, 2]);
  });

  it('are free as long as their message waits for others, and count again when it goes on', () => {
    const { slots } = open(1, 10);
    const first = slots.tryEnter()!;
    first.wait();
    first.wait(); // for two hosts
    const second = slots.tryEnter()!;
    expect(second).toBeDefined();
    second.leave();
    first.goOn();
    expect(slots.tryEnter()).toBeDefined(); // for one still
    first.goOn();
    expect(slots.tryEnter()).toBeUndefined();
  });

  it('are free of a message that takes long, but no more are begun than memory is for', () => {
    const { slots, pass } = open(1, 3);
    const slow = [slots.tryEnter()!];
    expect(slots.tryEnter()).toBeUndefined();
    pass(10_001);
    slow.push(slots.tryEnter()!);
    expect(slots.tryEnter()).toBeUndefined();
    pass(10_001);
    slow.push(slots.tryEnter()!);
    pass(10_001);
    expect(slots.tryEnter()).toBeUndefined();
    for (const place of slow) place.leave();
    expect(slots.tryEnter()).toBeDefined();
    expect(slots.tryEnter()).toBeUndefined();
  });

  it('come out even, whatever happens in whatever order', () => {
    const { slots, pass } = open(3, 5);
    const random = seededRandom(8);
    const places: { readonly place: Place; waits: number }[] = [];
    for (let at = 0; at < 2000; at += 1) {
      const place = slots.tryEnter();
      if (place !== undefined) places.push({ place, waits: 0 });
      const one = places[random.below(Math.max(1, places.length))];
      if (one === undefined) continue;
      const what = random.below(4);
      if (what === 0) one.place.wait();
      if (what === 0) one.waits += 1;
      if (what === 1 && one.waits > 0) one.place.goOn();
      if (what === 1 && one.waits > 0) one.waits -= 1;
      if (what === 2) pass(3000);
      if (what === 3) places.splice(places.indexOf(one), 1)[0]!.place.leave();
    }
    for (const { place } of places) place.leave();
    expect([1, 2, 3, 4].map(() => slots.tryEnter() !== undefined)).toEqual([true, true, true, false]);
  });

  it('are told of where nobody waits for them by asking', () => {
    const { slots } = open(1, 10);
    let told = 0;
    slots.onRoom = () => {
      told += 1;
    };
    const place = slots.tryEnter()!;
    expect(told).toBe(0);
    expect(isPromise(slots.enter())).toBe(true);
    place.leave(); // goes to who has asked
    expect(told).toBe(0);
  });
});
