/** Data of `queue why`. */
import type {
  QueueWhyData,
  WhyAttempt,
  WhyDelivery,
  WhyFrozen,
  WhyHostData,
  WhyRecipientData,
  WhyRetryData,
} from '../../mta/queue/index.ts';
import { queueShown } from './queue.ts';
import { routeData } from './route.ts';
import { flag, instant, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const retry = object<WhyRetryData>({
  key: text('as exim_dumpdb shows it'),
  firstFailedAt: instant(),
  lastTriedAt: instant(),
  nextTryAt: instant(),
  error: text('what was said last'),
  timeIsUp: flag('the last cut-off of the rule has passed: the next failure is final'),
  isUltimate: flag('the message is older than the last cut-off: it is tried whatever the time'),
  rule: optional(
    object<NonNullable<WhyRetryData['rule']>>({
      file: text('of the configuration'),
      line: whole(),
      text: text('as exim -brt shows it'),
    }),
  ),
});

const host = object<WhyHostData>({
  name: text(),
  ip: optional(text()),
  port: optional(whole()),
  mx: optional(whole('the preference of its MX record')),
  may: oneOf(['now', 'later', 'expired', 'unusable'], 'may it be tried now; expired: one more failure is the last'),
  retries: listOf(retry),
});

const delivery = object<WhyDelivery>({
  address: text(),
  router: optional(text()),
  transport: optional(text()),
  next: oneOf(['try', 'wait', 'fail', 'discard', 'double'], 'what a queue run would do now'),
  because: text(),
  hosts: listOf(host, 'in the order in which they are tried'),
  retries: listOf(retry, 'of the address itself'),
});

const recipient = object<WhyRecipientData>({
  address: text(),
  status: oneOf(['waiting', 'done', 'deferred', 'failed'], 'done and failed are final'),
  error: optional(text('what was said last')),
  attempts: optional(whole()),
  waits: optional(
    object<NonNullable<WhyRecipientData['waits']>>({
      because: text('why it is not even routed now'),
      retries: listOf(retry),
    }),
  ),
  routing: optional(routeData),
  deliveries: listOf(delivery, 'the addresses that it leads to'),
});

const attempt = object<WhyAttempt>({
  at: instant('when it was over'),
  tookMs: whole(),
  router: optional(text()),
  transport: text(),
  recipients: listOf(
    object<WhyAttempt['recipients'][number]>({ address: text(), status: text(), error: optional(text()) }),
  ),
  hosts: listOf(
    object<WhyAttempt['hosts'][number]>({
      host: text('name [address]:port'),
      result: oneOf(['ok', 'deferred', 'failed', 'not-tried']),
      error: optional(text()),
    }),
  ),
  transcript: optional(listOf(text(), '> by us, < by the host, = neither; no secret is in it')),
});

export const queueWhyData = object<QueueWhyData>({
  messageId: text(),
  message: optional(queueShown),
  now: optional(text('what a queue run would do now')),
  nextAttemptAt: optional(instant('when the first of what waits for its time is tried again')),
  claimedUntil: optional(instant('another process is at work on it')),
  frozen: optional(
    object<WhyFrozen>({
      since: instant(),
      why: text(),
      ends: listOf(object<WhyFrozen['ends'][number]>({ option: text(), at: instant(), what: text() })),
    }),
  ),
  recipients: listOf(recipient),
  attempts: listOf(attempt, 'the last deliveries that were tried, the oldest first'),
  log: listOf(text(), 'lines of the message’s own log'),
});
