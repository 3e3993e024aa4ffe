import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromWorker, ListenOrder, ToWorker } from '../../../src/mta/daemon/messages.ts';
import { Staff } from '../../../src/mta/daemon/staff.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Workers that are told things and die as a test says. */
function bench() {
  const told: string[] = [];
  const lost: number[] = [];
  const started: {
    number: number;
    sent: ToWorker[];
    say: (message: FromWorker) => void;
    die: () => void;
  }[] = [];
  const staff = new Staff({
    start: (number, exited) => {
      let hear: (message: FromWorker, handle: undefined) => void = () => {};
      const worker = {
        number,
        sent: [] as ToWorker[],
        say: (message: FromWorker) => hear(message, undefined),
        die: () => exited('was ended by SIGKILL'),
      };
      started.push(worker);
      return {
        pid: number,
        leave: () => {},
        kill: () => {},
        send: (message, _handle, sent) => {
          worker.sent.push(message);
          sent?.(true);
        },
        hear: (received) => {
          hear = received as typeof hear;
        },
      };
    },
    instruct: (worker, number) =>
      worker.send({ kind: 'begin', number, workers: 1, configuration: {} as never, ticketSecret: new Uint8Array() }),
    heard: () => {},
    lost: (number) => void lost.push(number),
    tell: (line) => void told.push(line),
    nowMs: () => Date.now(),
  });
  return { staff, started, told, lost };
}

const order: ListenOrder = {
  kind: 'listen',
  id: 1,
  address: '127.0.0.1',
  port: 25,
  tlsOnConnect: false,
  backlog: 10,
  purpose: 'smtp',
};

const kinds = (sent: readonly ToWorker[]): readonly string[] => sent.map(({ kind }) => kind);

describe('workers', () => {
  it('are started before there is anything to tell them; one too many is sent home', () => {
    const { staff, started } = bench();
    staff.prepare(2);
    expect(started.map(({ sent }) => kinds(sent))).toEqual([[], []]);
    staff.begin(1);
    expect(started.map(({ sent }) => kinds(sent))).toEqual([['begin'], ['drain']]);
    started[1]!.die();
    expect([started.length, staff.alive]).toEqual([2, 1]);
    staff.begin(3);
    expect(started.length).toBe(4);
  });

  it('that serve are handed connections that somebody else took, the one with least to do first', () => {
    const { staff, started } = bench();
    staff.begin(2);
    const load = (number: number): number => 5 - number;
    expect(staff.hand({ kind: 'adopt', order }, {}, load, () => {})).toBe(false);
    for (const { say } of started) say({ kind: 'ready' });
    const hasLeft = vi.fn();
    expect(staff.hand({ kind: 'adopt', order }, {}, load, hasLeft)).toBe(true);
    expect(hasLeft).toHaveBeenCalledOnce();
    expect([staff.isReady, started.map(({ sent }) => kinds(sent))]).toEqual([true, [['begin'], ['begin', 'adopt']]]);
  });

  it('that die are replaced at once, and ever later where that goes on', () => {
    const { staff, started, told } = bench();
    staff.begin(1);
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

  it('that die are told of, and the next one is told everything', () => {
    const { staff, started, lost } = bench();
    staff.begin(2);
    started[1]!.die();
    vi.advanceTimersByTime(1);
    expect([lost, started.map(({ number }) => number), kinds(started[2]!.sent)]).toEqual([[2], [1, 2, 2], ['begin']]);
  });

  it('are not replaced once it is over', () => {
    const { staff, started } = bench();
    staff.begin(1);
    staff.close();
    started[0]!.die();
    vi.advanceTimersByTime(60_000);
    expect([started.length, staff.alive]).toEqual([1, 0]);
  });
});
