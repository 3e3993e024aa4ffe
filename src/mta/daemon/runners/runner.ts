/**
 * A child that delivers as a user, or does what else needs one. Still root, it opens the worker's socket, which is in a folder of the worker's alone; then
 * it becomes the user, for good, and only then does it hear what is to be done.
 */
import { basename, dirname, resolve } from 'node:path';
import { dialPrivately, type PrivateStream } from '../../../core/net/index.ts';
import { doErrand, type Errand, type FileErrand } from '../../route/index.ts';
import {
  type AnswerLate,
  ContentTrouble,
  enterable,
  type LocalJob,
  performTask,
  prepareLocks,
} from '../../transport/index.ts';
import type { RunnerStart } from '../messages.ts';
import { findUser } from '../privileges.ts';
import { type FromRunner, readFrames, sendFrame, type ToRunner } from './frames.ts';

/** With nothing to do for so long, it ends. */
export const IDLE_MS = 30_000;

/** For a job whose worker has gone to find its end. */
const GRACE_MS = 3_000;

export interface RunnerWays {
  /** Makes this process the user, or throws; before that nothing is heard of what is to be done. */
  readonly become: (order: RunnerStart) => void;
  /** Ends this process, and the programs that it has started. */
  readonly abandon: () => void;
}

const OURS: RunnerWays = { become: becomeUser, abandon: () => process.exit(1) };

/** What root may open and the asker may not is nothing that he can have opened for him. */
async function dialAs({ path, asker }: RunnerStart): Promise<PrivateStream | string> {
  if (asker === undefined || process.geteuid?.() !== 0) return await dialPrivately(path);
  process.setegid?.(asker.gid);
  process.seteuid?.(asker.uid);
  const dialled = dialPrivately(path); // the socket is opened before this is a promise
  process.seteuid?.(0);
  process.setegid?.(0);
  return await dialled;
}

type Frames = AsyncGenerator<ToRunner>;

/**
 * Resolves when there is nothing more to be done.
 *
 * Where the worker goes in the middle of a job, what it has begun is taken back, and a program that still runs is ended: nobody
 * would hear of it, and the message is delivered anew.
 */
export async function runJobs(order: RunnerStart, { become, abandon }: RunnerWays = OURS): Promise<void> {
  const stream = await dialAs(order);
  if (typeof stream === 'string') return;
  stream.on('error', () => {}); // told by its end
  const gone = goneWith(stream);
  stream.once('close', () => setTimeout(abandon, GRACE_MS).unref());
  if (order.looks !== true) await prepareLocks();
  become(order);
  const send = (message: FromRunner): Promise<void> => sendFrame(stream, message);
  await send({ kind: 'hello', token: order.token });
  const frames: Frames = readFrames<ToRunner>(stream);
  for (;;) {
    const message = await nextOrIdle(frames, stream);
    if (message?.kind === 'errand')
      await send({
        kind: 'found',
        answer: may(order, message.errand) ? await doErrand(message.errand, gone) : FORBIDDEN,
      });
    else if (order.looks !== true && message?.kind === 'job') await runOne(message.job, frames, send, gone);
    else break;
  }
  stream.destroy();
}

function goneWith(stream: PrivateStream): AbortSignal {
  const controller = new AbortController();
  stream.once('close', () => controller.abort());
  return controller.signal;
}

const FORBIDDEN = { kind: 'undone', why: 'this process may not do it' } as const;

/** Who only looks starts nothing and asks nobody, and who runs programs may look as well. */
const may = (order: RunnerStart, errand: Errand): boolean =>
  errand.kind === 'program' || errand.kind === 'expansion' ? order.looks !== true : mayLook(order, errand);

/**
 * A worker that was taken over must not read what is root's, nor what belongs to others of never_users: of their files, it
 * hears whether one is in their home, and what a forward file there says.
 */
function mayLook({ uid, isConfined }: RunnerStart, { kind, path }: FileErrand): boolean {
  if (uid !== 0 && isConfined !== true) return true;
  const home = findUser(String(uid))?.home;
  const isInHome = home !== undefined && home !== '/' && dirname(resolve(path)) === resolve(home);
  return isInHome && (kind === 'state' || kind === 'facts' || basename(path).startsWith('.forward'));
}

/** There is no way back; that is tried. */
function becomeUser({ uid, gid, initgroups, looks }: RunnerStart): void {
  if (uid === 0 && looks === true) return;
  if (!initgroups || !hasAllGroups(uid, gid)) process.setgroups?.([]);
  process.setgid?.(gid);
  process.setuid?.(uid);
  if (process.getuid?.() !== uid || process.geteuid?.() !== uid || process.getgid?.() !== gid || canBeRoot())
    throw new Error(`the user ${uid}:${gid} cannot be become`);
}

/** The system looks him up, wherever users stand; one that it does not know is in no group. */
function hasAllGroups(uid: number, gid: number): boolean {
  try {
    (process as { initgroups?: (user: number, group: number) => void }).initgroups?.(uid, gid);
    return true;
  } catch {
    return false;
  }
}

function canBeRoot(): boolean {
  try {
    process.setuid?.(0);
    return true;
  } catch {
    return false;
  }
}

async function nextOrIdle(frames: Frames, stream: PrivateStream): Promise<ToRunner | undefined> {
  const timer = setTimeout(() => stream.destroy(), IDLE_MS);
  const { value, done } = await frames.next();
  clearTimeout(timer);
  return done === true ? undefined : value;
}

async function runOne(
  { task, currentDirectory, filtering }: LocalJob,
  frames: Frames,
  send: (message: FromRunner) => Promise<void>,
  gone: AbortSignal,
): Promise<void> {
  const content = new Content(frames, send);
  const answer: AnswerLate = async (question) => {
    await send({ kind: 'ask', question });
    const { value } = await frames.next();
    return value?.kind === 'answer' ? value.answer : { failure: 'the worker has gone', forced: false };
  };
  const outcome =
    (await enterable(currentDirectory)) ??
    (await performTask({
      task,
      content: content.octets(),
      answer,
      currentDirectory,
      gone,
      output: (octets) => send({ kind: 'part', octets }),
      ...(filtering !== undefined && { filtering }),
    }));
  await send({ kind: 'done', outcome });
  await content.skip();
}

/** Asked for when it is first wanted; what of it is not wanted any more is passed over, so that the next job can be read. */
class Content {
  private readonly frames: Frames;
  private readonly send: (message: FromRunner) => Promise<void>;
  private isWanted = false;
  private isOver = false;

  constructor(frames: Frames, send: (message: FromRunner) => Promise<void>) {
    this.frames = frames;
    this.send = send;
  }

  async *octets(): AsyncGenerator<Uint8Array> {
    this.isWanted = true;
    await this.send({ kind: 'give' });
    for (;;) {
      const message = await this.next();
      if (message === undefined) throw new ContentTrouble({ kind: 'body', message: 'the worker has gone' });
      if (message.kind === 'trouble') throw new ContentTrouble(message.trouble);
      if (message.kind !== 'part') return;
      yield message.octets;
    }
  }

  async skip(): Promise<void> {
    while (this.isWanted && !this.isOver) await this.next();
  }

  private async next(): Promise<ToRunner | undefined> {
    const { value, done } = await this.frames.next();
    if (done === true || value.kind !== 'part') this.isOver = true;
    return done === true ? undefined : value;
  }
}
