/**
 * Is there room in a mailbox for a message that is still to come (Exim spec ch. 44, "verify = recipient/quota")? Its quota is
 * judged as a delivery would judge it, and by the same user; nothing is made, and nothing is written.
 */
import { ERRNO } from '../../retry/index.ts';
import { runJob } from '../local/run-job.ts';
import { localFacts } from '../local-facts.ts';
import type { Delivery, LocalWorld } from '../types.ts';
import { makeTask } from './make-task.ts';
import type { AppendfileTask } from './task.ts';

/**
 * @param octets  as many as the client has said the message will have; 0: it has said nothing
 * @returns false where the quota is exceeded; what cannot be found out is for the delivery to meet
 */
export async function hasRoom(delivery: Delivery, octets: number, given: LocalWorld): Promise<boolean> {
  const facts = await localFacts(delivery, given);
  if (!facts.ok) return true;
  const { world, host, home } = facts.value;
  const task = await makeTask({ delivery, world, host, home });
  if (!task.ok) return true;
  const options: AppendfileTask = { ...task.value, quota: { ...task.value.quota, messageSize: octets } };
  const outcome = await runJob({ kind: 'room', options }, facts.value, { octets: NO_CONTENT }, NO_ANSWER, world);
  return outcome.errno !== ERRNO.quota;
}

const NO_CONTENT: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {},
};
const NO_ANSWER = async () => ({ failure: 'nothing is written', forced: false });
