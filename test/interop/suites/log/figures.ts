/** What eximstats printed, as the figures of `log stats`. */
import type { LogStatsData } from '../../../../src/mta/log/index.ts';

export type Figures = Readonly<Record<string, unknown>>;

/** Rows under a title, up to an empty line that no further row follows: reasons at the end of a line have its end in them. */
function table(text: string, title: string): readonly string[] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith(title));
  if (at < 0) return [];
  const rows = lines.slice(at + 2);
  const end = rows.findIndex((line, index) => line === '' && index > 0 && !/^\s+\d/.test(rows[index + 1] ?? ''));
  return rows.slice(0, end).filter((line) => line !== '');
}

const ranked = (text: string, title: string, hasAddresses: boolean): Figures =>
  Object.fromEntries(
    table(text, title)
      .slice(1)
      .map((line) => {
        const cells = line.trim().split(/\s+/);
        const columns = hasAddresses ? 4 : 3;
        const name = cells.slice(columns).join(' ');
        return [name, hasAddresses ? cells.slice(0, 2).join('/') : cells[0]];
      }),
  );

const counts = (text: string, title: string): Figures =>
  Object.fromEntries(
    table(text, title)
      .slice(1)
      .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line)!)
      .map(([, count, name]) => [name!.trim(), count]),
  );

const hours = (text: string, title: string): readonly number[] =>
  table(text, title).map((line) => Number(/^\d\d-\d\d\s+(\d+)/.exec(line)?.[1]));

export function theirFigures(text: string): Figures {
  const total = (name: string): readonly string[] =>
    new RegExp(`^  ${name} +(.*)$`, 'm').exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const [, received, ...receivedMore] = total('Received');
  const [, delivered, addresses] = total('Delivered');
  return {
    received: Number(received),
    delayed: Number(receivedMore[3]),
    failed: Number(receivedMore[5]),
    delivered: Number(delivered),
    recipients: Number(addresses),
    rejected: Number(total('Rejects')[0] ?? 0),
    temporary: Number(total('Temp Rejects')[0] ?? 0),
    receivedHours: hours(text, 'Messages received per hour'),
    deliveredHours: hours(text, 'Deliveries per hour'),
    queue: table(text, 'Time spent on the queue: all').map((line) => Number(/\d[mhd]\s+(\d+)/.exec(line)?.[1])),
    senders: ranked(text, 'Top 50 sending hosts by message count', false),
    emails: ranked(text, 'Top 50 sending emails by message count', false),
    domains: ranked(text, 'Top 50 sending edomains by message count', false),
    localSenders: ranked(text, 'Top 50 local senders by message count', false),
    destinations: ranked(text, 'Top 50 host destinations by message count', true),
    recipientsBy: ranked(text, 'Top 50 email destinations by message count', true),
    localDestinations: ranked(text, 'Top 50 local destinations by message count', true),
    reasons: counts(text, 'Top 50 mail rejection reasons'),
    temporaryReasons: counts(text, 'Top 50 mail temporary rejection reasons'),
    relayed: Number(/^Total: (\d+) \(plus/m.exec(text)?.[1] ?? 0),
    errors: Number(/^Errors encountered: (\d+)/m.exec(text)?.[1] ?? 0),
  };
}

export function ourFigures(data: LogStatsData): Figures {
  const named = (rows: LogStatsData['transports'], withAddresses: boolean): Figures =>
    Object.fromEntries(
      rows.map(({ name, messages, addresses }) => [name, withAddresses ? `${messages}/${addresses}` : `${messages}`]),
    );
  const reasons = (rows: LogStatsData['rejections']): Figures =>
    Object.fromEntries(rows.map(({ reason, count }) => [reason, `${count}`]));
  return {
    received: data.received.messages,
    delayed: data.delayed,
    failed: data.failed,
    delivered: data.delivered.messages,
    recipients: data.delivered.recipients,
    rejected: data.rejected,
    temporary: data.temporarilyRejected,
    receivedHours: data.hours.map(({ received }) => received),
    deliveredHours: data.hours.map(({ delivered }) => delivered),
    queue: data.queueTimes.map(({ all }) => all).filter((count) => count > 0),
    senders: named(data.senders.hosts, false),
    emails: named(data.senders.addresses, false),
    domains: named(data.senders.domains, false),
    localSenders: named(data.senders.localUsers, false),
    destinations: named(data.destinations.hosts, true),
    recipientsBy: named(data.destinations.addresses, true),
    localDestinations: named(data.destinations.localUsers, true),
    reasons: reasons(data.rejections),
    temporaryReasons: reasons(data.temporaryRejections),
    relayed: data.relayed.reduce((sum, { messages }) => sum + messages, 0),
    errors: data.errors.reduce((sum, { count }) => sum + count, 0),
  };
}
