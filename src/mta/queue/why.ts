/** `queue why`: the whole story of a message, as a report. */
import { formatInstant, type Report } from '../../base/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Why, WhyRecipient } from '../deliver/index.ts';
import { fromOctets } from '../host/index.ts';
import { queueEntry } from '../spool/index.ts';
import { queueShown } from './data.ts';
import { firstTime, type QueueWhyData, type WhyFrozen, whyAttempt, whyRecipient } from './why-data.ts';

export function queueWhyReport(why: Why, { transports }: Configuration, nowMs: number): Report<QueueWhyData> {
  const { stored, claimedUntilMs, recipients, attempts, log } = why;
  const frozen = frozenData(why);
  const next = firstTime(recipients);
  return {
    findings: [],
    data: {
      messageId: stored.id,
      message: queueShown(stored, queueEntry(stored), nowMs),
      now: nowText(why),
      ...(next !== undefined && { nextAttemptAt: formatInstant(next) }),
      ...(claimedUntilMs !== undefined && { claimedUntil: formatInstant(claimedUntilMs) }),
      ...(frozen !== undefined && { frozen }),
      recipients: recipients.map((recipient) => whyRecipient(recipient, transports)),
      attempts: attempts.map(whyAttempt),
      log: log.map(fromOctets),
    },
  };
}

function nowText({ claimedUntilMs, fate, recipients }: Why): string {
  if (claimedUntilMs !== undefined) return 'nothing: another process is at work on the message';
  if (fate.kind === 'stays') return 'nothing: the message is frozen';
  if (fate.kind === 'ends') return `all that is left of it fails: ${ENDS[fate.gone.kind]}`;
  const thawed = fate.kind === 'thaws' ? `it is thawed (${THAWING[fate.reason]}); ` : '';
  return `${thawed}${counted(recipients)}`;
}

const ENDS = {
  administrator: 'it was cancelled',
  timeout: 'it has been frozen for too long (timeout_frozen_after)',
  loop: 'it goes round (received_headers_max)',
} as const;

const THAWING = {
  'auto-thaw': 'auto_thaw',
  'error-timer': 'ignore_bounce_errors_after',
  forced: 'by force',
} as const;

/** Of one address, and of several. */
const WORDS = {
  try: ['is tried', 'are tried'],
  wait: ['waits', 'wait'],
  fail: ['fails', 'fail'],
  discard: ['is discarded', 'are discarded'],
  double: ['needs no delivery of its own', 'need no delivery of their own'],
} as const;

/** `1 address is tried, 2 addresses wait` */
function counted(recipients: readonly WhyRecipient[]): string {
  const nexts = recipients.flatMap(({ waits, targets }) =>
    waits === undefined ? targets.map(({ next }) => next) : ['wait' as const],
  );
  const parts = (Object.keys(WORDS) as (keyof typeof WORDS)[])
    .map((next) => [next, nexts.filter((one) => one === next).length] as const)
    .filter(([, count]) => count > 0)
    .map(([next, count]) => (count === 1 ? `1 address ${WORDS[next][0]}` : `${count} addresses ${WORDS[next][1]}`));
  return parts.length === 0 ? 'nothing is left to do but to take it out of the queue' : parts.join(', ');
}

function frozenData({ stored, log, frozenTimes = {} }: Why): WhyFrozen | undefined {
  const { frozenAtMs } = stored;
  if (frozenAtMs === undefined) return undefined;
  const { thawAtMs, dropAtMs, giveUpAtMs } = frozenTimes;
  const ends = [
    { option: 'auto_thaw', atMs: thawAtMs, what: 'it is thawed, and tried again' },
    {
      option: 'ignore_bounce_errors_after',
      atMs: dropAtMs,
      what: 'it is tried once more, and thrown away if that fails',
    },
    { option: 'timeout_frozen_after', atMs: giveUpAtMs, what: 'it is given up' },
  ];
  return {
    since: formatInstant(frozenAtMs),
    why: whyFrozen(stored, frozenAtMs, log),
    ends: ends.flatMap(({ option, atMs, what }) =>
      atMs === undefined ? [] : [{ option, at: formatInstant(atMs), what }],
    ),
  };
}

/** A message that was frozen when it came is stored so, in the time it takes to arrive. */
const ARRIVAL_MS = 60_000;

function whyFrozen({ firstDelivery, receivedAtMs }: Why['stored'], frozenAtMs: number, log: readonly string[]): string {
  const line = log.findLast((one) => /\bFrozen\b/.test(one));
  const reason = line === undefined ? undefined : /\bFrozen\s*\(?(.*?)\)?$/.exec(line)?.[1];
  if (reason !== undefined)
    return reason === ''
      ? 'a delivery asked for it: the configuration is at fault, or a router or transport said so'
      : `a delivery asked for it: ${fromOctets(reason)}`;
  return firstDelivery && frozenAtMs - receivedAtMs < ARRIVAL_MS
    ? 'it arrived so: an ACL or the caller asked for it (control = freeze)'
    : 'somebody froze it by hand (exim -Mf, queue freeze): the main log says who';
}
