/**
 * A worker's side of the door (gate.ts): lets clients in on credit or asks for them, and tells who came and went.
 *
 * What happens in one turn of the event loop is told together; where nobody counts, what happens in a while.
 */
import type { RefusedWhy } from '../log/index.ts';
import type { Arrived, DoorAnswer, FromWorker } from './messages.ts';

export interface Waiting {
  readonly address: string;
  /** @param count  connections there are, this one among them */
  readonly enter: (id: number, count: number) => void;
  /** @param why  for the log; absent: nobody wants to know */
  readonly turnAway: (reply: string, why?: RefusedWhy) => void;
}

/** Connections that one may well have alone: what few processes do costs less (duty.ts). */
const FEW = 64;
/** Beyond that: connections beyond what others have, and beyond a quarter of that. */
const MAX_MORE = 3;

/** Nobody waits for it: each telling costs both processes as much as a tenth of a short connection. */
const LAZY_MS = 50;
/** So many that came or went are told of at once: workers even out by what they know of each other. */
const MANY_MOVES = 64;

export class Entrance {
  private readonly send: (message: FromWorker) => void;
  private readonly waiting = new Map<number, Waiting>();
  private knocked: Arrived[] = [];
  private entered: Arrived[] = [];
  private left: number[] = [];
  private credit = 0;
  /** Let in on credit, and not confirmed yet. */
  private onCredit = 0;
  private own = 0;
  private others = 0;
  private workers = 1;
  private nextId = 1;
  private willTell: 'soon' | 'later' | undefined;

  constructor(send: (message: FromWorker) => void) {
    this.send = send;
  }

  /** So many workers there are, this one among them. */
  begin(workers: number): void {
    this.workers = workers;
  }

  /**
   * The system gives a connection to whoever on duty is awake first, which in a rush may be one worker again and again, and
   * a connection may stay for long.
   */
  get isCrowded(): boolean {
    const usual = this.others / (this.workers - 1);
    return this.workers > 1 && this.own >= FEW && this.own >= usual + MAX_MORE + usual / 4;
  }

  /** One went to another worker. */
  passed(): void {
    this.others += 1;
  }

  arrive(client: Waiting): void {
    const id = this.nextId++;
    const { address } = client;
    if (this.onCredit < this.credit) {
      this.onCredit += 1;
      this.entered.push({ id, address });
      this.letIn(id, client);
      this.tellMoves();
      return;
    }
    this.waiting.set(id, client);
    this.knocked.push({ id, address });
    this.tellIn('soon');
  }

  leave(id: number): void {
    this.own -= 1;
    this.left.push(id);
    this.tellMoves();
  }

  settle(credit: number): void {
    this.credit = credit;
    if (credit > 0) return;
    this.tell();
    this.send({ kind: 'asks-first' });
  }

  known(entered: number, others: number): void {
    this.onCredit -= entered;
    this.others = others;
  }

  answered(answers: readonly DoorAnswer[]): void {
    for (const answer of answers) {
      const client = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if (client === undefined) continue;
      if ('reply' in answer) client.turnAway(answer.reply, answer.why);
      else {
        this.others = answer.others;
        this.letIn(answer.id, client);
      }
    }
  }

  /** Nobody else is let in. */
  close(reply: string): void {
    for (const { turnAway } of this.waiting.values()) turnAway(reply);
    this.waiting.clear();
  }

  /** What is there to tell. */
  tell(): void {
    this.willTell = undefined;
    const { entered, left, knocked } = this;
    if (entered.length > 0 || left.length > 0) this.send({ kind: 'moved', entered, left });
    if (knocked.length > 0) this.send({ kind: 'knocked', guests: knocked });
    this.entered = [];
    this.left = [];
    this.knocked = [];
  }

  private letIn(id: number, client: Waiting): void {
    this.own += 1;
    client.enter(id, this.own + this.others);
  }

  private tellMoves(): void {
    const isUrgent = Number.isFinite(this.credit) || this.entered.length + this.left.length >= MANY_MOVES;
    this.tellIn(isUrgent ? 'soon' : 'later');
  }

  private tellIn(when: 'soon' | 'later'): void {
    if (this.willTell === 'soon' || this.willTell === when) return;
    this.willTell = when;
    if (when === 'soon') setImmediate(() => this.tell());
    else setTimeout(() => this.tell(), LAZY_MS);
  }
}
