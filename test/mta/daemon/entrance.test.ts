import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Entrance } from '../../../src/mta/daemon/entrance.ts';
import type { FromWorker } from '../../../src/mta/daemon/messages.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bench() {
  const sent: FromWorker[] = [];
  const seen: string[] = [];
  const entrance = new Entrance((message) => void sent.push(message));
  const arrive = (name: string): void =>
    entrance.arrive({
      address: name,
      enter: (id, count) => void seen.push(`${name} is ${id}, one of ${count}`),
      turnAway: (reply, why) => void seen.push(`${name}: ${reply}${why === undefined ? '' : ` (${why.kind})`}`),
    });
  return { entrance, arrive, sent: () => sent.splice(0), seen };
}

const at = (id: number, address: string) => ({ id, address });

describe('the entrance of a worker', () => {
  it('asks for all who come in one turn together, and does as it is answered', () => {
    const { entrance, arrive, sent, seen } = bench();
    arrive('a');
    arrive('b');
    expect(seen).toEqual([]);
    vi.runAllTimers();
    expect(sent()).toEqual([{ kind: 'knocked', guests: [at(1, 'a'), at(2, 'b')] }]);
    entrance.answered([
      { id: 1, others: 6 },
      { id: 2, reply: '421 Full', why: { kind: 'too-many' } },
    ]);
    expect(seen).toEqual(['a is 1, one of 7', 'b: 421 Full (too-many)']);
  });

  it('lets in on credit, until that has to be confirmed', () => {
    const { entrance, arrive, sent, seen } = bench();
    entrance.settle(2);
    for (const name of ['a', 'b', 'c']) arrive(name);
    expect(seen).toEqual(['a is 1, one of 1', 'b is 2, one of 2']);
    vi.runAllTimers();
    expect(sent()).toEqual([
      { kind: 'moved', entered: [at(1, 'a'), at(2, 'b')], left: [] },
      { kind: 'knocked', guests: [at(3, 'c')] },
    ]);
    entrance.known(2, 5);
    entrance.leave(1);
    arrive('d');
    expect(seen.at(-1)).toBe('d is 4, one of 7');
    vi.runAllTimers();
    expect(sent()).toEqual([{ kind: 'moved', entered: [at(4, 'd')], left: [1] }]);
  });

  it('tells all it has let in before it confirms that it asks from now on', () => {
    const { entrance, arrive, sent, seen } = bench();
    entrance.settle(Number.POSITIVE_INFINITY);
    arrive('a');
    entrance.settle(0);
    expect(sent()).toEqual([{ kind: 'moved', entered: [at(1, 'a')], left: [] }, { kind: 'asks-first' }]);
    arrive('b');
    expect(seen.length).toBe(1);
  });

  it('is crowded with many more than others have, where there are others', () => {
    const { entrance, arrive } = bench();
    entrance.settle(Number.POSITIVE_INFINITY);
    for (let number = 0; number < 64; number += 1) arrive(`client ${number}`);
    expect(entrance.isCrowded).toBe(false);
    entrance.begin(3);
    expect(entrance.isCrowded).toBe(true);
    entrance.known(64, 97);
    expect(entrance.isCrowded).toBe(true);
    entrance.passed();
    expect(entrance.isCrowded).toBe(false);
  });

  it('is not crowded with as few as one worker may well have alone', () => {
    const { entrance, arrive } = bench();
    entrance.settle(Number.POSITIVE_INFINITY);
    entrance.begin(2);
    for (let number = 0; number < 63; number += 1) arrive(`client ${number}`);
    expect(entrance.isCrowded).toBe(false);
    arrive('one more');
    expect(entrance.isCrowded).toBe(true);
    entrance.leave(1);
    expect(entrance.isCrowded).toBe(false);
  });

  it('turns away who waits when it closes', () => {
    const { entrance, arrive, seen } = bench();
    arrive('a');
    entrance.close('421 Over');
    entrance.answered([{ id: 1, others: 0 }]);
    expect(seen).toEqual(['a: 421 Over']);
  });
});
