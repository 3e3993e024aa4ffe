/** pipe: messages to programs (Exim spec ch. 29). */
import { localContent } from '../local/content.ts';
import { runJob } from '../local/run-job.ts';
import { localFacts } from '../local-facts.ts';
import { reportOf, unnumbered } from '../outcome.ts';
import type { Deliver, Delivery, LocalOutcome, TransportWorld } from '../types.ts';
import { makePipeTask } from './make-task.ts';
import { judgeOutput } from './output.ts';

export const deliverToProgram: Deliver = async (delivery, world) => {
  const started = world.clock.monotonicMs();
  const outcome = await deliver(delivery, world);
  return reportOf(outcome, delivery, world.clock.monotonicMs() - started);
};

async function deliver(delivery: Delivery, given: TransportWorld): Promise<LocalOutcome> {
  const facts = await localFacts(delivery, given);
  if (!facts.ok) return facts.error;
  const { world } = facts.value;
  const content = await localContent(delivery, world, facts.value.currentDirectory);
  if (!content.ok) return content.error;
  try {
    const task = await makePipeTask(delivery, world, facts.value);
    if (!task.ok) return unnumbered(task.error);
    const job = { kind: 'pipe', options: task.value } as const;
    const done = await runJob(job, facts.value, content.value, nothingLate, world);
    return judgeOutput(unnumbered(done), delivery, world);
  } finally {
    await content.value.close();
  }
}

/** Nothing of a pipe is expanded later. */
const nothingLate = async () => ({ failure: 'nothing is expanded later', forced: false });
