/** A message out of the spool, tried once: routed, delivered, settled. */
import { ok } from '../../base/index.ts';
import {
  cancelledEntry,
  entry,
  isFrozenEntry,
  type LogEntry,
  MAIN,
  MAIN_AND_PANIC,
  spoolLockedEntry,
  thawedEntry,
} from '../log/index.ts';
import type { Claim } from '../spool/index.ts';
import { attemptDeliveries } from './attempt/attempt.ts';
import { fateOf } from './frozen.ts';
import { holdClaim, LEASE_MS } from './lease.ts';
import { lookAt } from './look.ts';
import { followDomains } from './message/changed-domains.ts';
import { isWrapper } from './options.ts';
import type { Cancelled } from './plan/cancel.ts';
import { type Plan, planDeliveries, servedBefore } from './plan/plan.ts';
import { routeRecipients } from './plan/route.ts';
import type { DeliverPorts } from './ports.ts';
import type { How, Round } from './round.ts';
import { progressOf } from './settle/progress.ts';
import { type Ended, settle } from './settle/settle.ts';
import { createTally, type Tally } from './settle/tally.ts';
import { tell } from './settle/tell.ts';
import type { Settled } from './settled.ts';
import { deliverWrapped, type Unwrapped } from './wrapper.ts';

export type Delivered =
  | { readonly kind: Ended }
  | Unwrapped
  /** Another has it, it is frozen, or there is nothing of that name. */
  | { readonly kind: 'locked' | 'still-frozen' | 'absent' };

/** Never rejects: a bug costs this message a delay, and others nothing. */
export async function deliverMessage(id: string, how: How, ports: DeliverPorts): Promise<Delivered> {
  const claimed = how.claim ?? (await claimFor(id, ports));
  if ('kind' in claimed) return claimed;
  const letGo = holdClaim(claimed);
  try {
    return await tryMessage(claimed, how, ports);
  } catch (bug) {
    const text = `a bug in mxray, and the message waits: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`;
    ports.log(entry('trouble', {}, text.replaceAll('\n', ' '), MAIN_AND_PANIC), id);
    await claimed.release();
    return { kind: 'lost' };
  } finally {
    letGo();
  }
}

async function claimFor(id: string, ports: DeliverPorts): Promise<Claim | Delivered> {
  const claimed = await ports.spool.claim(id, LEASE_MS);
  if (claimed.ok) return claimed.value;
  const { code, message } = claimed.error;
  if (code === 'spool/claimed') {
    ports.log(spoolLockedEntry({ id }), id);
    return { kind: 'locked' };
  }
  if (code !== 'spool/missing') ports.log(entry('trouble', {}, message, MAIN_AND_PANIC), id);
  return { kind: 'absent' };
}

async function tryMessage(claim: Claim, how: How, ports: DeliverPorts): Promise<Delivered> {
  const stored = how.claim?.message;
  const read = stored === undefined ? await ports.spool.read(claim.id) : ok(stored);
  if (!read.ok) {
    ports.log(entry('trouble', {}, read.error.message, MAIN_AND_PANIC), claim.id);
    await claim.release();
    return { kind: 'absent' };
  }
  const wraps = isWrapper(ports.configuration);
  const round: Round = { claim, ...lookAt(read.value, wraps ? { isForced: true } : how, ports) };
  if (wraps) return await deliverWrapped(round);
  const fate = fateOf(round);
  if (fate.kind === 'stays') {
    ports.log(isFrozenEntry(), claim.id);
    await claim.release();
    return { kind: 'still-frozen' };
  }
  if ('reason' in fate && fate.reason !== undefined) await thaw(round, thawedEntry({ reason: fate.reason }));
  if (how.cancelledBy !== undefined) ports.log(cancelledEntry({ by: how.cancelledBy }), claim.id);
  if (fate.kind === 'ends' && fate.gone.kind === 'timeout')
    ports.log(entry('cancelled', {}, 'cancelled by timeout_frozen_after', MAIN), claim.id);
  try {
    return { kind: await tryRecipients(round, fate.kind === 'ends' ? fate.gone : undefined) };
  } finally {
    round.debug?.close();
  }
}

async function thaw(round: Round, line: LogEntry): Promise<void> {
  round.ports.log(line, round.stored.id);
  const changed = await round.claim.update({ frozenAtMs: 'thawed' });
  if (!changed.ok) round.complain(changed.error.message);
}

/** A slice after the other; all of them are settled together. */
async function tryRecipients(begun: Round, gone: Cancelled | undefined): Promise<Ended> {
  const routing = routeRecipients(begun, gone);
  const served = servedBefore(begun);
  const tally = createTally(begun);
  for (let round = begun, isLast = false; !isLast; ) {
    const slice = await routing.next();
    round = await followDomains(begun, routing.changed);
    const plan = await planDeliveries(round, slice, served);
    for (const double of plan.doubles) tally.double(double);
    tally.relay(plan.relayed);
    isLast = !(await trySlice(round, plan, tally, slice.isLast)) || slice.isLast;
    if (isLast) return settle(round, tally.outcome());
  }
  return 'lost';
}

/** @returns whether the message is still ours */
async function trySlice(round: Round, plan: Plan, tally: Tally, isLastSlice: boolean): Promise<boolean> {
  await tell(round, plan.settled);
  tally.keep(plan.settled);
  return await attemptDeliveries(round, plan, tally.tried, async (settled, isLast) => {
    if (isLast && isLastSlice && (await tally.endsAtOnce(settled))) {
      await tell(round, settled);
      tally.keep(settled);
      return true;
    }
    const noted = await noteDelivered(round, settled);
    await tell(round, settled);
    if (noted === 'noted') await tally.take(settled);
    else tally.keep(settled);
    return noted !== 'lost';
  });
}

/**
 * Before anything else is tried or told, so that a crash makes no second copy of what has gone. Where that is the end of
 * the message, and nothing that takes time comes before it, taking it out of the spool says the same.
 *
 * @returns lost: another has taken the message over, and tries the rest
 */
async function noteDelivered(round: Round, settled: readonly Settled[]): Promise<'noted' | 'not-noted' | 'lost'> {
  const done = settled.filter(({ status }) => status === 'delivered').map((one) => progressOf(round, one));
  if (done.length === 0) return 'noted';
  const written = await round.claim.update({ progress: done });
  if (written.ok) return 'noted';
  round.complain(`what was delivered could not be written down: ${written.error.message}`);
  return written.error.code === 'spool/lost' ? 'lost' : 'not-noted';
}
