/** What the spool is to know of each address, and which recipients that makes done. */
import type { Progress } from '../../spool/index.ts';
import { originOf, type Target, uniqueOf } from '../plan/target.ts';
import { nowOf, type Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { wasNotTried } from './attempts.ts';
import type { Outcome } from './tally.ts';

/** Of addresses; whole recipients are `recipientsDone`'s. */
export function progressOf(round: Round, settled: Settled): Progress {
  const { target, status, transport, outcome, errno, text, nextTryMs, waitsFor = [], lastTryAtMs } = settled;
  const { routed } = target;
  const { host, reply } = outcome ?? {};
  const origin = originOf(target);
  return {
    address: uniqueOf(target),
    status: status === 'deferred' ? 'deferred' : status === 'failed' ? 'failed' : 'done',
    atMs: nowOf(round),
    ...(origin !== uniqueOf(target) && { parent: target.recipient.address }),
    ...('router' in routed.outcome && routed.outcome.router !== undefined && { router: routed.outcome.router }),
    ...(transport !== undefined && { transport: transport.name }),
    ...(host !== undefined && { host: `${host.name} [${host.address}]:${host.port ?? 25}` }),
    ...(errno !== undefined && { errno }),
    ...(text !== undefined && { text }),
    ...(reply !== undefined && { smtpCode: reply.code }),
    ...(reply?.enhanced !== undefined && { enhancedStatus: reply.enhanced }),
    attempts: attemptsBefore(round, uniqueOf(target)) + (wasNotTried(settled) ? 0 : 1),
    ...(status === 'deferred' && nextTryMs !== undefined && { nextAttemptAtMs: nextTryMs }),
    ...(status === 'deferred' && waitsFor.length > 0 && isPlain(target) && { waitsFor }),
    ...(status === 'deferred' && lastTryAtMs !== undefined && { lastTryAtMs }),
  };
}

/** What its line in the log says of it is all in what is kept. */
const isPlain = (target: Target): boolean => {
  const { routed, parents } = target;
  return (
    routed.outcome.kind !== 'special' &&
    uniqueOf(target) === routed.address &&
    routed.address === `${routed.localPart}@${routed.domain}` &&
    parents.length < 2
  );
};

const attemptsBefore = (round: Round, address: string): number => knownOf(round).get(address)?.attempts ?? 0;

/** What was known of addresses before this attempt; a list has a hundred thousand of them. */
export function knownOf({ stored: { progress } }: Pick<Round, 'stored'>): ReadonlyMap<string, Progress> {
  const known = indices.get(progress) ?? new Map(progress.map((one) => [one.address, one]));
  indices.set(progress, known);
  return known;
}

const indices = new WeakMap<readonly Progress[], ReadonlyMap<string, Progress>>();

/** Recipients of whom nothing is left to do: all that was made of them is settled. */
export function recipientsDone(
  round: Round,
  { settled: all, served, doubles }: Pick<Outcome, 'settled' | 'served' | 'doubles'>,
): readonly { readonly address: string; readonly failed: boolean }[] {
  const open = new Set(all.filter(({ status }) => status === 'deferred').map(({ target }) => uniqueOf(target)));
  const pending = new Set<string>();
  const failed = new Set<string>();
  const touched = new Set(served.keys());
  for (const { target, status } of all) {
    touched.add(target.recipient.address);
    if (status === 'deferred') pending.add(target.recipient.address);
    if (status === 'failed') failed.add(target.recipient.address);
  }
  for (const { recipient, unique } of doubles) {
    touched.add(recipient.address);
    if (open.has(unique)) pending.add(recipient.address);
  }
  return round.stored.recipients
    .filter(({ address }) => touched.has(address) && !pending.has(address))
    .map(({ address }) => ({ address, failed: failed.has(address) }));
}
