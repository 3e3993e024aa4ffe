/** appendfile: messages into files and directories (Exim spec ch. 26). */
import { expandOption, isFailure } from '../../expand/index.ts';
import { bsmtpAround } from '../local/bsmtp.ts';
import { localContent } from '../local/content.ts';
import { runJob } from '../local/run-job.ts';
import { type LocalFacts, localFacts } from '../local-facts.ts';
import { panicked, reportOf } from '../outcome.ts';
import { flag, text } from '../settings.ts';
import type { AnswerLate, Deliver, Delivery, LocalOutcome, TransportWorld } from '../types.ts';
import { deliveryVariables } from '../variables.ts';
import { notifyComsat } from './comsat.ts';
import { makeTask } from './make-task.ts';
import { sendQuotaWarning } from './quota-warning.ts';

export const deliverToFile: Deliver = async (delivery, world) => {
  const started = world.clock.monotonicMs();
  const outcome = await deliver(delivery, world, MAX_TRANSPORTS);
  return reportOf(outcome, delivery, world.clock.monotonicMs() - started);
};

/** Transports that `file_format` leads to, one after another. */
const MAX_TRANSPORTS = 10;

async function deliver(delivery: Delivery, given: TransportWorld, left: number): Promise<LocalOutcome> {
  const facts = await localFacts(delivery, given);
  if (!facts.ok) return facts.error;
  const { world, host, home, currentDirectory } = facts.value;
  const task = await makeTask({ delivery, world, host, home });
  if (!task.ok) return task.error;
  const content = await localContent(delivery, world, currentDirectory);
  if (!content.ok) return content.error;
  const job = { kind: 'appendfile', options: task.value } as const;
  try {
    const done = await runJob(job, facts.value, content.value, answerFor(delivery, world, facts.value), world);
    if (done.otherTransport !== undefined) return await byOther(done.otherTransport, delivery, given, left);
    if (done.mailboxOctets !== undefined && flag(delivery.transport, 'notify_comsat'))
      await notifyComsat(delivery, done.mailboxOctets);
    if (done.warns === true) await sendQuotaWarning(delivery, world, host);
    const told = withoutPrefix(done, task.value.prefix, delivery);
    const named = delivery.recipients[0]?.special !== undefined && delivery.recipients[0].address !== task.value.path;
    return named ? { ...told, place: task.value.path } : told;
  } finally {
    await content.value.close();
  }
}

/** A batch of SMTP is as long as its commands and what they carry: Exim does not count what stands before them. */
function withoutPrefix(outcome: LocalOutcome, prefix: string, delivery: Delivery): LocalOutcome {
  if (outcome.octets === undefined || !flag(delivery.transport, 'use_bsmtp')) return outcome;
  return { ...outcome, octets: outcome.octets - (prefix.length - bsmtpAround(delivery).before.length) };
}

/** The mailbox is of a format that another transport is for. */
async function byOther(name: string, delivery: Delivery, world: TransportWorld, left: number): Promise<LocalOutcome> {
  const transport = world.configuration.transports.find((one) => one.name === name);
  if (transport === undefined || transport.driver !== 'appendfile' || left <= 0)
    return panicked(`${name} transport (of file_format) cannot deliver to a file`);
  return { byTransport: name, ...(await deliver({ ...delivery, transport }, world, left - 1)) };
}

/** `$inode` and the size of what was written are known then. */
const answerFor =
  (delivery: Delivery, world: TransportWorld, { home }: LocalFacts): AnswerLate =>
  async ({ option, inode, size }) => {
    const { transport, message } = delivery;
    const written = text(transport, option) ?? '';
    const known: Readonly<Record<string, string | undefined>> = {
      inode: inode?.toString(),
      message_size: size?.toString(),
    };
    const host = world.host(
      message,
      deliveryVariables(delivery, (name) => (name === 'home' ? home : known[name])),
    );
    const expanded = await expandOption(written, host);
    const where = `${option} for ${transport.name} transport`;
    if (isFailure(expanded))
      return {
        failure: `Expansion of "${written}" (${where}) failed: ${expanded.message}`,
        forced: expanded.kind === 'forced-fail',
      };
    // Exim takes any; what came from outside leads out of the directory nowhere.
    if (option === 'directory_file' && expanded.tainted && expanded.text.includes('/'))
      return { failure: `Tainted '${expanded.text}' (${where}) not permitted`, forced: false };
    return { text: expanded.text };
  };
