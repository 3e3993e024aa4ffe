/**
 * The workers of an acceptor: started, given work, replaced when they die.
 *
 * One that dies again and again is started ever later, up to a bound: a fault that all of them have must not eat the host.
 */
import type { Child } from '../../base/process/index.ts';
import type { PassedConnection } from '../../core/net/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';

type Process = Child<ToWorker, FromWorker>;

export interface StaffPorts {
  readonly start: (number: number, exited: (how: string) => void) => Process;
  /** What a worker is told first, as things stand. */
  readonly setup: (number: number) => ToWorker;
  readonly heard: (message: FromWorker, number: number) => void;
  /** Connections that a dead worker had. */
  readonly lost: (ids: readonly number[]) => void;
  /** Those that were not on their way to it yet: another can serve them. */
  readonly unserved: (jobs: readonly Job[]) => void;
  readonly tell: (line: string) => void;
  readonly nowMs: () => number;
}

/** A connection, and what is said of it to the worker that serves it. */
export interface Job {
  readonly order: Extract<ToWorker, { kind: 'connection' | 'submission' }>;
  readonly connection: PassedConnection;
}

interface Post {
  readonly number: number;
  /** By id; with the job until it has left for the worker. */
  readonly connections: Map<number, Job | undefined>;
  process: Process | undefined;
  isReady: boolean;
  /** Deaths that came too soon after one another. */
  falls: number;
  startedMs: number;
}

/** Who has lived for so long counts as sound. */
const SOUND_MS = 60_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

export class Staff {
  private readonly ports: StaffPorts;
  private readonly posts: Post[] = [];
  private isClosing = false;

  constructor(ports: StaffPorts) {
    this.ports = ports;
  }

  begin(workers: number): void {
    for (let number = 1; number <= workers; number += 1) {
      const post: Post = { number, connections: new Map(), process: undefined, isReady: false, falls: 0, startedMs: 0 };
      this.posts.push(post);
      this.startPost(post);
    }
  }

  get isReady(): boolean {
    return this.posts.every(({ isReady }) => isReady);
  }

  get ready(): number {
    return this.posts.filter(({ isReady }) => isReady).length;
  }

  get falls(): number {
    return this.posts.reduce((sum, { falls }) => sum + falls, 0);
  }

  /** To the one with the least to do; false where nobody serves just now. */
  assign(job: Job): boolean {
    const [first, ...rest] = this.posts.filter(({ isReady }) => isReady);
    if (first === undefined) return false;
    const post = rest.reduce((least, one) => (one.connections.size < least.connections.size ? one : least), first);
    const { order, connection } = job;
    post.connections.set(order.id, job);
    post.process?.send(order, connection.handle, (hasLeft) => {
      if (!hasLeft) return; // its worker has died, which is told
      if (post.connections.has(order.id)) post.connections.set(order.id, undefined);
      connection.close();
    });
    return true;
  }

  tellAll(message: ToWorker): void {
    for (const { process } of this.posts) process?.send(message);
  }

  /** From now on a worker that ends is not replaced. */
  close(): void {
    this.isClosing = true;
  }

  get alive(): number {
    return this.posts.filter(({ process }) => process !== undefined).length;
  }

  kill(): void {
    for (const { process } of this.posts) process?.kill('SIGKILL');
  }

  private startPost(post: Post): void {
    post.startedMs = this.ports.nowMs();
    const process = this.ports.start(post.number, (how) => this.fell(post, how));
    post.process = process;
    process.hear((message) => this.heard(post, message));
    process.send(this.ports.setup(post.number));
  }

  private heard(post: Post, message: FromWorker): void {
    if (message.kind === 'ready') post.isReady = true;
    if (message.kind === 'ended') for (const id of message.ids) post.connections.delete(id);
    this.ports.heard(message, post.number);
  }

  private fell(post: Post, how: string): void {
    post.process = undefined;
    post.isReady = false;
    const held = [...post.connections];
    post.connections.clear();
    this.ports.lost(held.filter(([, job]) => job === undefined).map(([id]) => id));
    this.ports.unserved(held.flatMap(([, job]) => job ?? []));
    if (this.isClosing) return void this.ports.heard({ kind: 'ended', ids: [] }, post.number);
    const lived = this.ports.nowMs() - post.startedMs;
    post.falls = lived >= SOUND_MS ? 1 : post.falls + 1;
    const pause = post.falls === 1 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (post.falls - 2));
    this.ports.tell(`worker ${post.number} ${how}${pause === 0 ? '' : `; the next one is started in ${pause} ms`}`);
    setTimeout(() => {
      if (!this.isClosing) this.startPost(post);
    }, pause);
  }
}
