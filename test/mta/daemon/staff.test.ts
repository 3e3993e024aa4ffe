import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromWorker, ToWorker } from '../../../src/mta/daemon/messages.ts';
import { type Job, Staff } from '../../../src/mta/daemon/staff.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Workers that are told things and die as a test says. */
function bench(workers: number) {
  const told: string[] = [];
  const [lost, unserved]: [number[], number[]] = [[], []];
  const started: {
    number: number;
    sent: ToWorker[];
    say: (message: FromWorker) => void;
    die: () => void;
    takes: boolean;
  }[] = [];
  const staff = new Staff({
    start: (number, exited) => {
      let hear: (message: FromWorker, handle: undefined) => void = () => {};
      const worker = {
        number,
        sent: [] as ToWorker[],
        say: (message: FromWorker) => hear(message, undefined),
        die: () => exited('was ended by SIGKILL'),
        takes: true,
      };
      started.push(worker);
      return {
        pid: number,
        kill: () => {},
        send: (message, _handle, sent) => {
          worker.sent.push(message);
          if (worker.takes) sent?.(true);
        },
        hear: (received) => {
          hear = received as typeof hear;
        },
      };
    },
    setup: (number) => ({ kind: 'begin', number, configuration: {} as never, ticketSecret: new Uint8Array() }),
    heard: () => {},
    lost: (ids) => void lost.push(...ids),
    unserved: (jobs) => void unserved.push(...jobs.map(({ order }) => order.id)),
    tell: (line) => void told.push(line),
    nowMs: () => Date.now(),
  });
  staff.begin(workers);
  return { staff, started, told, lost, unserved };
}

const job = (id: number): Job & { closed: boolean } => {
  const made = {
    order: { kind: 'connection', id, tlsOnConnect: false, count: id } as const,
    closed: false,
    connection: { peer: { address: '192.0.2.1', port: 1 }, handle: {}, close: () => {}, turnAway: () => {} },
  };
  made.connection.close = () => {
    made.closed = true;
  };
  return made;
};

const ids = (sent: readonly ToWorker[]): number[] => sent.flatMap((one) => (one.kind === 'connection' ? [one.id] : []));

describe('workers', () => {
  it('get no connection before they are ready, then who has least to do', () => {
    const { staff, started } = bench(2);
    expect(staff.assign(job(1))).toBe(false);
    for (const { say } of started) say({ kind: 'ready' });
    expect(staff.isReady).toBe(true);
    for (const id of [1, 2, 3, 4]) expect(staff.assign(job(id))).toBe(true);
    expect(started.map(({ sent }) => ids(sent))).toEqual([
      [1, 3],
      [2, 4],
    ]);
    started[0]!.say({ kind: 'ended', ids: [1, 3] });
    staff.assign(job(5));
    staff.assign(job(6));
    expect(ids(started[0]!.sent)).toEqual([1, 3, 5, 6]);
  });

  it('that die are replaced at once, and ever later where that goes on', () => {
    const { staff, started, told } = bench(1);
    for (const pause of [0, 100, 200, 400]) {
      const before = started.length;
      started.at(-1)!.die();
      expect(staff.isReady).toBe(false);
      vi.advanceTimersByTime(Math.max(0, pause - 1));
      if (pause > 0) expect(started.length).toBe(before);
      vi.advanceTimersByTime(1);
      expect(started.length).toBe(before + 1);
    }
    expect(told.at(-1)).toBe('worker 1 was ended by SIGKILL; the next one is started in 400 ms');
    for (let more = 0; more < 20; more += 1) {
      started.at(-1)!.die();
      vi.advanceTimersByTime(30_000);
    }
    expect(told.at(-1)).toContain('in 30000 ms');
    vi.advanceTimersByTime(60_000);
    started.at(-1)!.die();
    expect(told.at(-1)).toBe('worker 1 was ended by SIGKILL');
  });

  it('that die lose what they had; what had not left for them is given to others', () => {
    const { staff, started, lost, unserved } = bench(1);
    started[0]!.say({ kind: 'ready' });
    const [served, stuck] = [job(1), job(2)];
    staff.assign(served);
    started[0]!.takes = false;
    staff.assign(stuck);
    expect([served.closed, stuck.closed]).toEqual([true, false]);
    started[0]!.die();
    expect([lost, unserved]).toEqual([[1], [2]]);
  });

  it('are not replaced once it is over', () => {
    const { staff, started } = bench(1);
    staff.close();
    started[0]!.die();
    vi.advanceTimersByTime(60_000);
    expect([started.length, staff.alive]).toEqual([1, 0]);
  });
});
