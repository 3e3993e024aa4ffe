/**
 * The workers of an acceptor: started, told what there is to do, replaced when they die.
 *
 * They may be started before anything is known, as that takes them longest. One that dies again and again is started ever
 * later, up to a bound: a fault that all of them have must not eat the host.
 */
import type { Child } from '../../base/process/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';

type Process = Child<ToWorker, FromWorker>;

export interface StaffPorts {
  readonly start: (number: number, exited: (how: string) => void) => Process;
  /** What a worker is told first, as things stand. */
  readonly instruct: (worker: Process, number: number) => void;
  readonly heard: (message: FromWorker, number: number, handle: object | undefined) => void;
  /** It has died, and what it had is gone. */
  readonly lost: (number: number) => void;
  readonly tell: (line: string) => void;
  readonly nowMs: () => number;
}

interface Post {
  readonly number: number;
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
  private posts: Post[] = [];
  private hasBegun = false;
  private isClosing = false;

  constructor(ports: StaffPorts) {
    this.ports = ports;
  }

  /** Started, and left waiting. */
  prepare(workers: number): void {
    for (let number = this.posts.length + 1; number <= workers; number += 1) {
      const post: Post = { number, process: undefined, isReady: false, falls: 0, startedMs: 0 };
      this.posts.push(post);
      this.startPost(post);
    }
  }

  /** So many are wanted, and there is something to do. */
  begin(workers: number): void {
    for (const { process } of this.posts.splice(workers)) process?.send({ kind: 'drain', withinMs: 0 });
    this.hasBegun = true;
    for (const { process, number } of this.posts) if (process !== undefined) this.ports.instruct(process, number);
    this.prepare(workers);
  }

  get size(): number {
    return this.posts.length;
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

  get alive(): number {
    return this.posts.filter(({ process }) => process !== undefined).length;
  }

  /** With a handle, where there is one. */
  tell(number: number, message: ToWorker, handle?: object): void {
    this.posts.find((post) => post.number === number)?.process?.send(message, handle);
  }

  tellAll(message: ToWorker): void {
    for (const { process } of this.posts) process?.send(message);
  }

  /** To the one that serves with the least `load`; false where nobody does just now. */
  hand(message: ToWorker, handle: object, load: (number: number) => number, sent: () => void): boolean {
    const [first, ...rest] = this.posts.filter(({ isReady }) => isReady);
    const post = rest.reduce((least, one) => (load(one.number) < load(least!.number) ? one : least), first);
    post?.process?.send(message, handle, sent);
    return post !== undefined;
  }

  /** From now on a worker that ends is not replaced. */
  close(): void {
    this.isClosing = true;
  }

  kill(): void {
    for (const { process } of this.posts) process?.kill('SIGKILL');
  }

  private startPost(post: Post): void {
    post.startedMs = this.ports.nowMs();
    const process = this.ports.start(post.number, (how) => this.fell(post, how));
    post.process = process;
    process.hear((message, handle) => this.heard(post, message, handle));
    if (this.hasBegun) this.ports.instruct(process, post.number);
  }

  private heard(post: Post, message: FromWorker, handle: object | undefined): void {
    if (message.kind === 'ready') post.isReady = true;
    this.ports.heard(message, post.number, handle);
  }

  private fell(post: Post, how: string): void {
    if (!this.posts.includes(post)) return; // one too many
    post.process = undefined;
    post.isReady = false;
    this.ports.lost(post.number);
    if (this.isClosing) return;
    const lived = this.ports.nowMs() - post.startedMs;
    post.falls = lived >= SOUND_MS ? 1 : post.falls + 1;
    const pause = post.falls === 1 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (post.falls - 2));
    this.ports.tell(`worker ${post.number} ${how}${pause === 0 ? '' : `; the next one is started in ${pause} ms`}`);
    setTimeout(() => {
      if (!this.isClosing) this.startPost(post);
    }, pause);
  }
}
