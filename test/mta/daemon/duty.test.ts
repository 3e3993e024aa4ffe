import { describe, expect, it } from 'vitest';
import { Duty } from '../../../src/mta/daemon/duty.ts';

/** Workers that are as busy as a test says, on a machine with that much room; those not named do not answer. */
function bench() {
  const said: string[] = [];
  let asked: number[] = [];
  let idle = 0;
  const duty = new Duty({
    call: (worker) => void said.push(`call ${worker}`),
    release: (worker) => void said.push(`release ${worker}`),
    ask: (worker) => void asked.push(worker),
    idleProcessors: () => idle,
  });
  const beat = (shares: Readonly<Record<number, number>>, room = 0): void => {
    idle = room;
    duty.beat();
    for (const worker of asked) if (shares[worker] !== undefined) duty.answered(worker, shares[worker]);
    asked = [];
  };
  const times = (count: number, each: () => void): void => {
    for (let time = 0; time < count; time += 1) each();
  };
  return { duty, beat, times, said: () => said.splice(0) };
}

describe('who is on duty', () => {
  it('is one of those that serve, and another when that one is gone', () => {
    const { duty, said } = bench();
    for (const worker of [2, 1]) duty.joined(worker);
    expect(said()).toEqual(['call 2']);
    duty.lost(2);
    expect([said(), duty.workers]).toEqual([['call 1'], [1]]);
    duty.lost(1);
    expect([said(), duty.workers]).toEqual([[], []]);
    duty.joined(1);
    expect(said()).toEqual(['call 1']);
  });

  it('is joined by another when there is no time left, and the machine has some', () => {
    const { duty, beat, times, said } = bench();
    for (const worker of [1, 2, 3]) duty.joined(worker);
    times(5, () => beat({ 1: 0.8 }, 8));
    times(5, () => beat({ 1: 1 }, 0.8));
    expect(said()).toEqual(['call 1']);
    beat({ 1: 1, 2: 0 }, 0.95);
    expect(said()).toEqual(['call 2']);
    times(5, () => beat({ 1: 1, 2: 0.5 }, 8));
    expect(said()).toEqual([]);
    times(3, () => beat({ 1: 1, 2: 1 }, 8));
    times(9, () => beat({ 1: 1, 2: 1, 3: 1 }, 8));
    expect(said()).toEqual(['call 3']);
  });

  it('is joined by another when one does not answer for long, however busy the machine is', () => {
    const { duty, beat, times, said } = bench();
    for (const worker of [1, 2]) duty.joined(worker);
    times(2, () => beat({}));
    expect(said()).toEqual(['call 1']);
    beat({});
    expect(said()).toEqual(['call 2']);
  });

  it('is joined by another when one has too many connections', () => {
    const { duty, said } = bench();
    for (const worker of [1, 2]) duty.joined(worker);
    duty.callNext();
    duty.callNext();
    expect(said()).toEqual(['call 1', 'call 2']);
  });

  it('leaves when it has been quiet for long, the last one first, and never the only one', () => {
    const { duty, beat, times, said } = bench();
    for (const worker of [1, 2]) duty.joined(worker);
    duty.callNext();
    said();
    times(18, () => beat({ 1: 0.2, 2: 0.1 }));
    beat({ 1: 0.4, 2: 0.1 }); // is judged at the next one
    beat({ 1: 0.1, 2: 0.1 });
    times(19, () => beat({ 1: 0.1, 2: 0.1 }));
    expect(said()).toEqual([]);
    beat({ 1: 0, 2: 0 });
    expect(said()).toEqual(['release 2']);
    times(100, () => beat({ 1: 0 }));
    expect([said(), duty.workers]).toEqual([[], [1]]);
  });
});
