/**
 * Messages a queue run need not open: nothing can be tried of them before times that are remembered.
 *
 * What an attempt waits for is kept with each address (`Progress.waitsFor`), so that the listing tells enough, and nobody
 * claims a message, reads or routes it in vain. Where something else may have changed it is opened: a hint has gone, since
 * its host works again; the configuration is another; or it is the message's last try. A warning waits for the next try, as
 * with Exim: it is to say why.
 *
 * Deviates from Exim, which routes each message in each run: where look-ups now lead elsewhere, this is found when the time
 * of the message comes, or by a run that is forced (`-qf`).
 */
import { after, type Later } from '../expand/index.ts';
import { deferralEntry } from '../log/index.ts';
import { ERRNO, isDue, type RetryRecord } from '../retry/index.ts';
import { isLocal, transportNamed } from '../route/index.ts';
import { isSettled, type Progress, type QueueEntry } from '../spool/index.ts';
import { timeMs } from './options.ts';
import type { DeliverPorts } from './ports.ts';
import { isForgotten } from './retry/hints.ts';
import { messageKey } from './retry/keys.ts';

/** Hints that were found to be to come, and until when that is taken for granted: in a long run thousands of messages ask. */
export type HintsSeen = Map<string, number>;

const SEEN_MS = 1000;
const MOST_SEEN = 10_000;

/**
 * Addresses that wait, each for its time; undefined: the message is to be opened.
 *
 * @param seen  of the same queue run
 */
export function waitingOf(
  entry: QueueEntry,
  ports: DeliverPorts,
  seen: HintsSeen = new Map(),
): Later<readonly Progress[] | undefined> {
  const { frozenAtMs, progress, recipients } = entry;
  if (frozenAtMs !== undefined) return undefined;
  const waiting = progress.some(isSettled) ? progress.filter((one) => !isSettled(one)) : progress;
  const nowMs = ports.clock.now().getTime();
  if (waiting.length === 0 || !waiting.every((one) => isOfTimes(one, ports, nowMs))) return undefined;
  if (!isAllKnown(recipients, progress)) return undefined;
  const keys = waiting.length === 1 ? waiting[0]!.waitsFor! : new Set(waiting.flatMap(({ waitsFor = [] }) => waitsFor));
  return after(allWait([...keys], entry.id, ports, nowMs, seen), (all) => (all ? waiting : undefined));
}

const isOfTimes = (
  { atMs, waitsFor, lastTryAtMs }: Progress,
  { configuredAtMs = 0 }: Pick<DeliverPorts, 'configuredAtMs'>,
  nowMs: number,
): boolean => waitsFor !== undefined && atMs >= configuredAtMs && nowMs < (lastTryAtMs ?? 0);

/** Has something come of each of them, or of an address made of it? Most messages have one. */
function isAllKnown(recipients: QueueEntry['recipients'], progress: readonly Progress[]): boolean {
  if (recipients.length === 1 && progress[0]?.address === recipients[0]!.address) return true;
  const known = new Set<string>();
  for (const { address, parent } of progress) {
    known.add(address);
    known.add(parent ?? address);
  }
  return recipients.every(({ address }) => known.has(address));
}

function allWait(
  keys: readonly string[],
  id: string,
  { spool, clock, configuration }: DeliverPorts,
  nowMs: number,
  seen: HintsSeen,
): Later<boolean> {
  const asked = keys.filter((key) => (seen.get(key) ?? 0) <= clock.monotonicMs());
  if (asked.length === 0) return true;
  const hints = spool.hints<RetryRecord>('retry');
  const keptMs = timeMs(configuration, 'retry_data_expire');
  const isToCome = (record: RetryRecord | undefined): boolean =>
    record !== undefined && !record.expired && !isDue(record, nowMs) && !isForgotten(record, nowMs, keptMs);
  const waits = (key: string): Later<boolean> =>
    after(hints.get(key), (record) => {
      if (record === undefined) return after(hints.get(messageKey(key, id)), isToCome);
      const isWaiting = isToCome(record);
      if (isWaiting) remember(seen, key, Math.min(SEEN_MS, record.nextTryMs - nowMs) + clock.monotonicMs());
      return isWaiting;
    });
  const found = asked.map(waits);
  return found.some((one) => one instanceof Promise)
    ? Promise.all(found).then((all) => all.every((one) => one))
    : found.every((one) => one);
}

function remember(seen: HintsSeen, key: string, untilMs: number): void {
  if (seen.size >= MOST_SEEN) seen.clear();
  seen.set(key, untilMs);
}

/** As the attempt that it is not opened for would have logged it. */
export function logWaiting(
  entry: QueueEntry,
  waiting: readonly Progress[],
  { configuration, log, logFormat }: DeliverPorts,
): void {
  for (const { address, parent, router, transport, waitsFor = [] } of waiting) {
    const isRouting = waitsFor[0]!.startsWith('R:');
    const said = isRouting
      ? ROUTING
      : isLocal(transportNamed(configuration.transports, transport ?? ''))
        ? LOCAL
        : hosts(address);
    const facts = {
      address: { final: address, parents: [parent ?? address] },
      queue: entry.queue,
      deliverMs: 0,
      stage: isRouting ? ('routing' as const) : undefined,
      router: isRouting ? undefined : router,
      transport: isRouting ? undefined : transport,
      error: said.error,
      message: said.message,
    };
    log(deferralEntry(facts, logFormat), entry.id);
  }
}

const ROUTING = { error: ERRNO.routingRetry, message: 'retry time not reached' };
const LOCAL = { error: ERRNO.localRetry, message: 'Retry time not yet reached' };
const hosts = (address: string) => ({
  error: ERRNO.hostRetry,
  message: `retry time not reached for any host for '${address.slice(address.lastIndexOf('@') + 1)}'`,
});
