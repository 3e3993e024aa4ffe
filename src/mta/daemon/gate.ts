/**
 * Who is in, over all workers, and who of those at the door may come in.
 *
 * Workers accept by themselves, and what they need not ask costs nobody anything. So each has a *credit*: that many clients it
 * may let in before the acceptor has confirmed that it knows of them. Where there are no limits it is endless. Where only their
 * number is limited, there is credit as long as all of it could be used up without reaching the limit; once that is no longer
 * so, it is taken back, and only when every worker has confirmed that is anybody else let in: one at a time, by asking. So a
 * limit holds exactly, and far from it nobody waits. Limits that depend on the client or the load are always asked for.
 */
import { type Admission, Door } from './admission.ts';
import type { DoorPolicy } from './door-policy.ts';
import type { Arrived, DoorAnswer, ToWorker } from './messages.ts';

export interface GatePorts {
  readonly send: (worker: number, message: ToWorker) => void;
  /** How many workers there are to be. */
  readonly workers: () => number;
  readonly load: () => number;
  readonly refused: () => void;
  readonly entered: (count: number) => void;
}

/** What one worker may let in unconfirmed where there is a limit. */
const CREDIT = 4;

export class Gate {
  private readonly ports: GatePorts;
  private readonly door = new Door();
  /** Worker → number of the connection → client's address. */
  private readonly guests = new Map<number, Map<number, string>>();
  /** Workers that may not know yet that they are to ask. */
  private readonly unconfirmed = new Set<number>();
  private knocks: { readonly worker: number; readonly guest: Arrived }[] = [];
  private policy: DoorPolicy | undefined;
  private credit = 0;

  constructor(ports: GatePorts) {
    this.ports = ports;
  }

  get open(): number {
    return this.door.open;
  }

  settle(policy: DoorPolicy): void {
    this.policy = policy;
    this.regulate();
    this.answerKnocks();
  }

  joined(worker: number): void {
    this.guests.set(worker, new Map());
    if (this.credit > 0) this.ports.send(worker, { kind: 'credit', credit: this.credit });
  }

  lost(worker: number): void {
    for (const address of this.guests.get(worker)?.values() ?? []) this.door.leave(address);
    this.guests.delete(worker);
    this.unconfirmed.delete(worker);
    this.knocks = this.knocks.filter((knock) => knock.worker !== worker);
    this.regulate();
    this.answerKnocks();
  }

  moved(worker: number, entered: readonly Arrived[], left: readonly number[]): void {
    for (const guest of entered) this.add(worker, guest);
    for (const id of left) this.remove(worker, id);
    if (entered.length > 0) {
      this.ports.entered(entered.length);
      this.ports.send(worker, { kind: 'known', entered: entered.length, others: this.others(worker) });
    }
    this.regulate();
    this.answerKnocks();
  }

  knocked(worker: number, guests: readonly Arrived[]): void {
    for (const guest of guests) this.knocks.push({ worker, guest });
    this.answerKnocks();
  }

  /** The worker asks for each from now on, and all that it let in before has been told. */
  asksFirst(worker: number): void {
    this.unconfirmed.delete(worker);
    this.regulate();
    this.answerKnocks();
  }

  /** Connections that it has. */
  of(worker: number): number {
    return this.guests.get(worker)?.size ?? 0;
  }

  private add(worker: number, { id, address }: Arrived): void {
    this.door.add(address);
    this.guests.get(worker)?.set(id, address);
  }

  private remove(worker: number, id: number): void {
    const address = this.guests.get(worker)?.get(id);
    if (address === undefined) return;
    this.guests.get(worker)?.delete(id);
    this.door.leave(address);
  }

  private others(worker: number): number {
    return this.door.open - this.of(worker);
  }

  /** As long as somebody may still let clients in unasked, nobody knows how many there are. */
  private answerKnocks(): void {
    const answers = new Map<number, DoorAnswer[]>();
    while (this.policy !== undefined && this.knocks.length > 0 && this.unconfirmed.size === 0) {
      const { worker, guest } = this.knocks.shift()!;
      const answer = this.answer(this.policy, worker, guest);
      const ofWorker = answers.get(worker);
      if (ofWorker === undefined) answers.set(worker, [answer]);
      else ofWorker.push(answer);
      this.regulate();
    }
    for (const [worker, given] of answers) this.ports.send(worker, { kind: 'answered', answers: given });
  }

  private answer(policy: DoorPolicy, worker: number, { id, address }: Arrived): DoorAnswer {
    const admission = this.admit(policy, address);
    if (admission.kind === 'out') {
      this.ports.refused();
      return { id, reply: admission.reply, why: admission.why };
    }
    this.guests.get(worker)?.set(id, address);
    this.ports.entered(1);
    return { id, others: this.others(worker) };
  }

  private admit({ limits, maxPerHost, isReserved }: DoorPolicy, address: string): Admission {
    const arrival = { address, maxPerHost: maxPerHost(address), isReserved: () => isReserved(address) };
    return this.door.enter(limits, arrival, this.ports.load);
  }

  private regulate(): void {
    const credit = this.creditNow();
    if (credit === this.credit || this.unconfirmed.size > 0) return;
    // From one credit to another by way of none: what was let in on the old one is known then.
    this.credit = this.credit > 0 ? 0 : credit;
    for (const worker of this.guests.keys()) {
      if (this.credit === 0) this.unconfirmed.add(worker);
      this.ports.send(worker, { kind: 'credit', credit: this.credit });
    }
    if (this.unconfirmed.size === 0) this.regulate(); // nobody is there yet
  }

  private creditNow(): number {
    if (this.policy === undefined || !this.policy.isPlain) return 0;
    const { max, reserve } = this.policy.limits;
    if (max === 0) return Number.POSITIVE_INFINITY;
    const needed = CREDIT * this.ports.workers();
    // Given back only where there is room for it twice over, or it would go to and fro.
    return max - reserve - this.door.open >= (this.credit > 0 ? needed : 2 * needed) ? CREDIT : 0;
  }
}
