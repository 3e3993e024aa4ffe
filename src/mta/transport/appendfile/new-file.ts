/** A new file for a message, and what counts before it is written (Exim spec ch. 26). */
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { attempt, halt } from '../local/halt.ts';
import { folderOf, pathOf } from '../local/octets.ts';
import { codeOf, deferred, delivered, errnoOf } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';
import { makeDirectories } from './creation.ts';
import { crosses, directoryUsage, isCounted, type Usage } from './quota.ts';
import { regexOf } from './regex.ts';
import type { AppendfileTask } from './task.ts';
import { type Writing, writeMessage } from './writing.ts';

/** Counted only where somebody wants to know. */
export async function usageOf({ quota }: AppendfileTask, directory: string): Promise<Usage> {
  const { mailboxSize, mailboxFiles, sizeRegex } = quota;
  const knowsFiles = mailboxFiles !== undefined || quota.files === 0;
  if (!isCounted(quota) || (mailboxSize !== undefined && knowsFiles))
    return { octets: mailboxSize ?? 0, files: mailboxFiles ?? 0 };
  const counted = await directoryUsage(directory, sizeRegex === undefined ? undefined : regexOf(sizeRegex));
  return { octets: mailboxSize ?? counted.octets, files: mailboxFiles ?? counted.files };
}

/** The message in a new file, closed and safe; else the file is gone again. */
export async function written(writing: Writing, content: AsyncIterable<Uint8Array>): Promise<number> {
  const { file, name, task } = writing;
  const path = name.startsWith('/') ? name : `${task.path}/${name}`;
  try {
    const octets = await writeMessage(writing, content);
    await attempt(file.close(), `close() error for ${name}`);
    return octets;
  } catch (thrown) {
    await file.close().catch(() => {}); // it is closed, where that was what failed
    await unlink(pathOf(path)).catch(() => {}); // nobody has seen it yet
    throw thrown;
  }
}

export const warned = ({ quota }: AppendfileTask, usage: Usage, octets: number): LocalOutcome =>
  delivered({ octets, ...(crosses(quota, usage.octets, octets) && { warns: true }) });

/** A new file in a directory that is made where it is missing and may be. */
export async function createIn(task: AppendfileTask, path: string): Promise<FileHandle> {
  try {
    return await create(path, task.mode).catch(async (thrown) => {
      if (codeOf(thrown) !== 'ENOENT' || !task.createsDirectory) throw thrown;
      await makeDirectories(folderOf(path), task.directoryMode);
      return await create(path, task.mode);
    });
  } catch (thrown) {
    return halt(deferred(`while creating file ${path}`, { errno: errnoOf(thrown) }));
  }
}

/** Its mode and its group are those of the delivery, whatever the umask and the folder say. @throws what the system says */
export async function create(path: string, mode: number): Promise<FileHandle> {
  const file = await open(pathOf(path), 'wx', mode);
  await file.chown(process.geteuid!(), process.getegid!()).catch(() => {}); // only what we may
  await file.chmod(mode);
  return file;
}
