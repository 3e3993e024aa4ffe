/** The children that deliver for a worker, run programs of routers, or look at users' files: a user each, kept for a while, since mail for somebody seldom comes alone. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenPrivately, type PrivatePlace, type PrivateStream } from '../../../core/net/index.ts';
import type { DoAs, Errand, ErrandAnswer } from '../../route/index.ts';
import type { LocalOutcome, RunAs } from '../../transport/index.ts';
import type { RunnerOrder } from '../messages.ts';
import { Runner } from './runner-line.ts';

export interface RunnerPorts {
  /** Up the chain, to who may start them. */
  readonly request: (order: RunnerOrder) => void;
  readonly tell: (line: string) => void;
}

export interface Runners {
  readonly runAs: RunAs;
  readonly doAs: DoAs;
  readonly close: () => void;
}

/**
 * Of one worker; others wait their turn. A job may ask for errands before it goes on, and no errand asks for anything: each
 * kind has places of its own, so that neither waits for what waits for it.
 */
const MOST_JOBS = 32;
const MOST_ERRANDS = 16;
const MOST = MOST_JOBS + MOST_ERRANDS;
/** Until it has become the user and says so. */
const START_MS = 15_000;
const TOKEN_OCTETS = 24;

export const createRunners = (ports: RunnerPorts): Runners => {
  const pool = new Pool(ports);
  return {
    runAs: (...job) => pool.run(...job),
    doAs: ({ uid, gid, initgroups = false }, errand) =>
      pool.do(
        { uid, gid, ...(errand.kind === 'expansion' ? { initgroups } : errand.kind === 'program' ? RUNS : LOOKS) },
        errand,
      ),
    close: () => pool.close(),
  };
};

/** Exim gives a program of a router its group alone. */
const RUNS = { initgroups: false } as const;
const LOOKS = { initgroups: true, looks: true } as const;

interface Awaited {
  readonly arrived: (stream: PrivateStream, frames: Runner['frames']) => void;
}

/** Whom a child becomes, and for what. */
type Who = Omit<RunnerOrder, 'path' | 'token'>;

const keyOf = ({ uid, gid, initgroups, looks }: Who): string => `${uid}:${gid}:${initgroups}:${looks ?? false}`;

class Pool {
  private readonly ports: RunnerPorts;
  private readonly idle = new Map<string, Runner[]>();
  private readonly awaited = new Map<string, Awaited>();
  private readonly waiting: (() => void)[] = [];
  private readonly all = new Set<Runner>();
  private readonly jobs = new Places(MOST_JOBS);
  private readonly errands = new Places(MOST_ERRANDS);
  private count = 0;
  private place: Promise<{ readonly path: string; readonly place: PrivatePlace } | string> | undefined;
  private folder: string | undefined;

  constructor(ports: RunnerPorts) {
    this.ports = ports;
  }

  run(...asked: Parameters<RunAs>): Promise<LocalOutcome> {
    return this.jobs.within(() => this.runNow(...asked));
  }

  private async runNow(...[job, ...rest]: Parameters<RunAs>): Promise<LocalOutcome> {
    const { uid, gid, initgroups } = job;
    const who: Who = { uid, gid, initgroups };
    const key = keyOf(who);
    const runner = await this.take(key, who);
    if (typeof runner === 'string') return waits(runner);
    const outcome = await runner.run(job, ...rest);
    this.giveBack(key, runner);
    return outcome ?? waits(`the process that delivers as user ${job.uid} has ended`);
  }

  do(who: Who, errand: Errand): Promise<ErrandAnswer> {
    return this.errands.within(() => this.doNow(who, errand));
  }

  private async doNow(who: Who, errand: Errand): Promise<ErrandAnswer> {
    const key = keyOf(who);
    const runner = await this.take(key, who);
    if (typeof runner === 'string') return { kind: 'undone', why: runner };
    const answer = await runner.do(errand);
    this.giveBack(key, runner);
    return answer ?? { kind: 'undone', why: `the process of user ${who.uid} has ended` };
  }

  close(): void {
    for (const runner of this.all) runner.end();
    void this.place?.then((place) => {
      if (typeof place !== 'string') place.place.close();
      if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** One that is there, or a new one; text: why there is none. */
  private async take(key: string, who: Who): Promise<Runner | string> {
    for (;;) {
      const known = this.idle.get(key)?.pop();
      if (known?.isOpen === true) return known;
      if (known === undefined) {
        if (this.count < MOST || this.endSomeIdle()) break;
        await new Promise<void>((resolve) => this.waiting.push(resolve));
      }
    }
    this.count += 1;
    const started = await this.start(who);
    if (typeof started === 'string') this.left();
    return started;
  }

  private left(): void {
    this.count -= 1;
    this.waiting.shift()?.();
  }

  private endSomeIdle(): boolean {
    for (const runners of this.idle.values()) {
      const runner = runners.shift();
      if (runner === undefined) continue;
      runner.end(); // it leaves when its stream closes
      return true;
    }
    return false;
  }

  private giveBack(key: string, runner: Runner): void {
    if (runner.isOpen) this.idle.set(key, [...(this.idle.get(key) ?? []), runner]);
    this.waiting.shift()?.();
  }

  private async start(who: Who): Promise<Runner | string> {
    this.place ??= this.listen();
    const place = await this.place;
    if (typeof place === 'string') {
      this.place = undefined;
      return `no socket for processes that deliver as users: ${place}`;
    }
    const token = randomBytes(TOKEN_OCTETS).toString('base64url');
    const came = new Promise<Runner | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), START_MS);
      this.awaited.set(token, {
        arrived: (stream, frames) => {
          clearTimeout(timer);
          resolve(this.admit(stream, frames));
        },
      });
    });
    this.ports.request({ ...who, path: place.path, token });
    const runner = await came;
    this.awaited.delete(token);
    return runner ?? `no process that delivers as user ${who.uid} could be started`;
  }

  private admit(stream: PrivateStream, frames: Runner['frames']): Runner {
    const runner = new Runner(stream, frames);
    this.all.add(runner);
    stream.once('close', () => {
      this.all.delete(runner);
      this.left();
    });
    return runner;
  }

  /** In a folder that nobody else may enter; a path of the spool may be too long for a socket. */
  private async listen(): Promise<{ readonly path: string; readonly place: PrivatePlace } | string> {
    try {
      this.folder ??= mkdtempSync(join(tmpdir(), 'mxray-runners-'));
    } catch (thrown) {
      return (thrown as Error).message;
    }
    const path = join(this.folder, 'socket');
    const place = await listenPrivately(path, (stream) => void this.greet(stream));
    return typeof place === 'string' ? place : { path, place };
  }

  private async greet(stream: PrivateStream): Promise<void> {
    stream.on('error', () => {}); // told by its end
    const frames = Runner.framesOf(stream);
    const { value } = await frames.next();
    const awaited = value?.kind === 'hello' ? this.awaited.get(value.token) : undefined;
    if (awaited === undefined) {
      stream.destroy();
      this.ports.tell('somebody who is no process of ours has come to the socket of a worker');
      return;
    }
    awaited.arrived(stream, frames);
  }
}

class Places {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(most: number) {
    this.free = most;
  }

  async within<T>(work: () => Promise<T>): Promise<T> {
    while (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.free -= 1;
    try {
      return await work();
    } finally {
      this.free += 1;
      this.waiting.shift()?.();
    }
  }
}

const waits = (text: string): LocalOutcome => ({ status: 'deferred', errno: 0, text });
