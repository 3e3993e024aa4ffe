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

/** Addresses that wait, each for its time; undefined: the message is to be opened. */
export function waitingOf(entry: QueueEntry, ports: DeliverPorts): Later<readonly Progress[] | undefined> {
  const { frozenAtMs, progress, recipients } = entry;
  if (frozenAtMs !== undefined) return undefined;
  const waiting = progress.filter((one) => !isSettled(one));
  if (waiting.length === 0 || !waiting.every((one) => isOfTimes(one, ports))) return undefined;
  const known = new Set(progress.flatMap(({ address, parent = address }) => [address, parent]));
  if (!recipients.every(({ address }) => known.has(address))) return undefined;
  const keys = [...new Set(waiting.flatMap(({ waitsFor = [] }) => waitsFor))];
  return after(allWait(keys, entry.id, ports), (all) => (all ? waiting : undefined));
}

const isOfTimes = (
  { atMs, waitsFor, lastTryAtMs }: Progress,
  { configuredAtMs = 0, clock }: Pick<DeliverPorts, 'configuredAtMs' | 'clock'>,
): boolean => waitsFor !== undefined && atMs >= configuredAtMs && clock.now().getTime() < (lastTryAtMs ?? 0);

function allWait(keys: readonly string[], id: string, { spool, clock, configuration }: DeliverPorts): Later<boolean> {
  const hints = spool.hints<RetryRecord>('retry');
  const now = clock.now().getTime();
  const keptMs = timeMs(configuration, 'retry_data_expire');
  const isToCome = (record: RetryRecord | undefined): boolean =>
    record !== undefined && !record.expired && !isDue(record, now) && !isForgotten(record, now, keptMs);
  const waits = (key: string): Later<boolean> =>
    after(hints.get(key), (record) =>
      record === undefined ? after(hints.get(messageKey(key, id)), isToCome) : isToCome(record),
    );
  const found = keys.map(waits);
  return found.some((one) => one instanceof Promise)
    ? Promise.all(found).then((all) => all.every((one) => one))
    : found.every((one) => one);
}

/** As the attempt that it is not opened for would have logged it. */
export function logWaiting(
  entry: QueueEntry,
  waiting: readonly Progress[],
  { configuration, log, logFormat }: DeliverPorts,
): void {
  for (const { address, parent, router, transport, waitsFor = [] } of waiting) {
    const isRouting = waitsFor[0]!.startsWith('R:');
    const facts = {
      address: { final: address, parents: [parent ?? address] },
      ...(entry.queue !== undefined && { queue: entry.queue }),
      deliverMs: 0,
    };
    const drivers = { ...(router !== undefined && { router }), ...(transport !== undefined && { transport }) };
    const said = isRouting
      ? ROUTING
      : isLocal(transportNamed(configuration.transports, transport ?? ''))
        ? LOCAL
        : hosts(address);
    log(
      deferralEntry({ ...facts, ...(isRouting ? { stage: 'routing' as const } : drivers), ...said }, logFormat),
      entry.id,
    );
  }
}

const ROUTING = { error: ERRNO.routingRetry, message: 'retry time not reached' };
const LOCAL = { error: ERRNO.localRetry, message: 'Retry time not yet reached' };
const hosts = (address: string) => ({
  error: ERRNO.hostRetry,
  message: `retry time not reached for any host for '${address.slice(address.lastIndexOf('@') + 1)}'`,
});
