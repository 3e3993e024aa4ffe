/** A task done by this process, as whoever it is: in the worker itself, or in a child that has become a user. */

import { type Filtering, throughFilter } from '../content/filter.ts';
import { ContentTrouble } from '../content/trouble.ts';
import { deferred } from '../outcome.ts';
import type { AnswerLate, LocalOutcome, LocalTask } from '../types.ts';
import { Halt } from './halt.ts';

export interface Performance {
  readonly task: LocalTask;
  readonly content: AsyncIterable<Uint8Array>;
  readonly answer: AnswerLate;
  readonly currentDirectory: string;
  /** A program that the content goes through, run by this process. */
  readonly filtering?: Filtering;
  /** Where a task hands back what it is given (`filter`). */
  readonly output?: (octets: Uint8Array) => Promise<void>;
  /** Nobody will hear of it: what goes through a program is not waited for. */
  readonly gone?: AbortSignal;
}

/** Never rejects. */
export async function performTask(performance: Performance): Promise<LocalOutcome> {
  try {
    return await perform({ ...performance, content: contentOf(performance) });
  } catch (thrown) {
    if (thrown instanceof Halt) return thrown.outcome;
    const what = thrown instanceof Error ? thrown.message : String(thrown);
    return deferred(`internal error: ${what}`, { panic: true });
  }
}

const contentOf = ({ content, filtering, gone }: Performance): AsyncIterable<Uint8Array> =>
  filtering === undefined ? content : throughFilter(content, filtering, gone);

async function perform({ task, content, answer, currentDirectory, output }: Performance): Promise<LocalOutcome> {
  if (task.kind === 'filter') return await handBack(content, output);
  if (task.kind === 'pipe') {
    const { performPipe } = await import('../pipe/perform.ts');
    return await performPipe(task.options, content, currentDirectory);
  }
  if (task.kind === 'lmtp') {
    const { performLmtp } = await import('../lmtp/perform.ts');
    return await performLmtp(task.options, content, currentDirectory);
  }
  if (task.kind === 'notes') {
    const { performNotes } = await import('../autoreply/perform.ts');
    return await performNotes(task.options);
  }
  if (task.kind === 'queuefile') {
    const { performQueuefile } = await import('../queuefile/perform.ts');
    return await performQueuefile(task.options, content);
  }
  if (task.kind === 'room') {
    const { performRoom } = await import('../appendfile/room.ts');
    return await performRoom(task.options);
  }
  const { performAppendfile } = await import('../appendfile/perform.ts');
  return await performAppendfile(task.options, content, answer);
}

async function handBack(content: AsyncIterable<Uint8Array>, output: Performance['output']): Promise<LocalOutcome> {
  try {
    for await (const octets of content) await output?.(octets);
    return { status: 'delivered' };
  } catch (thrown) {
    if (thrown instanceof ContentTrouble) return { ...deferred(thrown.message), trouble: thrown.trouble };
    throw thrown;
  }
}
