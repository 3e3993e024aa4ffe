/** A file of its own for each message: maildir, mailstore, or just files in a directory (Exim spec ch. 26). */
import { ERRNO } from '../../retry/index.ts';
import { halt } from '../local/halt.ts';
import { deferred } from '../outcome.ts';
import type { AnswerLate, LocalOutcome } from '../types.ts';
import { mayCreate } from './creation.ts';
import { nameInDirectory } from './directory-file.ts';
import { deliverToMaildir } from './maildir.ts';
import { deliverToMailstore } from './mailstore.ts';
import { createIn, usageOf, warned, written } from './new-file.ts';
import { factsOf, type Usage } from './quota.ts';
import type { AppendfileTask } from './task.ts';

/** @param answer  expands what depends on the file or on its size */
export async function deliverToDirectory(
  task: AppendfileTask,
  content: AsyncIterable<Uint8Array>,
  answer: AnswerLate,
): Promise<LocalOutcome> {
  const { path } = task;
  if (!(await mayCreate(`${path}/any`, task.creation)))
    halt(
      deferred(`tried to create file in ${path}, but file creation outside the home directory is not permitted`, {
        errno: ERRNO.mayNotCreate,
      }),
    );
  if (task.format === 'maildir') return await deliverToMaildir(task, content, answer);
  const usage = await usageOf(task, task.quota.directory ?? path);
  if (task.format === 'mailstore') return await deliverToMailstore(task, content, usage);
  return await deliverAsFile(task, content, usage, answer);
}

let made = 0;

async function deliverAsFile(
  task: AppendfileTask,
  content: AsyncIterable<Uint8Array>,
  usage: Usage,
  answer: AnswerLate,
): Promise<LocalOutcome> {
  made += 1;
  const name = `${task.path}/temp.${process.pid}-${made}.${task.primaryHostname}`;
  const file = await createIn(task, name);
  const octets = await written({ task, file, name, usage, unreadSeconds: async () => 0 }, content);
  const { ino } = await factsOf(name).then((facts) => facts ?? { ino: 0 });
  await nameInDirectory(task, name, { inode: ino, size: octets }, answer);
  return warned(task, usage, octets);
}
