/** A mailbox that is there already: whose it is, what it is, who may read it (Exim spec ch. 26). */
import type { Stats } from 'node:fs';
import { chmod, type FileHandle } from 'node:fs/promises';
import { ERRNO } from '../../retry/index.ts';
import { attempt, halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { deferred } from '../outcome.ts';
import { formatTransport } from './file-format.ts';
import type { AppendfileTask } from './task.ts';

const PERMISSIONS = 0o7777;

/** Before it is opened. @returns `link`: a symbolic link that may be followed; else the mode that it has now */
export async function existingMailbox(task: AppendfileTask, facts: Stats): Promise<'link' | number> {
  judgeOwners(task, facts);
  if (facts.isSymbolicLink() && task.allowsSymlink) return 'link';
  if (!facts.isFile() && !(task.allowsFifo && facts.isFIFO())) {
    const also = task.allowsFifo ? ' or named pipe' : '';
    halt(deferred(`mailbox ${task.path} is not a regular file${also}`, { errno: ERRNO.notRegular }));
  }
  return await narrowed(task, facts.mode & PERMISSIONS);
}

function judgeOwners({ path, checksOwner, checksGroup }: AppendfileTask, facts: Stats): void {
  const what = `mailbox ${path}${facts.isSymbolicLink() ? ' (symlink)' : ''}`;
  const uid = process.geteuid?.();
  const gid = process.getegid?.();
  if (checksOwner && facts.uid !== uid)
    halt(deferred(`${what} has wrong uid (${facts.uid} != ${uid})`, { errno: ERRNO.wrongOwner }));
  if (checksGroup && facts.gid !== gid)
    halt(deferred(`${what} has wrong gid (${facts.gid} != ${gid})`, { errno: ERRNO.wrongOwner }));
  // In a folder where all may make files, others could make their mailbox a name of somebody's file.
  if (facts.nlink !== 1) halt(deferred(`${what} has too many links (${facts.nlink})`, { errno: ERRNO.notRegular }));
}

/** Permissions are taken away down to what they should be, and never given. */
async function narrowed({ path, mode, failsNarrower }: AppendfileTask, current: number): Promise<number> {
  const differing = current ^ mode;
  if (differing === 0) return mode;
  if ((differing & current) === differing) {
    await attempt(chmod(pathOf(path), mode), `attempting to chmod mailbox ${path}`);
    return mode;
  }
  if (failsNarrower)
    halt(
      deferred(`mailbox ${path} has the wrong mode ${octal(current)} (${octal(mode)} expected)`, {
        errno: ERRNO.wrongMode,
      }),
    );
  return current;
}

const octal = (mode: number): string => mode.toString(8);

/** Afterwards: is it still what was looked at? Where it is not, somebody plays tricks, and an administrator is to see it. */
export async function judgeOpened(
  task: AppendfileTask,
  file: FileHandle,
  before: { readonly dev: number; readonly ino: number; readonly isFifo: boolean; readonly mode: number },
): Promise<void> {
  const { path } = task;
  const facts = await attempt(file.stat(), `attempting to stat open mailbox ${path}`);
  const freeze = (text: string, errno: number): never => halt(deferred(text, { errno, special: 'freeze' }));
  if (facts.dev !== before.dev || facts.ino !== before.ino)
    freeze(`opened mailbox ${path} inode number changed from ${before.ino} to ${facts.ino}`, ERRNO.inodeChanged);
  if (before.isFifo ? !facts.isFIFO() : !facts.isFile())
    freeze(`opened mailbox ${path} is no longer a ${before.isFifo ? 'named pipe' : 'regular file'}`, ERRNO.notRegular);
  if (
    (task.checksOwner && facts.uid !== process.geteuid?.()) ||
    (task.checksGroup && facts.gid !== process.getegid?.())
  )
    freeze(`opened mailbox ${path} has wrong uid or gid`, ERRNO.wrongOwner);
  const mode = facts.mode & PERMISSIONS;
  if (mode !== before.mode)
    freeze(`opened mailbox ${path} has wrong mode ${octal(mode)} (${octal(task.mode)} expected)`, ERRNO.wrongMode);
  if (task.fileFormats !== undefined && (await formatTransport(task, file)) !== task.transport)
    halt(deferred('open mailbox has changed format', { errno: 0 }));
}
