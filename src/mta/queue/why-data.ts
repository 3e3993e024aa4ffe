/** What `queue why` tells, in texts of people. */
import { formatInstant, systemErrorText } from '../../base/index.ts';
import type { Driver } from '../config/index.ts';
import type { Next, WhyHost, WhyRecipient, WhyRetry, WhyTarget } from '../deliver/index.ts';
import { fromOctets } from '../host/index.ts';
import { ruleText } from '../retry/index.ts';
import { type RouteData, routeData } from '../route/index.ts';
import type { AttemptedHost, StoredAttempt } from '../spool/index.ts';
import type { QueueShown } from './data.ts';

export interface QueueWhyData {
  readonly messageId: string;
  /** Undefined: it is not there. */
  readonly message?: QueueShown;
  /** What a queue run would do now, in a sentence. */
  readonly now?: string;
  /** When the first of what waits for its time is tried again. */
  readonly nextAttemptAt?: string;
  /** Another process is at work on it, and has it until then at most. */
  readonly claimedUntil?: string;
  readonly frozen?: WhyFrozen;
  readonly recipients: readonly WhyRecipientData[];
  /** The last deliveries that were tried, the oldest first. */
  readonly attempts: readonly WhyAttempt[];
  /** Lines of the message's own log. */
  readonly log: readonly string[];
}

export interface WhyFrozen {
  readonly since: string;
  readonly why: string;
  /** What will end it, by options of the configuration. */
  readonly ends: readonly { readonly option: string; readonly at: string; readonly what: string }[];
}

export interface WhyRecipientData {
  readonly address: string;
  readonly status: 'waiting' | 'done' | 'deferred' | 'failed';
  /** What was said last. */
  readonly error?: string;
  readonly attempts?: number;
  /** Why it is not even routed now. */
  readonly waits?: { readonly because: string; readonly retries: readonly WhyRetryData[] };
  /** What the routers say of it now, as `route --explain`. */
  readonly routing?: RouteData;
  readonly deliveries: readonly WhyDelivery[];
}

export interface WhyDelivery {
  readonly address: string;
  readonly router?: string;
  readonly transport?: string;
  readonly next: Next;
  readonly because: string;
  readonly hosts: readonly WhyHostData[];
  readonly retries: readonly WhyRetryData[];
}

export interface WhyHostData {
  readonly name: string;
  readonly ip?: string;
  readonly port?: number;
  readonly mx?: number;
  readonly may: WhyHost['may'];
  readonly retries: readonly WhyRetryData[];
}

export interface WhyRetryData {
  /** As `exim_dumpdb` shows it. */
  readonly key: string;
  readonly firstFailedAt: string;
  readonly lastTriedAt: string;
  readonly nextTryAt: string;
  readonly error: string;
  /** The last cut-off of the rule has passed: the next failure is final. */
  readonly timeIsUp: boolean;
  /** The message is older than the last cut-off: it is tried whatever the time. */
  readonly isUltimate: boolean;
  /** Absent: no rule is for it, and the next failure is final. */
  readonly rule?: { readonly file: string; readonly line: number; readonly text: string };
}

export interface WhyAttempt {
  readonly at: string;
  readonly tookMs: number;
  readonly router?: string;
  readonly transport: string;
  readonly recipients: readonly { readonly address: string; readonly status: string; readonly error?: string }[];
  readonly hosts: readonly {
    readonly host: string;
    readonly result: AttemptedHost['result'];
    readonly error?: string;
  }[];
  /** `>` by us, `<` by the host, `=` neither. */
  readonly transcript?: readonly string[];
}

export function whyRecipient(recipient: WhyRecipient, transports: readonly Driver[]): WhyRecipientData {
  const { address, progress, routed, waits, targets } = recipient;
  const { status = 'waiting', attempts } = progress ?? {};
  const error = progress === undefined ? undefined : errorText(progress);
  return {
    address: fromOctets(address),
    status,
    ...(error !== undefined && { error }),
    ...(attempts !== undefined && { attempts }),
    ...(waits !== undefined && {
      waits: { because: fromOctets(waits.because), retries: waits.retries.map(retryData) },
    }),
    ...(routed !== undefined && { routing: routeData(routed, transports) }),
    deliveries: targets.map(deliveryData),
  };
}

function deliveryData({ address, router, transport, next, because, hosts, retries }: WhyTarget): WhyDelivery {
  return {
    address: fromOctets(address),
    ...(router !== undefined && { router }),
    ...(transport !== undefined && { transport }),
    next,
    because: fromOctets(because),
    hosts: hosts.map(hostData),
    retries: retries.map(retryData),
  };
}

function hostData({ host: { name, address, port, mx }, may, retries }: WhyHost): WhyHostData {
  return {
    name: fromOctets(name),
    ...(address !== undefined && { ip: address }),
    ...(port !== undefined && { port }),
    ...(mx !== undefined && { mx }),
    may,
    retries: retries.map(retryData),
  };
}

function retryData({ key, record, rule, isUltimate }: WhyRetry): WhyRetryData {
  return {
    key: fromOctets(key),
    firstFailedAt: formatInstant(record.firstFailedMs),
    lastTriedAt: formatInstant(record.lastTryMs),
    nextTryAt: formatInstant(record.nextTryMs),
    error: errorText(record) ?? '',
    timeIsUp: record.expired,
    isUltimate,
    ...(rule !== undefined && {
      rule: { file: rule.place.file, line: rule.place.line, text: fromOctets(ruleText(rule).trim().replace(/;$/, '')) },
    }),
  };
}

export function whyAttempt(attempt: StoredAttempt): WhyAttempt {
  const { atMs, tookMs, router, transport, recipients, hosts, transcript } = attempt;
  return {
    at: formatInstant(atMs),
    tookMs,
    ...(router !== undefined && { router }),
    transport,
    recipients: recipients.map(({ address, status, ...trouble }) => ({
      address: fromOctets(address),
      status,
      ...errorOf(trouble),
    })),
    hosts: hosts.map(({ host, result, ...trouble }) => ({ host: fromOctets(host), result, ...errorOf(trouble) })),
    ...(transcript !== undefined && { transcript: transcript.map(fromOctets) }),
  };
}

interface Trouble {
  readonly errno?: number;
  readonly text?: string;
}

function errorOf(trouble: Trouble): { readonly error?: string } {
  const error = errorText(trouble);
  return error === undefined ? {} : { error };
}

/** As the log has it: what was said, and the system's words. */
function errorText({ errno = 0, text: said = '' }: Trouble): string | undefined {
  const text = said.replace(/:\s*$/, '');
  const words = errno > 0 ? systemErrorText(errno) : '';
  const all = [text, words].filter((part) => part !== '' && part !== undefined);
  return all.length === 0 ? undefined : fromOctets(text.includes(words) && text !== '' ? text : all.join(': '));
}

/** The first time at which something that waits is tried. */
export function firstTime(all: readonly WhyRecipient[]): number | undefined {
  const times = all
    .flatMap(({ waits, targets }) => [
      ...(waits?.retries ?? []),
      ...targets
        .filter(({ next }) => next === 'wait')
        .flatMap(({ hosts, retries }) => [...hosts.flatMap((host) => host.retries), ...retries]),
    ])
    .map(({ record }) => record.nextTryMs);
  return times.length === 0 ? undefined : Math.min(...times);
}
