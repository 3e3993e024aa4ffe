/**
 * personality: the program called with Exim's own flags, answering in Exim's words and with Exim's statuses.
 *
 * `readCall` reads the words; a *mode* (`modes/`, a row in `registry.ts`) does what one flag says: the queue (`-bp…`), single
 * messages (`-M…`), the configuration (`-bV`, `-bP`), expansions (`-be`, with `-Mset`, `-bem`, and what `-f` and
 * `-oM…` claim), what the program can do (`-bI:`), addresses (`-bt`, `-bv`), rules (`-brw`, `-brt`), forward files (`-bf`; filters are recognised, and not run).
 * Where another command does the work of a flag, that one is named; any other flag is an error (Exim spec ch. "The Exim command line").
 *
 * What is no mode is a message that is handed in (submission.ts). Who may call for what: admin.ts.
 *
 * Deliberately absent: the daemon, and dialogues tried out (`mxray serve`, `mxray session`).
 */
import { refusalOf } from './admin.ts';
import { noteCall, usable } from './modes/problems.ts';
import { ELSEWHERE, MODES } from './registry.ts';
import { submitAs } from './submission.ts';
import type { Call, Mode, PersonalityPorts } from './types.ts';
import { abandoned, readCall } from './words.ts';

export { submitAs } from './submission.ts';
export type { PersonalityPorts } from './types.ts';

/** @returns the exit status */
export async function runAsExim(words: readonly string[], ports: PersonalityPorts): Promise<number> {
  const submitted = await submitAs('exim', words, ports);
  if (submitted !== undefined) return submitted;
  const call = readCall(words, ports);
  if (!call.ok) {
    ports.complain(call.error);
    return 1;
  }
  const { flag } = call.value;
  const mode = MODES.find(({ matches }) => matches(flag));
  if (mode !== undefined) return await runMode(mode, call.value, words, ports);
  const elsewhere = ELSEWHERE.find(([known]) => known.test(flag));
  ports.complain(elsewhere === undefined ? abandoned(flag) : `exim: option ${flag} is ${elsewhere[1]} here\n`);
  return 1;
}

async function runMode(mode: Mode, call: Call, words: readonly string[], ports: PersonalityPorts): Promise<number> {
  const fault = mode.fault?.(call);
  if (fault !== undefined) {
    ports.complain(`exim: ${fault}\n`);
    return 1;
  }
  const configuration = mode.readsItself === true ? undefined : await usable(call, ports);
  if (configuration === 'mistaken') return 1;
  if (configuration !== undefined) await noteCall(call, words, configuration, ports);
  const need = mode.admin?.(call);
  const refusal = need === undefined ? undefined : await refusalOf(need, call, ports);
  if (refusal === undefined) return await mode.run(call, ports);
  if (need === 'contents') await ports.out(refusal);
  else ports.complain(refusal);
  return 1;
}
