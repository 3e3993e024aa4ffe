/** A message of the queue for `-Mset`. One that cannot be had is told, and the strings are tried without it, as Exim does. */
import { type Failure, ok, type Result } from '../../../base/index.ts';
import { type MessageView, viewMessage } from '../../deliver/index.ts';
import { type LogEntry, spoolFileMissingEntry, spoolLockedEntry } from '../../log/index.ts';
import { type OpenedQueue, openQueueLog } from '../../queue/index.ts';
import type { PersonalityPorts } from '../types.ts';

export async function loadMessage(
  queue: OpenedQueue,
  id: string,
  ports: PersonalityPorts,
): Promise<Result<MessageView, Failure>> {
  const { spool, configuration } = queue;
  const stored = await spool?.read(id);
  if (spool === undefined || stored?.ok !== true) {
    await ports.out(`Failed to load message datafile ${id}\nFailed to load message ${id}\n`);
    const logged = await log(queue, spoolFileMissingEntry({ id }), ports);
    return logged.ok ? ok(nothingOf(id)) : logged;
  }
  if ((await spool.claimedUntil(id)) !== undefined) {
    await ports.out(`Failed to load message datafile ${id}\n`);
    const logged = await log(queue, spoolLockedEntry({ id }), ports);
    if (!logged.ok) return logged;
  }
  return ok(viewMessage({ stored: stored.value, body: () => spool.body(id) }, configuration, ports.hostname));
}

async function log(queue: OpenedQueue, line: LogEntry, { clock }: PersonalityPorts): Promise<Result<void, Failure>> {
  const opened = openQueueLog(queue, clock);
  if (!opened.ok) return opened;
  opened.value.write(line);
  await opened.value.close();
  return ok(undefined);
}

const nothingOf = (id: string): MessageView => ({
  fields: [],
  variable: (name) => (/^message_(?:exim_)?id$/.test(name) ? id : /^sender_address/.test(name) ? '' : undefined),
});
