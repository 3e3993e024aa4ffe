/** Deliveries that were tried, as the spool keeps them for who asks why a message waits (`queue why`). */
import { ERRNO } from '../../retry/index.ts';
import type { AttemptedHost, StoredAttempt } from '../../spool/index.ts';
import type { DeliveryReport, HostAttempt } from '../../transport/index.ts';
import type { Attempted } from '../attempt/attempt.ts';
import type { Settled } from '../settled.ts';

/** Of what was said in one delivery; a message has a few of them, and a queue a hundred thousand messages. */
const MAX_TRANSCRIPT_OCTETS = 16 * 1024;
/** A list of thousands is told by its beginning. */
const MAX_RECIPIENTS = 50;
const MAX_TEXT = 500;

export const attemptsOf = (all: readonly Attempted[]): readonly StoredAttempt[] => all.map(attemptOf);

/** Nothing was tried: its time had not come, or there was no room for it. */
const NOT_TRIED: ReadonlySet<number> = new Set([
  ERRNO.routingRetry,
  ERRNO.localRetry,
  ERRNO.hostRetry,
  ERRNO.queueDomain,
  ERRNO.held,
  ERRNO.transportBusy,
]);

export const wasNotTried = ({ status, errno }: Pick<Settled, 'status' | 'errno'>): boolean =>
  status === 'deferred' && errno !== undefined && NOT_TRIED.has(errno);

export const isTried = ({ report }: Attempted): boolean => !report.outcomes.every(wasNotTried);

function attemptOf({ batch, report, atMs }: Attempted): StoredAttempt {
  const { router, transport } = batch.delivery;
  const transcript = boundedTranscript(report);
  return {
    atMs,
    tookMs: Math.round(report.outcomes.reduce((most, { tookMs }) => Math.max(most, tookMs), 0)),
    ...(router !== '' && { router }),
    transport: transport.name,
    recipients: report.outcomes.slice(0, MAX_RECIPIENTS).map(({ address, status, errno, text }) => ({
      address,
      status,
      ...(errno !== undefined && { errno }),
      ...(text !== undefined && { text: text.slice(0, MAX_TEXT) }),
    })),
    hosts: report.hosts.map(hostOf),
    ...(transcript !== undefined && { transcript }),
  };
}

function hostOf({ host: { name, address, port }, result, errno, text }: HostAttempt): AttemptedHost {
  const where = address === undefined ? name : `${name} [${address}]`;
  return {
    host: port === undefined ? where : `${where}:${port}`,
    result,
    ...(errno !== undefined && { errno }),
    ...(text !== undefined && { text: text.slice(0, MAX_TEXT) }),
  };
}

/** Its beginning and its end, where it is too long. */
function boundedTranscript({ transcript = [] }: DeliveryReport): readonly string[] | undefined {
  if (transcript.length === 0) return undefined;
  const lines = transcript.map((line) => line.slice(0, MAX_TEXT));
  if (octetsOf(lines) <= MAX_TRANSCRIPT_OCTETS) return lines;
  const half = MAX_TRANSCRIPT_OCTETS / 2;
  const head = lines.slice(0, fitting(lines, half));
  const tail = lines.slice(head.length).reverse();
  const end = tail.slice(0, fitting(tail, half)).reverse();
  return [...head, `= ${lines.length - head.length - end.length} lines are left out`, ...end];
}

const octetsOf = (lines: readonly string[]): number => lines.reduce((sum, { length }) => sum + length, 0);

/** How many of the first lines. */
function fitting(lines: readonly string[], octets: number): number {
  let left = octets;
  const over = lines.findIndex(({ length }) => {
    left -= length;
    return left < 0;
  });
  return over < 0 ? lines.length : over;
}
