/** queuefile: the message as Exim's queue has it, copied into a directory (Exim's experimental-spec "Queuefile transport"). */
import { expandOption, isFailure } from '../../expand/index.ts';
import { formatHeaderFile } from '../../spool/index.ts';
import { ContentTrouble } from '../content/trouble.ts';
import { runJob } from '../local/run-job.ts';
import { localFacts } from '../local-facts.ts';
import { deferred, panicked, reportOf } from '../outcome.ts';
import { text } from '../settings.ts';
import type { Deliver, Delivery, LocalOutcome, LocalTask, TransportWorld } from '../types.ts';

export const copyQueueFiles: Deliver = async (delivery, world) => {
  const started = world.clock.monotonicMs();
  const outcome = await deliver(delivery, world);
  return reportOf(outcome, delivery, world.clock.monotonicMs() - started);
};

async function deliver(delivery: Delivery, given: TransportWorld): Promise<LocalOutcome> {
  const { transport, message } = delivery;
  const facts = await localFacts(delivery, given);
  if (!facts.ok) return facts.error;
  const { world } = facts.value;
  const written = text(transport, 'directory');
  if (written === undefined) return panicked(`directory must be set for the ${transport.name} transport`);
  const directory = await expandOption(written, facts.value.host);
  if (isFailure(directory)) return deferred(`${transport.name} transport: failed to expand dirname option`);
  if (!directory.text.startsWith('/'))
    return panicked(`${transport.name} transport directory: ${directory.text} is not absolute`);
  const task: LocalTask = {
    kind: 'queuefile',
    options: {
      transport: transport.name,
      directory: directory.text,
      messageId: message.stored.id,
      header: formatHeaderFile(message.stored),
    },
  };
  return await runJob(task, facts.value, { octets: bodyOf(delivery) }, nothingLate, world);
}

const nothingLate = async () => ({ failure: 'nothing is expanded later', forced: false });

async function* bodyOf({ message }: Delivery): AsyncGenerator<Uint8Array> {
  const body = await message.body();
  if (!body.ok) throw new ContentTrouble({ kind: 'body', message: body.error.message });
  try {
    yield* body.value.chunks();
  } finally {
    await body.value.close();
  }
}
