/** What keeps a delivery from beginning: a message that is too big, or too many deliveries by its transport at once. */
import { after, type ExpansionHost, expandOption, isFailure, type Later, parseCount } from '../expand/index.ts';
import { ERRNO } from '../retry/index.ts';
import { headerOctets } from '../spool/index.ts';
import { deferred, failed, panicked } from './outcome.ts';
import { text } from './settings.ts';
import type { Delivery, LocalOutcome, TransportWorld } from './types.ts';

/** `message_size_limit`. Undefined: it may go. */
export function judgeSize(
  { transport, message }: Delivery,
  host: () => ExpansionHost,
): Later<LocalOutcome | undefined> {
  return after(expandedNumber('message_size_limit', { transport }, host, deferred), (limit) => {
    if (typeof limit !== 'number') return limit;
    const { headers, bodyOctets } = message.stored;
    if (limit <= 0 || headerOctets(headers) + bodyOctets <= limit) return undefined;
    return failed(`message is too big (transport limit = ${limit})`, { isUnbegun: true });
  });
}

/** Zero where it is not set; `wrong` says what comes of one that is none. */
function expandedNumber(
  name: string,
  { transport }: Pick<Delivery, 'transport'>,
  host: () => ExpansionHost,
  wrong: (text: string) => LocalOutcome,
): Later<number | LocalOutcome> {
  const written = text(transport, name);
  if (written === undefined) return 0;
  return after(expandOption(written, host()), (expanded) => {
    const where = `${name} in ${transport.name} transport`;
    if (isFailure(expanded)) return wrong(`failed to expand ${where}: ${expanded.message}`);
    const value = parseCount(expanded.text);
    return typeof value === 'number' ? value : wrong(`invalid ${where}: ${value}`);
  });
}

interface Parallel {
  readonly count: number;
}

/** A record that nobody took back, since its process died, is forgotten. */
const FORGOTTEN_AFTER_MS = 6 * 60 * 60 * 1000;

/** `max_parallel`: runs `work` where there is room, and says so where there is none. */
export function withinParallel<T>(
  delivery: Delivery,
  world: TransportWorld,
  host: () => ExpansionHost,
  work: () => Promise<T>,
): Later<T | LocalOutcome> {
  return after(expandedNumber('max_parallel', delivery, host, panicked), (limit): Later<T | LocalOutcome> => {
    if (typeof limit !== 'number') return limit;
    return limit <= 0 ? work() : inTurn(delivery, world, limit, work);
  });
}

async function inTurn<T>(
  delivery: Delivery,
  world: TransportWorld,
  limit: number,
  work: () => Promise<T>,
): Promise<T | LocalOutcome> {
  const key = `tpt-serialize-${delivery.transport.name}`;
  const hints = world.hints<Parallel>('misc');
  const expiresAtMs = (): number => world.clock.now().getTime() + FORGOTTEN_AFTER_MS;
  let isIn = false;
  await hints.update(key, (before) => {
    const count = before?.value.count ?? 0;
    isIn = count < limit;
    return isIn ? { value: { count: count + 1 }, expiresAtMs: expiresAtMs() } : before;
  });
  if (!isIn) return deferred('concurrency limit reached for transport', { errno: ERRNO.transportBusy });
  try {
    return await work();
  } finally {
    await hints.update(key, (before) => {
      const count = (before?.value.count ?? 1) - 1;
      return count <= 0 ? undefined : { value: { count }, expiresAtMs: expiresAtMs() };
    });
  }
}
