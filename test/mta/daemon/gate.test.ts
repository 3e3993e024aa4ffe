import { describe, expect, it } from 'vitest';
import type { AdmissionLimits } from '../../../src/mta/daemon/admission.ts';
import type { DoorPolicy } from '../../../src/mta/daemon/door-policy.ts';
import { Gate } from '../../../src/mta/daemon/gate.ts';
import type { ToWorker } from '../../../src/mta/daemon/messages.ts';

const policy = (limits: Partial<AdmissionLimits>, more: Partial<DoorPolicy> = {}): DoorPolicy => ({
  limits: { max: 0, reserve: 0, hasReserved: false, hostname: 'mx.example', ...limits },
  maxPerHost: () => 0,
  isReserved: () => false,
  isPlain: true,
  ...more,
});

/** What was sent to which worker, in short. */
function bench(given: DoorPolicy, workers = 2) {
  const sent: string[] = [];
  let refused = 0;
  const show = (message: ToWorker): string => {
    if (message.kind === 'credit') return `credit ${message.credit}`;
    if (message.kind === 'known') return `known ${message.entered} others ${message.others}`;
    if (message.kind !== 'answered') return message.kind;
    return message.answers.map((one) => ('reply' in one ? `${one.id} out` : `${one.id} in ${one.others}`)).join(' ');
  };
  const gate = new Gate({
    send: (worker, message) => void sent.push(`${worker}: ${show(message)}`),
    workers: () => workers,
    load: () => 5,
    refused: () => {
      refused += 1;
    },
    entered: () => {},
  });
  gate.settle(given);
  for (let worker = 1; worker <= workers; worker += 1) gate.joined(worker);
  return { gate, refused: () => refused, sent: () => sent.splice(0) };
}

const guests = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: from + at, address: `192.0.2.${from + at}` }));

describe('the gate', () => {
  it('gives endless credit where there is no limit, and counts', () => {
    const { gate, sent } = bench(policy({}));
    expect(sent()).toEqual(['1: credit Infinity', '2: credit Infinity']);
    gate.moved(1, guests(1, 3), []);
    gate.moved(2, guests(1, 1), []);
    gate.moved(1, [], [2, 99]);
    expect([gate.open, sent()]).toEqual([3, ['1: known 3 others 0', '2: known 1 others 3']]);
  });

  it('takes credit back before a limit can be passed, and lets nobody in until all have confirmed it', () => {
    const { gate, refused, sent } = bench(policy({ max: 20 }));
    expect(sent()).toEqual(['1: credit 4', '2: credit 4']);
    gate.moved(1, guests(1, 12), []);
    expect(sent()).toEqual(['1: known 12 others 0']);
    gate.moved(1, guests(13, 1), []);
    expect(sent()).toEqual(['1: known 1 others 0', '1: credit 0', '2: credit 0']);
    gate.knocked(1, guests(20, 8));
    gate.asksFirst(1);
    expect(sent()).toEqual([]);
    gate.moved(2, guests(1, 4), []); // on its way when it was told
    gate.asksFirst(2);
    expect(sent()).toEqual(['2: known 4 others 13', '1: 20 in 4 21 in 4 22 in 4 23 out 24 out 25 out 26 out 27 out']);
    expect([gate.open, refused()]).toEqual([20, 5]);
  });

  it('gives credit again when there is room for it twice over', () => {
    const { gate, sent } = bench(policy({ max: 20 }), 1);
    gate.moved(1, guests(1, 17), []);
    gate.asksFirst(1);
    sent();
    gate.moved(1, [], [1, 2, 3, 4]);
    expect(sent()).toEqual([]);
    gate.moved(1, [], [5]);
    expect(sent()).toEqual(['1: credit 4']);
  });

  it('asks for each where the client or the load counts', () => {
    const one = bench(policy({ max: 100 }, { isPlain: false, maxPerHost: () => 1 }));
    one.gate.knocked(1, [...guests(1, 1), ...guests(1, 1).map(({ address }) => ({ id: 2, address }))]);
    one.gate.knocked(2, guests(2, 1));
    expect(one.sent()).toEqual(['1: 1 in 0 2 out', '2: 2 in 1']);
    const other = bench(policy({ loadReserve: 1 }, { isPlain: false }));
    other.gate.knocked(1, guests(1, 1));
    expect(other.sent()).toEqual(['1: 1 out']);
  });

  it('forgets whom a dead worker served, and no longer waits for it', () => {
    const { gate, sent } = bench(policy({ max: 20 }));
    gate.moved(1, guests(1, 14), []);
    gate.knocked(2, guests(1, 1));
    gate.asksFirst(2);
    sent();
    gate.lost(1);
    expect(sent()).toEqual(['2: credit 4', '2: 1 in 0']);
    expect(gate.open).toBe(1);
    gate.joined(1);
    expect(sent()).toEqual(['1: credit 4']);
  });

  it('goes from one credit to another by way of none', () => {
    const { gate, sent } = bench(policy({}), 1);
    sent();
    gate.settle(policy({ max: 50 }));
    expect(sent()).toEqual(['1: credit 0']);
    gate.moved(1, guests(1, 30), []);
    gate.asksFirst(1);
    expect(sent()).toEqual(['1: known 30 others 0', '1: credit 4']);
  });
});
