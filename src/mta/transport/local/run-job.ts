/** A task given to whoever may do it: a child that becomes the user, or this process itself. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { isOurself, type LocalFacts } from '../local-facts.ts';
import { deferred, errnoOf } from '../outcome.ts';
import type { AnswerLate, LocalOutcome, LocalTask, LocalWorld } from '../types.ts';
import type { LocalContent } from './content.ts';
import { pathOf } from './octets.ts';
import { performTask } from './perform.ts';

export async function runJob(
  task: LocalTask,
  { uid, gid, initgroups, currentDirectory }: LocalFacts,
  { octets, filtering }: Pick<LocalContent, 'octets' | 'filtering'>,
  answer: AnswerLate,
  { runAs }: LocalWorld,
): Promise<LocalOutcome> {
  const through = filtering === undefined ? {} : { filtering };
  if (runAs !== undefined && !isOurself({ uid, gid, initgroups }))
    return await runAs({ uid, gid, initgroups, currentDirectory, task, ...through }, octets, answer);
  const trouble = await enterable(currentDirectory);
  return trouble ?? (await performTask({ task, content: octets, answer, currentDirectory, ...through }));
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
