/** Locks on the mailbox itself, once it is open: fcntl, flock, and those that MBX mailboxes have (Exim spec ch. 26). */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, unlink } from 'node:fs/promises';
import { sleep, systemErrorText } from '../../../base/index.ts';
import { flock } from '../../../base/process/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { codeOf, deferred } from '../outcome.ts';
import type { Locking } from './task.ts';

/** What is held beside the mailbox: `release` is asked for before the mailbox is closed. */
export interface Held {
  readonly release: (isDelivered: boolean) => Promise<void>;
}

const NOTHING: Held = { release: async () => {} };

/** Undefined: somebody else has it. Locks on the file itself end when it is closed. */
export async function lockMailbox(mailbox: FileHandle, locking: Locking): Promise<Held | undefined> {
  if (locking.mbx) return await lockMbx(mailbox, locking);
  return (await applyLocks(mailbox, locking, false)) ? NOTHING : undefined;
}

async function applyLocks({ fd }: FileHandle, locking: Locking, shared: boolean): Promise<boolean> {
  if (locking.fcntl && !(await lockByFcntl(fd, shared, locking.fcntlTimeout))) return false;
  if (!locking.flock) return true;
  return (await flock({ descriptor: fd, shared, waitSeconds: locking.flockTimeout })) === 'locked';
}

const MS = 1000;
/** A lock is waited for by asking again: a call that blocks could not be ended. */
const ASK_AGAIN_MS = 50;

/** Loaded while its file may be read, by who is about to become a user who perhaps may not. */
export async function prepareLocks(): Promise<void> {
  await import('fs-native-extensions').catch(() => {}); // told where a lock is wanted
}

/** Open file description locks: they stand against fcntl's of other processes, and are not lost when another of ours closes. */
async function lockByFcntl(fd: number, shared: boolean, timeoutSeconds: number): Promise<boolean> {
  const { tryLock } = await import('fs-native-extensions');
  const deadline = Date.now() + timeoutSeconds * MS;
  for (;;) {
    if (tryLock(fd, 0, 0, { shared })) return true;
    if (Date.now() >= deadline) return false;
    await sleep(ASK_AGAIN_MS);
  }
}

/**
 * A shared lock on the mailbox keeps others from expunging it, an exclusive one on a file named by its device and inode from
 * changing it. Who can have the mailbox exclusively at the end is alone, and takes that file away.
 */
async function lockMbx(mailbox: FileHandle, locking: Locking): Promise<Held | undefined> {
  if (!(await applyLocks(mailbox, locking, true))) return undefined;
  const { dev, ino } = await mailbox.stat();
  const name = `/tmp/.${dev.toString(16)}.${ino.toString(16)}`;
  const file = await openLockFile(name, locking.lockfileMode);
  if (!(await applyLocks(file, locking, false)) || !(await isStill(name, await file.stat()))) {
    await file.close();
    return undefined;
  }
  return {
    release: async (isDelivered) => {
      const alone = { ...locking, fcntlTimeout: 0, flockTimeout: 0 };
      if (isDelivered && (await applyLocks(mailbox, alone, false))) await unlink(name).catch(() => {});
      await file.close();
    },
  };
}

const refuse = (text: string): never => halt(deferred(text, { errno: ERRNO.lockFailed }));

const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
const LINK_REFUSED = 'ELOOP';

/**
 * In a folder where all may make files, a link put there between a look and the opening would have a file made, or its mode
 * changed, wherever the user may: it is opened so that none is followed, and looked at when it is open (CVE-2010-2024).
 */
async function openLockFile(name: string, mode: number): Promise<FileHandle> {
  const file = await open(pathOf(name), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode).catch((thrown: unknown) => {
    const code = codeOf(thrown) ?? '';
    if (code === LINK_REFUSED) return refuse(`symbolic link on MBX lock file ${name}`);
    return refuse(`failed to open MBX lock file ${name} :${systemErrorText(code)}`);
  });
  const facts = await file.stat();
  if (facts.isFile() && facts.nlink === 1) {
    await file.chmod(mode).catch(() => {}); // another's: its mode is what it is
    return file;
  }
  await file.close();
  const what = facts.isFile() ? `hard link to MBX lock file ${name}` : `MBX lock file ${name} is not a regular file`;
  return refuse(what);
}

/** Between its creation and the lock another may have put another in its place. */
async function isStill(name: string, ours: Stats): Promise<boolean> {
  const facts = await lstat(name).catch(() => undefined);
  return facts !== undefined && facts.dev === ours.dev && facts.ino === ours.ino;
}
