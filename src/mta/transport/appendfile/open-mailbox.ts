/**
 * A mailbox opened and locked, or the reason why not (Exim spec ch. 26 "Operational details for appending").
 *
 * What is there is looked at before it is opened and again afterwards: another may put a link or a file of his own in its
 * place at any moment. While others hold locks it is closed, since over NFS its size would be remembered.
 */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { sleep } from '../../../base/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { attempt, halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { codeOf, deferred, errnoOf, failed } from '../outcome.ts';
import { existingMailbox, judgeOpened } from './existing.ts';
import { type Held, lockMailbox } from './locks.ts';
import type { AppendfileTask, Locking } from './task.ts';

export interface Mailbox {
  readonly file: FileHandle;
  readonly held: Held;
  readonly isFifo: boolean;
}

const MS = 1000;

/** @param mayMake  the file may be made where it is missing */
export async function openMailbox(task: AppendfileTask, mayMake: boolean): Promise<Mailbox> {
  const { path, locking } = task;
  let wasOpened = false;
  let follows = false;
  for (let tries = 0; tries < locking.retries; ) {
    const step = await openOnce(task, mayMake, follows);
    follows = step.kind === 'link'; // its owner is right: the same again, for what is behind it
    if (step.kind === 'link') continue;
    tries += 1;
    wasOpened = step.kind === 'open';
    if (step.kind === 'again') continue;
    const held = await lockOrClose(step.file, locking);
    if (held !== undefined) return { file: step.file, held, isFifo: step.isFifo };
    const longest = Math.max(locking.fcntlTimeout, locking.flockTimeout);
    if (longest > 0 && tries * longest >= locking.retries * locking.interval) break;
    if (longest === 0 && tries < locking.retries) await sleep(locking.interval * MS);
  }
  if (wasOpened) return halt(deferred(`failed to lock mailbox ${path} (fcntl/flock)`, { errno: ERRNO.lockFailed }));
  return halt(deferred(`mailbox ${path}: existence unclear`, { errno: ERRNO.existenceUnclear, special: 'freeze' }));
}

/** Undefined: another has it, and it is closed again. */
async function lockOrClose(file: FileHandle, locking: Locking): Promise<Held | undefined> {
  let held: Held | undefined;
  try {
    held = await lockMailbox(file, locking);
    return held;
  } finally {
    if (held === undefined) await file.close();
  }
}

type Step =
  | { readonly kind: 'open'; readonly file: FileHandle; readonly isFifo: boolean }
  /** A symbolic link that may be followed. */
  | { readonly kind: 'link' }
  /** It came or went just now. */
  | { readonly kind: 'again' };

async function openOnce(task: AppendfileTask, mayMake: boolean, follows: boolean): Promise<Step> {
  const facts = await look(task.path, follows);
  if (facts === undefined) return await makeMailbox(task, mayMake, follows);
  const seen = await existingMailbox(task, facts);
  if (seen === 'link') return { kind: 'link' };
  const isFifo = facts.isFIFO();
  const file = await openExisting(task, isFifo, follows);
  if (file === undefined) return { kind: 'again' };
  try {
    await judgeOpened(task, file, { dev: facts.dev, ino: facts.ino, isFifo, mode: seen });
    return { kind: 'open', file, isFifo };
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

/** Undefined: there is none. */
async function look(path: string, follows: boolean): Promise<Stats | undefined> {
  try {
    return await (follows ? stat(pathOf(path)) : lstat(pathOf(path)));
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    return halt(deferred(`attempting to stat mailbox ${path}`, { errno: errnoOf(thrown) }));
  }
}

const { O_RDWR, O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NONBLOCK, O_NOFOLLOW } = constants;
const USER_FAULTS = ['EPERM', 'ENOENT', 'EACCES'];

async function makeMailbox(task: AppendfileTask, mayMake: boolean, follows: boolean): Promise<Step> {
  const { path, mode } = task;
  const refused = `mailbox ${path} does not exist, but`;
  if (task.fileMustExist) halt(deferred(`${refused} file_must_exist is set`, { errno: NO_SUCH_FILE }));
  if (!mayMake)
    halt(deferred(`${refused} creation outside the home directory is not permitted`, { errno: ERRNO.mayNotCreate }));
  try {
    const file = await open(pathOf(path), O_RDWR | O_APPEND | O_CREAT | (follows ? 0 : O_EXCL), mode);
    await file.chmod(mode); // whatever the umask has left of it
    await file.chown(process.geteuid!(), process.getegid!()).catch(() => {}); // the folder's group may be wanted
    return { kind: 'open', file, isFifo: false };
  } catch (thrown) {
    const code = codeOf(thrown) ?? '';
    if (code === 'EEXIST') return { kind: 'again' };
    const say = task.isRedirected && USER_FAULTS.includes(code) ? failed : deferred;
    return halt(say(`while creating mailbox ${path}`, { errno: errnoOf(thrown) }));
  }
}

const NO_SUCH_FILE = 2;

/** A named pipe is opened for writing alone, and only where somebody reads it. Undefined: it has gone. */
async function openExisting(
  { path, mode }: AppendfileTask,
  isFifo: boolean,
  follows: boolean,
): Promise<FileHandle | undefined> {
  const how = isFifo ? O_WRONLY | O_NONBLOCK : O_RDWR | O_APPEND;
  try {
    return await open(pathOf(path), follows ? how : how | O_NOFOLLOW, mode);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    const text = isFifo
      ? `while opening named pipe ${path} (could mean no process is reading it)`
      : `while opening mailbox ${path}`;
    return halt(deferred(text, { errno: errnoOf(thrown) }));
  }
}

/** Sizes and times as they are before anything is written. */
export const measure = (task: AppendfileTask, file: FileHandle): Promise<Stats> =>
  attempt(file.stat(), `while fstatting opened mailbox ${task.path}`);
