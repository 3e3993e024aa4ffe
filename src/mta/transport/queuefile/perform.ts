/** The two files of a message in the queue, written by this process as whoever it is. */
import { type FileHandle, lstat, open, unlink } from 'node:fs/promises';
import { systemErrorText } from '../../../base/index.ts';
import { writeAll } from '../appendfile/writing.ts';
import { halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { codeOf, deferred, delivered, errnoOf, panicked } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';
import type { QueuefileTask } from './task.ts';

/** Header before data, and none without the other: who runs a queue there looks at both. */
export async function performQueuefile(task: QueuefileTask, content: AsyncIterable<Uint8Array>): Promise<LocalOutcome> {
  const { directory, messageId, header } = task;
  await judgeDirectory(task);
  await writeFile(task, `${directory}/${messageId}-H`, one(Buffer.from(header, 'latin1')));
  try {
    await writeFile(task, `${directory}/${messageId}-D`, withName(messageId, content));
  } catch (thrown) {
    await unlink(pathOf(`${directory}/${messageId}-H`)).catch(() => {}); // nobody has taken it
    throw thrown;
  }
  return delivered();
}

async function judgeDirectory({ directory, transport }: QueuefileTask): Promise<void> {
  const refuse = (code: string, errno: number): never =>
    halt(
      panicked(`${transport} transport accessing directory: ${directory} failed with error: ${systemErrorText(code)}`, {
        errno,
      }),
    );
  const NOT_A_DIRECTORY = 20;
  try {
    if (!(await lstat(pathOf(directory))).isDirectory()) refuse('ENOTDIR', NOT_A_DIRECTORY);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined) throw thrown;
    refuse(code, errnoOf(thrown));
  }
}

const MODE = 0o640;

async function writeFile(task: QueuefileTask, path: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await doing('opening', task, path, open(pathOf(path), 'wx', MODE));
  try {
    await doing('setting perms on', task, path, file.chmod(MODE));
    await doing('creating', task, path, writeAndSync(file, parts));
  } catch (thrown) {
    await unlink(pathOf(path)).catch(() => {}); // half of one is none
    throw thrown;
  } finally {
    await file.close();
  }
}

async function doing<T>(act: string, { transport }: QueuefileTask, path: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (thrown) {
    const why = systemErrorText(codeOf(thrown) ?? 'EIO');
    return halt(
      deferred(`${transport} transport ${act} file: ${path} failed with error: ${why}`, { errno: errnoOf(thrown) }),
    );
  }
}

async function writeAndSync(file: FileHandle, parts: AsyncIterable<Uint8Array>): Promise<void> {
  await writeAll(file, parts);
  await file.sync();
}

async function* one(part: Uint8Array): AsyncGenerator<Uint8Array> {
  yield part;
}

/** A -D file begins with its own name. */
async function* withName(id: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${id}-D\n`, 'latin1');
  yield* content;
}
