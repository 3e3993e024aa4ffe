/** A message of the queue for `-Mset`. One that cannot be had is told, and the strings are tried without it, as Exim does. */
import { type MessageView, viewMessage } from '../../deliver/index.ts';
import { dateAndTime, type LogEntry, spoolFileMissingEntry, spoolLockedEntry } from '../../log/index.ts';
import type { OpenedQueue } from '../../queue/index.ts';
import type { PersonalityPorts } from '../types.ts';

export async function loadMessage(
  { spool, configuration }: OpenedQueue,
  id: string,
  ports: PersonalityPorts,
): Promise<MessageView> {
  const stored = await spool?.read(id);
  if (spool === undefined || stored?.ok !== true) {
    await ports.out(`Failed to load message datafile ${id}\nFailed to load message ${id}\n`);
    tell(spoolFileMissingEntry({ id }), ports);
    return nothingOf(id);
  }
  if ((await spool.claimedUntil(id)) !== undefined) {
    await ports.out(`Failed to load message datafile ${id}\n`);
    tell(spoolLockedEntry({ id }), ports);
  }
  return viewMessage({ stored: stored.value, body: () => spool.body(id) }, configuration, ports.hostname);
}

/** What a daemon would have in its log. */
const tell = ({ text }: LogEntry, { complain, clock }: PersonalityPorts): void =>
  complain(`${dateAndTime(clock.now())} ${text}\n`);

const nothingOf = (id: string): MessageView => ({
  fields: [],
  variable: (name) => (/^message_(?:exim_)?id$/.test(name) ? id : /^sender_address/.test(name) ? '' : undefined),
});
