/** A task given to whoever may do it: a child that becomes the user, or this process itself. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { LocalFacts } from '../local-facts.ts';
import { deferred, errnoOf } from '../outcome.ts';
import type { AnswerLate, LocalOutcome, LocalTask, LocalWorld } from '../types.ts';
import { pathOf } from './octets.ts';
import { performTask } from './perform.ts';

export async function runJob(
  task: LocalTask,
  { uid, gid, initgroups, currentDirectory }: LocalFacts,
  content: AsyncIterable<Uint8Array>,
  answer: AnswerLate,
  { runAs }: LocalWorld,
): Promise<LocalOutcome> {
  const isOurself = uid === process.geteuid?.() && gid === process.getegid?.() && !initgroups;
  if (runAs !== undefined && !isOurself)
    return await runAs({ uid, gid, initgroups, currentDirectory, task }, content, answer);
  const trouble = await enterable(currentDirectory);
  return trouble ?? (await performTask({ task, content, answer, currentDirectory }));
}

/** A process of many deliveries has no folder of its own to be in; that one could be entered is still asked. */
export async function enterable(directory: string): Promise<LocalOutcome | undefined> {
  try {
    await access(pathOf(`${directory}/.`), constants.X_OK);
    return undefined;
  } catch (thrown) {
    return deferred(`failed to chdir to ${directory}`, { errno: errnoOf(thrown) });
  }
}
