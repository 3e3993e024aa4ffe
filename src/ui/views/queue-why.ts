/** The story of a message: what a queue run would do now, why it is frozen, each recipient, each attempt, its log. */
import type {
  QueueWhyData,
  WhyAttempt,
  WhyDelivery,
  WhyFrozen,
  WhyRecipientData,
  WhyRetryData,
} from '../../mta/queue/index.ts';
import type { Paint, View } from '../types.ts';
import { printable } from './finding-lines.ts';
import { facts } from './queue-show.ts';
import { trailLines } from './route.ts';

export const queueWhyView: View<QueueWhyData> = ({ data }, paint) =>
  data.message === undefined
    ? `${paint.mark('error')} ${printable(data.messageId)} is not in the queue`
    : [
        ...head(data, data.message, paint),
        ...(data.frozen === undefined ? [] : frozenLines(data.frozen, paint)),
        ...data.recipients.flatMap((recipient) => ['', ...recipientLines(recipient, paint)]),
        ...data.attempts.flatMap((attempt) => ['', ...attemptLines(attempt, paint)]),
        ...(data.log.length === 0
          ? []
          : ['', paint.strong('its log'), ...data.log.map((line) => `  ${printable(line)}`)]),
      ].join('\n');

function head(
  { messageId, now = '', nextAttemptAt, claimedUntil }: QueueWhyData,
  message: NonNullable<QueueWhyData['message']>,
  paint: Paint,
): readonly string[] {
  const rows = [
    ...facts(message),
    ['now', now] as const,
    ...(nextAttemptAt === undefined ? [] : [['next', nextAttemptAt] as const]),
    ...(claimedUntil === undefined ? [] : [['held', `until ${claimedUntil} at most`] as const]),
  ];
  return [
    `${paint.strong(messageId)} <${printable(message.sender)}>${message.frozen ? ` ${paint.warn('frozen')}` : ''}`,
    ...rows.map(([name, value]) => `  ${paint.dim(name.padEnd(9))} ${printable(value)}`),
  ];
}

const frozenLines = ({ since, why, ends }: WhyFrozen, paint: Paint): readonly string[] => [
  '',
  `${paint.warn('frozen')} since ${since}: ${printable(why)}`,
  ...ends.map(({ option, at, what }) => `  ${at}  ${what} (${option})`),
  ...(ends.length === 0 ? ['  until somebody thaws it (queue thaw, exim -Mt)'] : []),
];

function recipientLines(recipient: WhyRecipientData, paint: Paint): readonly string[] {
  const { address, status, error, attempts, waits, routing, deliveries } = recipient;
  const tried =
    attempts === undefined || attempts === 0 ? '' : `, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  return [
    `${paint.strong(printable(address))}  ${status}${tried}${error === undefined ? '' : paint.dim(`  ${printable(error)}`)}`,
    ...(waits === undefined
      ? []
      : [
          `  ${paint.mark('unknown')} waits: ${printable(waits.because)}`,
          ...waits.retries.flatMap((retry) => retryLines(retry, '    ', paint)),
        ]),
    ...(routing === undefined ? [] : trailLines(routing, '  ', paint)),
    ...deliveries.flatMap((delivery) => deliveryLines(delivery, paint)),
  ];
}

const MARKS = { try: 'ok', wait: 'unknown', fail: 'error', discard: 'info', double: 'info' } as const;

function deliveryLines(
  { address, transport, next, because, hosts, retries }: WhyDelivery,
  paint: Paint,
): readonly string[] {
  const by = transport === undefined ? '' : ` by ${transport}`;
  return [
    `  ${paint.mark(MARKS[next])} ${next}  ${printable(address)}${by}: ${printable(because)}`,
    ...hosts.flatMap(({ name, ip, port, mx, may, retries: ofHost }) => [
      `    host ${printable(name)}${ip === undefined ? '' : ` [${ip}]`}${port === undefined ? '' : `:${port}`}${mx === undefined ? '' : ` MX=${mx}`}  ${may}`,
      ...ofHost.flatMap((retry) => retryLines(retry, '      ', paint)),
    ]),
    ...retries.flatMap((retry) => retryLines(retry, '    ', paint)),
  ];
}

function retryLines(retry: WhyRetryData, indent: string, paint: Paint): readonly string[] {
  const { key, firstFailedAt, lastTriedAt, nextTryAt, error, timeIsUp, isUltimate, rule } = retry;
  const decided =
    rule === undefined
      ? 'no retry rule is for it: the next failure is final'
      : `by ${rule.file}:${rule.line}  ${printable(rule.text)}`;
  return [
    `${indent}${printable(key)}  next ${nextTryAt}${timeIsUp ? ', the time is up: the next failure is final' : ''}${isUltimate ? ', older than the rule lasts: tried whatever the time' : ''}`,
    `${indent}  ${paint.dim(`failing since ${firstFailedAt}, last at ${lastTriedAt}: ${printable(error)}`)}`,
    `${indent}  ${paint.dim(decided)}`,
  ];
}

function attemptLines(
  { at, tookMs, router, transport, recipients, hosts, transcript }: WhyAttempt,
  paint: Paint,
): readonly string[] {
  const by = router === undefined ? transport : `${transport} (router ${router})`;
  return [
    `${paint.strong(at)}  tried by ${by}, ${tookMs} ms`,
    ...recipients.map(
      ({ address, status, error }) => `  ${status.padEnd(9)} ${printable(address)}${said(error, paint)}`,
    ),
    ...hosts.map(({ host, result, error }) => `  ${result.padEnd(9)} host ${printable(host)}${said(error, paint)}`),
    ...(transcript ?? []).map((line) => `    ${paint.dim(printable(line))}`),
  ];
}

const said = (error: string | undefined, paint: Paint): string =>
  error === undefined ? '' : paint.dim(`  ${printable(error)}`);
