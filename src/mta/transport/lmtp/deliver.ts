/**
 * lmtp: a message handed by LMTP to a program or over a socket of this host (Exim spec ch. 28 "The lmtp transport"; RFC 2033).
 *
 * One conversation for a delivery, by core/smtp, held as the user of the delivery; each recipient has its own answer behind
 * the content.
 */
import { localContent } from '../local/content.ts';
import { runJob } from '../local/run-job.ts';
import { localFacts } from '../local-facts.ts';
import { reportOf } from '../outcome.ts';
import type { Deliver, Delivery, LocalOutcome, TransportWorld } from '../types.ts';
import { makeLmtpTask } from './make-task.ts';

export const deliverByLmtp: Deliver = async (delivery, world) => {
  const began = world.clock.monotonicMs();
  const { lmtp, ...outcome } = await deliver(delivery, world);
  const tookMs = world.clock.monotonicMs() - began;
  if (lmtp === undefined) return reportOf(outcome, delivery, tookMs);
  const outcomes = delivery.recipients.map(({ address }, at) => ({ address, tookMs, ...lmtp.outcomes[at]! }));
  return { outcomes, hosts: [], transcript: lmtp.transcript };
};

async function deliver(delivery: Delivery, given: TransportWorld): Promise<LocalOutcome> {
  const facts = await localFacts(delivery, given);
  if (!facts.ok) return facts.error;
  const { world } = facts.value;
  const task = await makeLmtpTask(delivery, facts.value.host);
  if (!task.ok) return task.error;
  const content = await localContent(delivery, world, facts.value.currentDirectory, { lineEnd: 'CRLF' });
  if (!content.ok) return content.error;
  try {
    const job = { kind: 'lmtp', options: task.value } as const;
    return await runJob(job, facts.value, content.value, nothingLate, world);
  } finally {
    await content.value.close();
  }
}

/** Nothing of it is expanded later. */
const nothingLate = async () => ({ failure: 'nothing is expanded later', forced: false });
