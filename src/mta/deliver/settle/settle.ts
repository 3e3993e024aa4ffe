/** The end of an attempt: what failed for good is told, what waits is written down, and a message with nothing left goes. */
import { ok } from '../../../base/index.ts';
import { completedEntry, entry, MAIN } from '../../log/index.ts';
import type { MessageChange, Progress, StoredRecipient } from '../../spool/index.ts';
import type { Attempted } from '../attempt/attempt.ts';
import { raiseComplete, routedPath } from '../events.ts';
import { isRemote } from '../plan/batch.ts';
import { uniqueOf, withParent } from '../plan/target.ts';
import { nowOf, type Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { attemptsOf, wasNotTried } from './attempts.ts';
import { freezeWhatMust, logFrozen, tellFrozen } from './freeze.ts';
import { knownOf, progressOf, recipientsDone } from './progress.ts';
import { tellDelay, tellFailures, tellSuccesses } from './reports.ts';
import { noteRetries } from './retries.ts';
import type { Outcome } from './tally.ts';

export type Ended = 'completed' | 'waiting' | 'frozen' | 'lost';

export async function settle(round: Round, outcome: Outcome): Promise<Ended> {
  const frozen = freezeWhatMust(round, outcome.settled);
  const noted = lastTimedOutFirst(await noteRetries(round, frozen.settled));
  for (const settled of noted) if (settled.isTimedOut === true) logTimedOut(round, settled);
  await tellSuccesses(round, outcome.relayed, noted);
  const failed = noted.filter(({ status }) => status === 'failed');
  const untold = failed.length === 0 ? NOBODY : (await tellFailures(round, failed)).untold;
  const ended = noted.map((settled): Settled => (untold.has(settled) ? { ...settled, status: 'deferred' } : settled));
  const waiting = ended.filter(({ status }) => status === 'deferred');
  if (waiting.length === 0) return complete(round, outcome);
  return keep(round, { ...outcome, settled: ended }, frozen.why);
}

/** Behind all others, those that were put off once too often, as Exim comes to them: the last that was put off first. */
function lastTimedOutFirst(all: readonly Settled[]): readonly Settled[] {
  const timedOut = all.filter(({ isTimedOut }) => isTimedOut === true);
  return timedOut.length === 0 ? all : [...all.filter((one) => one.isTimedOut !== true), ...timedOut.toReversed()];
}

const NOBODY: ReadonlySet<Settled> = new Set();

function logTimedOut({ ports, stored }: Round, { target }: Settled): void {
  const { address } = target.routed;
  const text = `** ${withParent(target)}: retry timeout exceeded`;
  ports.log(entry('failure', { address }, text, MAIN), stored.id);
}

/** It has nothing left, and goes. */
export async function complete(round: Round, outcome: Pick<Outcome, 'attempted' | 'settled'>): Promise<Ended> {
  const { ports, stored, claim } = round;
  if (ports.preserveLog !== undefined) await ports.preserveLog(stored.id);
  const removed = await claim.remove();
  if (!removed.ok) {
    round.complain(`${stored.id} could not be taken out of the spool: ${removed.error.message}`);
    return 'lost';
  }
  ports.log(completedEntry({ overallMs: Math.max(0, nowOf(round) - stored.receivedAtMs) }, ports.logFormat), stored.id);
  const [last] = outcome.attempted
    .filter(({ batch }) => isRemote(batch))
    .toSorted((a, b) => (b.place ?? 0) - (a.place ?? 0));
  const returnPath = lastReturnPath(round, outcome, last);
  const raised = raiseComplete(round, last?.batch.targets ?? [], last?.report.outcomes ?? [], returnPath);
  if (raised instanceof Promise) await raised;
  return 'completed';
}

/** What Exim has in `$return_path` at the end: bounces take the sender for it; other hosts come behind mailboxes and programs. */
function lastReturnPath(
  { how, stored }: Round,
  { attempted, settled }: Pick<Outcome, 'attempted' | 'settled'>,
  remote: Attempted | undefined,
): string | undefined {
  if (settled.some(({ status }) => status === 'failed')) return stored.sender;
  const tried = (remote ?? attempted.at(-1))?.report.outcomes.findLast(({ returnPath }) => returnPath !== undefined);
  const [last] = how.cancelledBy === undefined ? settled.slice(-1) : [];
  return tried?.returnPath ?? (last === undefined ? undefined : routedPath(stored, last.target));
}

async function keep(round: Round, outcome: Outcome, frozenWhy: string | undefined): Promise<Ended> {
  const { settled: ended, attempted } = outcome;
  const { claim, stored } = round;
  const waiting = ended.filter(({ status }) => status === 'deferred');
  const warnings = await tellDelay(round, waiting);
  const once = oneTime(round, ended);
  const news = ended.filter((settled) => isNews(round, settled)).map((settled) => progressOf(round, settled));
  const attempts = attemptsOf(attempted);
  const change: MessageChange = {
    progress: [...news, ...wholeRecipients(round, outcome, once)],
    ...(once.length > 0 && { addRecipients: once }),
    ...(frozenWhy !== undefined && { frozenAtMs: nowOf(round) }),
    ...(warnings !== undefined && { warnings }),
    ...(stored.firstDelivery && { firstDelivery: false }),
    ...(attempts.length > 0 && { attempts }),
  };
  const changed = isEmpty(change) ? ok(undefined) : await claim.update(change);
  if (!changed.ok) round.complain(`what became of ${stored.id} could not be written down: ${changed.error.message}`);
  if (frozenWhy !== undefined) {
    logFrozen(round, frozenWhy);
    await tellFrozen(round, ended, frozenWhy);
  }
  await claim.release();
  return changed.ok ? (frozenWhy === undefined ? 'waiting' : 'frozen') : 'lost';
}

/** What waits without having been tried is known to wait already, with what was wrong when it was. */
const isNews = (round: Round, settled: Settled): boolean =>
  !wasNotTried(settled) || !knownOf(round).has(uniqueOf(settled.target));

/** A queue run looks at messages by the thousand whose time has not come. */
const isEmpty = ({ progress, ...more }: MessageChange): boolean =>
  progress?.length === 0 && Object.keys(more).length === 0;

/** Recipients with nothing left, and those that their children have taken the place of. */
function wholeRecipients(round: Round, outcome: Outcome, once: readonly StoredRecipient[]): readonly Progress[] {
  const { settled: ended, served } = outcome;
  const atMs = nowOf(round);
  const done = recipientsDone(round, outcome).map(
    ({ address, failed }): Progress => ({ address, status: failed ? 'failed' : 'done', atMs }),
  );
  const known = new Set(ended.map(({ target }) => uniqueOf(target)));
  const replaced = new Set(once.map(({ parent }) => round.stored.recipients[parent ?? -1]?.address ?? ''));
  return [
    ...done.filter(({ address }) => !known.has(address) && served.get(address) !== 'itself'),
    ...[...replaced].map((address): Progress => ({ address, status: 'done', atMs })),
  ];
}

/** `one_time`: what still waits takes the place of the address it was made of. */
function oneTime({ stored }: Round, ended: readonly Settled[]): readonly StoredRecipient[] {
  const places = new Map(stored.recipients.map(({ address }, place) => [address, place]));
  return ended
    .filter(
      ({ status, target }) =>
        status === 'deferred' && target.parents.length > 0 && target.routed.oneTimeParent !== undefined,
    )
    .map(({ target }): StoredRecipient => {
      const { errorsTo } = target.routed.props;
      return {
        address: target.routed.address,
        ...(errorsTo !== undefined && { errorsTo }),
        parent: places.get(target.recipient.address) ?? -1,
      };
    });
}
