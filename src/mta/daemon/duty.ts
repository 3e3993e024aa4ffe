/**
 * Who of the workers accepts connections: as few as can do the work.
 *
 * Messages that one process takes share flushes, connections to next hops, turns of the event loop and compiled code; spread
 * over two processes, the same ten sessions cost half as much again. So workers are called to the listening sockets one after
 * another, when those who are there have no time left while the machine has some, and leave them when it has been quiet for
 * long. A worker that does not answer for long may hang: then another is called, whatever the machine has.
 *
 * Who is off duty goes on with the connections it has, takes those that others pass on (entrance.ts), delivers and runs queues.
 */
export interface DutyPorts {
  /** To the listening sockets, or away from them. */
  readonly call: (worker: number) => void;
  readonly release: (worker: number) => void;
  /** How busy it is: to be answered by `answered`. */
  readonly ask: (worker: number) => void;
  /** Processors of this machine that had nothing to do since they were last asked for; 0 at first. */
  readonly idleProcessors: () => number;
}

/** Of its time; who is as busy has none left. */
const BUSY_SHARE = 0.9;
/**
 * Less than that, and another worker would only take the time of somebody else. It is nearly a whole processor, since short
 * messages leave less of two: what a worker's helpers take (flushes, compiler, clearing up) is a fifth of what it takes itself,
 * and two that share such messages spend twice as much on each. Long work of one thread, as signatures are, leaves more.
 */
const ROOM_PROCESSORS = 0.9;
/** All together are so little busy, for each who would stay, that one can go. */
const CALM_SHARE = 0.4;
/** How often in a row that has to be so. */
const CALM_BEATS = 20;
/** So many questions without an answer, and it may hang. */
const MANY_UNANSWERED = 2;

interface Busyness {
  share: number;
  unanswered: number;
}

export class Duty {
  private readonly ports: DutyPorts;
  /** All that serve; those on duty in the order in which they were called. */
  private readonly ready = new Set<number>();
  private readonly onDuty = new Map<number, Busyness>();
  private calmBeats = 0;
  private wasFull = false;

  constructor(ports: DutyPorts) {
    this.ports = ports;
  }

  get workers(): readonly number[] {
    return [...this.onDuty.keys()];
  }

  joined(worker: number): void {
    this.ready.add(worker);
    if (this.onDuty.size === 0) this.callNext();
  }

  lost(worker: number): void {
    this.ready.delete(worker);
    this.onDuty.delete(worker);
    if (this.onDuty.size === 0) this.callNext();
  }

  /** One has more connections than it should have alone. */
  callNext(): void {
    this.calmBeats = 0;
    const next = [...this.ready].find((worker) => !this.onDuty.has(worker));
    if (next === undefined) return;
    this.onDuty.set(next, { share: 0, unanswered: 0 });
    this.ports.call(next);
  }

  /** @param share  of its time since it was last asked, in which it had something to do */
  answered(worker: number, share: number): void {
    const known = this.onDuty.get(worker);
    if (known === undefined) return;
    known.share = share;
    known.unanswered = 0;
  }

  /** To be called twice a second: being asked costs a process as much as a message or two. */
  beat(): void {
    const all = [...this.onDuty.values()];
    const isFull = this.ready.size > this.onDuty.size && all.every((one) => shareOf(one) > BUSY_SHARE);
    if (isFull && (all.some(mayHang) || this.hasRoom())) this.callNext();
    this.wasFull = isFull;
    this.releaseInCalm(all);
    for (const [worker, known] of this.onDuty) {
      known.unanswered += 1;
      this.ports.ask(worker);
    }
  }

  /** Known of the time since the last beat, when it was full already. */
  private hasRoom(): boolean {
    const idle = this.ports.idleProcessors();
    return this.wasFull && idle >= ROOM_PROCESSORS;
  }

  private releaseInCalm(all: readonly Busyness[]): void {
    const share = all.reduce((sum, one) => sum + shareOf(one), 0);
    this.calmBeats = all.length > 1 && share < CALM_SHARE * (all.length - 1) ? this.calmBeats + 1 : 0;
    if (this.calmBeats < CALM_BEATS) return;
    this.calmBeats = 0;
    const last = [...this.onDuty.keys()].at(-1)!;
    this.onDuty.delete(last);
    this.ports.release(last);
  }
}

const shareOf = ({ share, unanswered }: Busyness): number => (unanswered > 0 ? 1 : share);

const mayHang = ({ unanswered }: Busyness): boolean => unanswered >= MANY_UNANSWERED;
