/** A delivery into a file or a directory, done by this process (Exim spec ch. 26 "The appendfile transport"). */
import type { AnswerLate, LocalOutcome } from '../types.ts';
import { deliverToDirectory } from './directory.ts';
import { appendToFile } from './mbox.ts';
import type { AppendfileTask } from './task.ts';

export const performAppendfile = (
  task: AppendfileTask,
  content: AsyncIterable<Uint8Array>,
  answer: AnswerLate,
): Promise<LocalOutcome> =>
  task.format === 'mbox' || task.format === 'mbx'
    ? appendToFile(task, content)
    : deliverToDirectory(task, content, answer);
