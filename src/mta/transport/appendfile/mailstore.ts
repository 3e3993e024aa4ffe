/** mailstore: two files a message, its envelope and itself; the envelope's last name says that both are there. */
import { randomInt } from 'node:crypto';
import { rename, unlink } from 'node:fs/promises';
import { attempt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import type { LocalOutcome } from '../types.ts';
import { createIn, warned, written } from './new-file.ts';
import type { Usage } from './quota.ts';
import type { AppendfileTask } from './task.ts';
import { writeAll } from './writing.ts';

export async function deliverToMailstore(
  task: AppendfileTask,
  content: AsyncIterable<Uint8Array>,
  usage: Usage,
): Promise<LocalOutcome> {
  const base = `${task.path}/${task.mailstore.messageId}-${base62(nextNumber())}`;
  const envelope = `${base}.tmp`;
  await writeEnvelope(task, envelope);
  try {
    const name = `${base}.msg`;
    const file = await createIn(task, name);
    const octets = await written({ task, file, name, usage, unreadSeconds: async () => 0 }, content);
    await attempt(rename(pathOf(envelope), pathOf(`${base}.env`)), `while renaming ${envelope} as ${base}.env`).catch(
      async (thrown) => {
        await unlink(pathOf(name)).catch(() => {}); // without its envelope it is nothing
        throw thrown;
      },
    );
    return warned(task, usage, octets);
  } catch (thrown) {
    await unlink(pathOf(envelope)).catch(() => {}); // renamed, or gone
    throw thrown;
  }
}

async function writeEnvelope(task: AppendfileTask, path: string): Promise<void> {
  const file = await createIn(task, path);
  try {
    await attempt(writeAll(file, one(Buffer.from(task.mailstore.envelope, 'latin1'))), `while closing ${path}`);
    await attempt(file.sync(), `while closing ${path}`);
  } catch (thrown) {
    await unlink(pathOf(path)).catch(() => {}); // half of one is none
    throw thrown;
  } finally {
    await file.close();
  }
}

async function* one(part: Uint8Array): AsyncGenerator<Uint8Array> {
  yield part;
}

const PIDS = 2 ** 22;
let given = randomInt(PIDS);

/** In the place of a process id, of which there is one a delivery where each has a process. */
function nextNumber(): number {
  given = (given + 1) % PIDS;
  return process.pid + given;
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const WIDTH = 6;

function base62(number: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / DIGITS.length)) text = DIGITS[rest % DIGITS.length] + text;
  return text.padStart(WIDTH, '0');
}
