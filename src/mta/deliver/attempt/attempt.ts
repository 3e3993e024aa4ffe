/** Deliveries made: those of this host one after the other, those to others a few at a time. */
import { systemErrorText } from '../../../base/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { hostTroubleEntry } from '../../log/index.ts';
import { ERRNO } from '../../retry/index.ts';
import type { DeliveryReport, RecipientOutcome, TransportWorld } from '../../transport/index.ts';
import { isDomainIn, numberOf } from '../options.ts';
import { type Batch, isRemote } from '../plan/batch.ts';
import type { Plan } from '../plan/plan.ts';
import { nowOf, type Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { inOrder } from './order.ts';
import { settledBy } from './outcome.ts';
import { transportWorldOf } from './world.ts';

/** A delivery that was tried. */
export interface Attempted {
  readonly batch: Batch;
  readonly report: DeliveryReport;
  /** Which of those to other hosts it was, as they were begun; of this host's: none. */
  readonly place?: number | undefined;
  /** When it was over. */
  readonly atMs: number;
}

/**
 * @param tried  told of each that was tried, in the order in which they were over
 * @param done   told of each delivery once it is over, before the next begins in its place; says whether one may
 * @returns whether all were come to
 */
export async function attemptDeliveries(
  round: Round,
  plan: Plan,
  tried: (attempted: Attempted) => void,
  done: (settled: readonly Settled[], isLast: boolean) => Promise<boolean>,
): Promise<boolean> {
  const ends: (() => void)[] = [];
  const world = transportWorldOf(round, (done) => void ends.push(done));
  let left = plan.local.length + plan.remote.length;
  let goesOn = true;
  let before: Before = {};
  const tryOne = async (batch: Batch, begun?: Begun): Promise<readonly Settled[]> => {
    const turn = turnAt(round, batch);
    const endTurn = turn instanceof Promise ? await turn : turn;
    try {
      const why = endTurn === undefined ? DOMAIN_STUCK : whyPutOff(round, batch);
      const waits = putOff(batch, why instanceof Promise ? await why : why);
      if (waits !== undefined) return waits;
      const report = await deliver(round, batch, world);
      tried({ batch, report, place: begun?.place, atMs: nowOf(round) });
      const told = begun === undefined ? withOctets(report, before) : report;
      const more = { lastBegun: begun?.last.targets, pathBefore: before.returnPath };
      before = behind(told, before);
      return settledBy(round, batch, told).map((settled) => ({ ...settled, ...more }));
    } finally {
      endTurn?.();
    }
  };
  const run = async (batch: Batch, begun?: Begun): Promise<void> => {
    if (!goesOn) return;
    const settled = await tryOne(batch, begun);
    left -= 1;
    if (!(await done(settled, left === 0))) goesOn = false;
  };
  for (const batch of plan.local) await run(batch);
  const most = Math.max(
    1,
    round.how.line === undefined ? numberOf(round.ports.configuration, 'remote_max_parallel') : 1,
  );
  const order = inOrder(plan.remote, round);
  const remote = order instanceof Promise ? await order : order;
  const runRemote = (batch: Batch, place: number): Promise<void> =>
    run(batch, { place, last: remote[Math.min(place + most, remote.length - 1)]! });
  if (remote.length === 1) await runRemote(remote[0]!, 0);
  else await inParallel(remote, most, runRemote);
  for (const end of ends) end();
  return goesOn;
}

/** What is left of the deliveries before in what Exim tells of one. */
interface Before {
  readonly octets?: number;
  readonly returnPath?: string;
}

/** A reply writes nothing itself: its size is that of what the process wrote before. */
const withOctets = (report: DeliveryReport, { octets }: Before): DeliveryReport =>
  octets === undefined ? report : { ...report, outcomes: report.outcomes.map((outcome) => ({ octets, ...outcome })) };

function behind({ outcomes }: DeliveryReport, before: Before): Before {
  const { octets = before.octets, returnPath = before.returnPath } = outcomes.at(-1) ?? {};
  return { ...(octets !== undefined && { octets }), ...(returnPath !== undefined && { returnPath }) };
}

/** A delivery to other hosts among those of an attempt. */
interface Begun {
  readonly place: number;
  /** Which Exim has begun when it comes to see what became of this one: the next that takes its turn, or the last of all. */
  readonly last: Batch;
}

async function inParallel<T>(
  items: readonly T[],
  most: number,
  run: (item: T, place: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const place = next;
      next += 1;
      await run(items[place]!, place);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
}

/** One of `domain_max_parallel`. Undefined: all are taken, and none comes to an end. */
function turnAt({ ports: { turns }, how }: Round, batch: Batch): Later<(() => void) | undefined> {
  if (turns === undefined || how.line !== undefined || how.remote !== undefined || !isRemote(batch)) return NO_END;
  return turns.atDomain.take(batch.targets[0]!.routed.domain, how.place);
}

const NO_END = (): void => {};

/** Mail for other hosts that waits (`queue_smtp_domains`, `-odqs`, `-ql`, `-qq`), or has waited for its turn in vain. */
function putOff(batch: Batch, why: WhyPutOff | undefined): readonly Settled[] | undefined {
  if (why === undefined) return undefined;
  const { transport } = batch.delivery;
  return batch.targets.map((target) => ({ target, status: 'deferred', transport, ...why, retries: [], forgets: [] }));
}

type WhyPutOff = Pick<Settled, 'errno' | 'text' | 'logsNothing'>;

const DOMAIN_STUCK: WhyPutOff = { errno: ERRNO.hostRetry, text: 'connection limit reached for the domain' };

function whyPutOff({ how, ports, host }: Round, batch: Batch): Later<WhyPutOff | undefined> {
  if (!isRemote(batch)) return undefined;
  if (how.remote !== undefined) return PUT_OFF[how.remote];
  if (how.isQueueRun === true || how.isForced === true) return undefined;
  const [target] = batch.targets;
  return after(isDomainIn(ports.configuration, 'queue_smtp_domains', target!.routed.domain, host), (isIn) =>
    isIn === true ? FIRST_PASS : undefined,
  );
}

const PUT_OFF: Readonly<Record<NonNullable<Round['how']['remote']>, WhyPutOff>> = {
  suppressed: { errno: ERRNO.localOnly, text: 'remote deliveries suppressed' },
  queued: { errno: 0, text: 'SMTP delivery explicitly queued' },
  'only-routed': { errno: 0, logsNothing: true },
};

const FIRST_PASS: WhyPutOff = {
  errno: ERRNO.unknown,
  text: 'first-pass only routing due to -odqs, queue_smtp_domains or control=queue',
};

async function deliver(round: Round, batch: Batch, world: TransportWorld): Promise<DeliveryReport> {
  const report = await reportOf(round, batch, world);
  if (batch.delivery.transport.settings.get('disable_logging')?.value !== true) logHosts(round, report);
  return report;
}

async function reportOf({ ports, stored }: Round, batch: Batch, world: TransportWorld): Promise<DeliveryReport> {
  if (stored.flags?.suppressDelivery === true) return bypassed(batch);
  try {
    return await ports.transport(batch.delivery, world);
  } catch (bug) {
    return broken(batch, bug);
  }
}

/** Hosts that would not have it, before what became of the addresses. */
function logHosts({ ports, stored }: Round, { hosts }: DeliveryReport): void {
  for (const { host, result, errno = 0, logErrno = errno, text, isSilent, putOff = [], usualPort } of hosts) {
    const { name, address, port } = host;
    if (address === undefined) continue;
    const remote = { name, address, ...(port !== undefined && { port }) };
    const logOf = (of: typeof remote, message: string, how: { isSaid?: boolean; isOfRecipient?: boolean }): void =>
      ports.log(hostTroubleEntry({ remote: of, message, ...how }, ports.logFormat), stored.id);
    const log = (message: string, isSaid: boolean): void => logOf(remote, message, { isSaid });
    const usual = { ...remote, ...(usualPort !== undefined && { port: usualPort }) };
    for (const line of putOff) logOf(usual, line, { isOfRecipient: true });
    if (result === 'ok' || result === 'not-tried' || isSilent === true) continue;
    const words = logErrno > 0 ? systemErrorText(logErrno) : logErrno === ERRNO.event ? EVENT_ASKS : '';
    if (text === undefined) log(words, false);
    else log(words === '' ? text : `${text}: ${words}`, true);
  }
}

/** Exim's words for the number. */
const EVENT_ASKS = 'Event requests alternate response';

/** `-N`. */
function bypassed({ delivery }: Batch): DeliveryReport {
  const [host] = delivery.hosts;
  const outcomes = delivery.recipients.map(
    ({ address }): RecipientOutcome => ({
      address,
      status: 'delivered',
      octets: 0,
      tookMs: 0,
      ...(host !== undefined && { host, confirmation: 'delivery bypassed by -N option' }),
    }),
  );
  return { outcomes, hosts: [] };
}

/** A driver that throws is a bug; the mail stays. */
function broken({ delivery }: Batch, bug: unknown): DeliveryReport {
  const text = `internal error: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`;
  const outcomes = delivery.recipients.map(
    ({ address }): RecipientOutcome => ({ address, status: 'deferred', errno: ERRNO.unknown, text, tookMs: 0 }),
  );
  return { outcomes, hosts: [] };
}
