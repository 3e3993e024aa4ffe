/** A message appended to a mailbox that is one file: mbox, or MBX. */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { systemErrorText } from '../../../base/index.ts';
import { Halt, halt } from '../local/halt.ts';
import { folderOf, pathOf } from '../local/octets.ts';
import { codeOf, deferred, delivered, errnoOf } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';
import { makeDirectories, mayCreate } from './creation.ts';
import { otherTransport } from './file-format.ts';
import { takeLockfile } from './lockfile.ts';
import { mbxHeader, mbxSeparator } from './mbx.ts';
import { type Mailbox, measure, openMailbox } from './open-mailbox.ts';
import { crosses } from './quota.ts';
import type { AppendfileTask } from './task.ts';
import { failureOf, type Writing, writeAll, writeMessage } from './writing.ts';

export async function appendToFile(task: AppendfileTask, content: AsyncIterable<Uint8Array>): Promise<LocalOutcome> {
  if (task.path === '/dev/null') return delivered({ octets: 0 });
  const mayMake = await mayCreate(task.path, task.creation);
  if (task.createsDirectory && mayMake) await makeFolder(task);
  const other = await otherTransport(task);
  if (other !== undefined) return delivered({ otherTransport: other });
  const lockfile = task.locking.lockfile ? await takeLockfile(task) : undefined;
  try {
    return await appendLocked(task, await openMailbox(task, mayMake), content);
  } finally {
    if (lockfile !== undefined) await unlink(pathOf(lockfile)).catch(() => {}); // found too old, and taken away
  }
}

async function makeFolder({ path, directoryMode }: AppendfileTask): Promise<void> {
  const folder = folderOf(path);
  try {
    await makeDirectories(folder, directoryMode);
  } catch (thrown) {
    const why = systemErrorText(codeOf(thrown) ?? '');
    halt(deferred(`failed to create directories for ${path}: ${why}`, { errno: errnoOf(thrown) }));
  }
}

async function appendLocked(
  task: AppendfileTask,
  mailbox: Mailbox,
  content: AsyncIterable<Uint8Array>,
): Promise<LocalOutcome> {
  let isDelivered = false;
  try {
    const outcome = await append(task, mailbox, content);
    isDelivered = true;
    return outcome;
  } finally {
    await mailbox.held.release(isDelivered);
    await mailbox.file.close();
  }
}

const MS = 1000;

async function append(
  task: AppendfileTask,
  { file, isFifo }: Mailbox,
  content: AsyncIterable<Uint8Array>,
): Promise<LocalOutcome> {
  const before = await measure(task, file);
  const usage = { octets: task.quota.mailboxSize ?? before.size, files: 0 };
  const unreadSeconds = async (): Promise<number> => Math.floor((Date.now() - before.atimeMs) / MS);
  const writing: Writing = { task, file, name: task.path, usage, isFifo, unreadSeconds };
  try {
    const octets = await (task.format === 'mbx' ? writeMbx(writing, before, content) : writeMessage(writing, content));
    if (!isFifo) await file.utimes(before.atime, new Date());
    return delivered({
      octets,
      mailboxOctets: before.size,
      ...(crosses(task.quota, usage.octets, octets) && { warns: true }),
    });
  } catch (thrown) {
    if (!isFifo) await takeBack(file, before);
    throw thrown;
  }
}

/** Half a message is none: the file is as it was, its times included. */
async function takeBack(file: FileHandle, before: Stats): Promise<void> {
  await file.truncate(before.size).catch(() => {}); // there is nothing more to be done
  await file.utimes(before.atime, before.mtime).catch(() => {});
}

/** Its length stands before a message: it is written elsewhere first. */
async function writeMbx(writing: Writing, before: Stats, content: AsyncIterable<Uint8Array>): Promise<number> {
  const aside = await temporaryFile();
  try {
    await writeMessage({ ...writing, file: aside }, content).catch((thrown) => {
      throw named(thrown, writing.name);
    });
    const { size } = await aside.stat();
    const head = `${before.size === 0 ? mbxHeader(new Date()) : ''}${mbxSeparator(new Date(), size)}`;
    await copyInto(writing, copyOf(head, aside));
    return Buffer.byteLength(head, 'latin1') + size;
  } finally {
    await aside.close();
  }
}

async function copyInto(writing: Writing, parts: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await writeAll(writing.file, parts);
    await writing.file.sync();
  } catch (thrown) {
    halt(await failureOf(thrown, writing));
  }
}

/** What failed did so in the temporary file; a quota is the mailbox's all the same. */
function named(thrown: unknown, name: string): unknown {
  if (!(thrown instanceof Halt) || (thrown.outcome.errno ?? 0) < 0) return thrown;
  return new Halt({ ...thrown.outcome, text: (thrown.outcome.text ?? '').replace(name, 'temporary file') });
}

let made = 0;

/** Without a name as soon as it is open. */
async function temporaryFile(): Promise<FileHandle> {
  made += 1;
  const path = `${tmpdir()}/.mbx-${process.pid}-${made}-${Date.now()}`;
  const { O_RDWR, O_CREAT, O_EXCL } = constants;
  const MODE = 0o600;
  try {
    const file = await open(path, O_RDWR | O_CREAT | O_EXCL, MODE);
    await unlink(path);
    return file;
  } catch (thrown) {
    return halt(deferred('while setting up temporary file', { errno: errnoOf(thrown) }));
  }
}

const CHUNK = 64 * 1024;

async function* copyOf(head: string, from: FileHandle): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head, 'latin1');
  for (let at = 0; ; ) {
    const { buffer, bytesRead } = await from.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
