/** Who is told what: bounces, successes, warnings. */

import { mainValue } from '../../config/index.ts';
import { after } from '../../expand/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { raiseIgnored } from '../events.ts';
import { expanded } from '../options.ts';
import type { Relayed } from '../plan/relayed.ts';
import { isUnchanged, withParent } from '../plan/target.ts';
import { delayReport } from '../report/delay.ts';
import { failureReport } from '../report/failure.ts';
import { relaySuccess, successOf, successReport } from '../report/success.ts';
import { NO_VARIABLES, type Round } from '../round.ts';
import type { Settled } from '../settled.ts';

export interface Told {
  /** Failures of which nobody could be told now: they are tried again. */
  readonly untold: ReadonlySet<Settled>;
}

/** Addresses that failed, those with the same place for errors in one bounce. The last that failed comes first. */
export async function tellFailures(round: Round, failed: readonly Settled[]): Promise<Told> {
  const untold = new Set<Settled>();
  const isGivenUp = ({ isFinal }: Settled): boolean => isFinal === true && round.stored.sender === ''; // which is in the log
  let left = failed.toReversed().filter((settled) => !isGivenUp(settled));
  for (let [first] = left; first !== undefined; [first] = left) {
    const ignored = whyIgnored(round, first);
    const those = ignored === undefined ? likeFirst(round, left) : [first];
    if (ignored === undefined) await bounce(round, those, untold);
    else await tellIgnored(round, first, ignored);
    left = left.filter((settled) => !those.includes(settled));
  }
  return { untold };
}

/** A bounce that is made anyway tells of those, too, whose sender did not ask for it, as with Exim. */
function likeFirst(round: Round, left: readonly Settled[]): readonly Settled[] {
  const place = placeOf(round, left[0]!);
  return left.filter((settled) => placeOf(round, settled) === place);
}

async function bounce(round: Round, those: readonly Settled[], untold: Set<Settled>): Promise<void> {
  const report = await failureReport(round, placeOf(round, those[0]!), those);
  const sent = await round.ports.submit(report, round.how.isAwaited);
  if (sent.ok) return;
  round.complain(`a bounce message could not be made: ${sent.error.message}`);
  for (const settled of those) untold.add(settled);
}

const placeOf = ({ stored }: Round, { target }: Settled): string => target.routed.props.errorsTo ?? stored.sender;

/** Empty where no reason is given. */
function whyIgnored(round: Round, settled: Settled): string | undefined {
  const { target } = settled;
  if (target.routed.props.ignoresErrors === true || placeOf(round, settled) === '') return '';
  const { notify } = isUnchanged(target) ? target.recipient : {};
  if (notify !== undefined && !notify.includes('FAILURE')) return ': RFC 3461 DSN, failure notify not requested';
  return undefined;
}

/** Who hears of events is told, too. */
async function tellIgnored(round: Round, settled: Settled, why: string): Promise<void> {
  const { ports, stored } = round;
  await raiseIgnored(round, settled);
  if (settled.transport?.settings.get('disable_logging')?.value === true) return;
  const { address } = settled.target.routed;
  ports.log(entry('error-ignored', { address }, `${withParent(settled.target)}: error ignored${why}`, MAIN), stored.id);
}

/** In one report: first of what redirection took the place of, whatever became of what it made. */
export async function tellSuccesses(round: Round, relayed: readonly Relayed[], all: readonly Settled[]): Promise<void> {
  const successes = [...relayed.map(relaySuccess), ...all.flatMap((settled) => successOf(settled) ?? [])];
  if (successes.length === 0) return;
  const sent = await round.ports.submit(await successReport(round, successes), round.how.isAwaited);
  if (!sent.ok) round.complain(`a delivery status notification could not be made: ${sent.error.message}`);
}

/**
 * One warning to all who are to hear of what waits, what was put off last first.
 *
 * @returns warnings sent so far, where it is more than before
 */
export async function tellDelay(round: Round, waiting: readonly Settled[]): Promise<number | undefined> {
  const { stored, ports } = round;
  const due = dueWarning(stored, ports);
  if (due === undefined || due.count <= stored.warnings) return undefined;
  const all = waiting.toReversed();
  if (stored.sender === '' || !isWorthTelling(all)) return undefined;
  const wants = await after(
    expanded(ports.configuration, 'delay_warning_condition', round.host(NO_VARIABLES), round.complain),
    (text) => text === undefined || !/^(?:|0|no|false)$/i.test(text.trim()),
  );
  if (!wants) return undefined;
  const to = [...new Set(all.map((settled) => placeOf(round, settled)))].filter((place) => place !== '');
  if (to.length === 0) return undefined;
  const sent = await ports.submit(await delayReport(round, { to, shown: shownTime(due.ms), waiting: all }));
  return sent.ok ? due.count : undefined;
}

/** Something was tried; and of what was put off last, somebody wants to hear, who speaks for all as with Exim. */
function isWorthTelling(all: readonly Settled[]): boolean {
  const [last] = all;
  if (last === undefined || !all.some(wasTried)) return false;
  const { notify } = isUnchanged(last.target) ? last.target.recipient : {};
  return notify === undefined || notify.includes('DELAY');
}

/** The numbers from there on downwards say that its time had not come, or that all of its kind was put off. */
const NOT_YET = ERRNO.routingRetry;

const wasTried = ({ errno = 0 }: Settled): boolean => errno > NOT_YET;

/** The last of the times that has passed, and how many have; behind the last of them the last interval repeats. */
function dueWarning(
  { receivedAtMs }: Pick<Round['stored'], 'receivedAtMs'>,
  { configuration, clock }: Pick<Round['ports'], 'configuration' | 'clock'>,
): { readonly count: number; readonly ms: number } | undefined {
  const times = mainValue(configuration, 'delay_warning');
  const seconds = Array.isArray(times) ? (times as readonly number[]).filter((one) => one > 0) : [];
  const waited = wholeSeconds(clock.now().getTime()) - wholeSeconds(receivedAtMs); // as clocks of seconds tell it
  const passed = seconds.filter((one) => waited >= one).length;
  if (passed === 0) return undefined;
  const last = seconds[passed - 1]!;
  if (passed < seconds.length) return { count: passed, ms: last * 1000 };
  const gap = passed > 1 ? last - seconds[passed - 2]! : last;
  const extra = Math.floor((waited - last) / gap);
  return { count: passed + extra, ms: (last + extra * gap) * 1000 };
}

const wholeSeconds = (ms: number): number => Math.floor(ms / 1000);

/** Minutes below two hours, whole hours above. */
function shownTime(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`;
}
