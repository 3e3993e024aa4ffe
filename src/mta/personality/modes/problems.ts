import { currentFolder } from '../../../base/index.ts';
import { type Configuration, firstMistake, type Mistake, mainValue, readConfiguration } from '../../config/index.ts';
import { isPurged } from '../../host/index.ts';
import { argumentsEntry, dateAndTime, PURGING, purgingEntry } from '../../log/index.ts';
import { logOnce, notePanic } from '../../queue/index.ts';
import type { Call, PersonalityPorts } from '../types.ts';

export type Problem = Mistake;

/** What is wrong with a configuration, in Exim's words and with its status. */
export function tellProblems(found: readonly Problem[], call: Call, ports: PersonalityPorts): number {
  const mistake = firstMistake(found);
  if (mistake !== undefined) complainOf(mistake, call, ports);
  return 1;
}

/** Who lists options, or wants to see what is done, sees where it would be logged. */
function complainOf(mistake: string, call: Call, { complain, clock }: PersonalityPorts): void {
  const isShown = listsOptions(call) || call.verbose;
  complain(isShown ? `LOG: PANIC DIE\n  ${mistake}\n` : `${dateAndTime(clock.now())} ${mistake}\n`);
}

/** Of `-bP`, the configuration itself is no list of options. */
const listsOptions = ({ flag, words }: Call): boolean => flag === '-bP' && words[0] !== 'config';

/**
 * The configuration, for all that is done with one: what is wrong with it is told, of `-bP` as what it lists, and logged
 * where nothing is only tried out.
 *
 * @returns undefined: there is none; `mistaken`: nothing is done
 */
export async function usable(call: Call, ports: PersonalityPorts): Promise<Configuration | 'mistaken' | undefined> {
  const { flag, configuration: given } = call;
  const read = given && readConfiguration(given.source, { macros: given.macros });
  if (given === undefined || read === undefined) return undefined;
  if (read.ok) return read.value;
  const mistake = firstMistake(read.error) ?? '';
  complainOf(mistake, call, ports);
  if (!TESTS.test(flag)) await notePanic(mistake, given, ports.clock);
  return 'mistaken';
}

/** One that is known to be usable, or none. */
export function usableOrNone({ configuration: given }: Call): Configuration | undefined {
  const read = given && readConfiguration(given.source, { macros: given.macros });
  return read?.ok === true ? read.value : undefined;
}

/** What is only tried out leaves nothing in a log. */
const TESTS = /^-b(?:e|em|f|t|v|vs|rw)$/;

/** What -v shows of an environment that is purged. */
export const PURGING_SHOWN = `LOG: MAIN\n  ${PURGING.text}\n${PURGING.secondLine}\n`;

/** How we were called, where the log has that. */
export async function noteCall(
  call: Call,
  words: readonly string[],
  configuration: Configuration,
  { clock, complain, env }: PersonalityPorts,
): Promise<void> {
  if (UNTOLD.test(call.flag) || listsOptions(call)) return;
  if (isPurged(configuration, env)) {
    await logOnce(configuration, purgingEntry, clock);
    if (call.verbose) complain(PURGING_SHOWN);
  }
  if (!LISTED.test(String(mainValue(configuration, 'log_selector') ?? ''))) return;
  const directory = currentFolder();
  if (directory === undefined) return;
  const called = { directory, args: ['exim', ...words] };
  await logOnce(configuration, (format) => argumentsEntry(called, format), clock);
}

/** What tries something out. */
const UNTOLD = /^-b(?:e|em|f|t|v|vs|rw|rt|V)$/;
const LISTED = /arguments|all/;
