import type { LogStatsData } from '../../mta/log/index.ts';
import type { Paint, View } from '../types.ts';

/** Totals, the day, the queue, rankings, what went wrong; quietly the totals alone. */
export const logStatsView: View<LogStatsData> = ({ data }, paint, verbosity) => {
  const totals = totalLines(data, paint);
  if (verbosity < 0) return totals.join('\n');
  return [totals, ...sections(data, paint)].map((lines) => lines.join('\n')).join('\n\n');
};

type Ranking = LogStatsData['transports'];

function totalLines(data: LogStatsData, paint: Paint): readonly string[] {
  const { received, delivered } = data;
  const when = data.from === undefined ? 'no messages' : `${data.from} to ${data.to}`;
  return [
    paint.strong(`Mail ${when}`),
    row('', 'messages', 'recipients', 'volume', 'hosts', 'domains', 'addresses'),
    row(
      'received',
      received.messages,
      '',
      volume(received.bytes),
      received.hosts,
      received.domains,
      received.addresses,
    ),
    row(
      'delivered',
      delivered.messages,
      delivered.recipients,
      volume(delivered.bytes),
      delivered.hosts,
      delivered.domains,
      delivered.addresses,
    ),
    row('delayed', share(data.delayed, received.messages)),
    row('failed', share(data.failed, received.messages)),
    row('refused', data.rejected),
    row('for now', data.temporarilyRejected),
  ];
}

function sections(data: LogStatsData, paint: Paint): readonly (readonly string[])[] {
  const { senders, destinations } = data;
  return [
    hourLines(data, paint),
    queueLines(data, paint),
    ranking('Transports', data.transports, paint),
    ranking('Sending hosts', senders.hosts, paint),
    ranking('Senders', senders.addresses, paint),
    ranking('Domains of senders', senders.domains, paint),
    ranking('Local senders', senders.localUsers, paint),
    ranking('Hosts delivered to', destinations.hosts, paint),
    ranking('Recipients', destinations.addresses, paint),
    ranking('Domains of recipients', destinations.domains, paint),
    ranking('Local destinations', destinations.localUsers, paint),
    listed(
      'Relayed',
      data.relayed.map(({ from, to, messages }) => [messages, `${from} → ${to}`]),
      paint,
    ),
    listed(
      'Refused',
      data.rejections.map(({ reason, count }) => [count, reason]),
      paint,
    ),
    listed(
      'Refused for now',
      data.temporaryRejections.map(({ reason, count }) => [count, reason]),
      paint,
    ),
    listed(
      'Hosts that were refused',
      data.rejectedHosts.map(({ host, count }) => [count, host]),
      paint,
    ),
    listed(
      'Errors',
      data.errors.map(({ text, count }) => [count, text]),
      paint,
    ),
  ].filter((lines) => lines.length > 1);
}

function hourLines({ hours }: LogStatsData, paint: Paint): readonly string[] {
  const most = Math.max(1, ...hours.map(({ received, delivered }) => Math.max(received, delivered)));
  return [
    paint.strong('By the hour'),
    row('', 'received', 'delivered'),
    ...hours
      .filter(({ received, delivered }) => received + delivered > 0)
      .map(({ hour, received, delivered }) => {
        const bar = paint.dim('#'.repeat(Math.round((received / most) * BAR)));
        return `${row(`${String(hour).padStart(2, '0')}-${String((hour + 1) % 24).padStart(2, '0')}`, received, delivered)}  ${bar}`.trimEnd();
      }),
  ];
}

const BAR = 40;

function queueLines({ queueTimes }: LogStatsData, paint: Paint): readonly string[] {
  const total = queueTimes.reduce((sum, { all }) => sum + all, 0);
  if (total === 0) return [];
  return [
    paint.strong('Time in the queue'),
    row('', 'all', 'remote'),
    ...queueTimes
      .filter(({ all }) => all > 0)
      .map(({ underSeconds, all, remote }) => row(under(underSeconds), all, remote)),
  ];
}

function under(seconds: number | undefined): string {
  if (seconds === undefined) return 'longer';
  if (seconds < 3600) return `under ${seconds / 60}m`;
  return seconds < 86_400 ? `under ${seconds / 3600}h` : `under ${seconds / 86_400}d`;
}

const ranking = (title: string, rows: Ranking, paint: Paint): readonly string[] => [
  paint.strong(title),
  ...rows.map(
    ({ name, messages, bytes, addresses }) =>
      `${String(messages).padStart(9)} ${String(addresses).padStart(9)} ${volume(bytes).padStart(9)}  ${name}`,
  ),
];

const listed = (title: string, rows: readonly (readonly [number, string])[], paint: Paint): readonly string[] => [
  paint.strong(title),
  ...rows.map(([count, text]) => `${String(count).padStart(9)}  ${text}`),
];

const row = (label: string, ...cells: readonly (string | number)[]): string =>
  `  ${label.padEnd(10)}${cells.map((cell) => String(cell).padStart(12)).join('')}`.trimEnd();

const share = (count: number, of: number): string =>
  of === 0 ? String(count) : `${count} (${((100 * count) / of).toFixed(1)}%)`;

const KIB = 1024;

/** 999, 12KB, 3MB, 1GB. */
function volume(bytes: number): string {
  const units = ['', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 10_000 && unit < units.length - 1) {
    value /= KIB;
    unit += 1;
  }
  return `${Math.round(value)}${units[unit]}`;
}
