/** How a program ended, as a sentence and as an outcome (Exim spec ch. 29 "Return status and return data"). */
import type { PipedEnd } from '../../../base/process/index.ts';
import { deferred, delivered, failed } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';
import type { PipeTask } from './task.ts';

/** What a shell says of a program that cannot be started, and Exim with it. */
export const NOT_STARTED = 127;
/** A shell adds this to the number of a signal. */
const SHELL_SIGNALS = 128;

/** @param before  what had gone wrong before it ended */
export function outcomeOf(task: PipeTask, end: PipedEnd, before: string | undefined): LocalOutcome {
  const preceded = before === undefined ? '' : ` (preceded by ${before})`;
  if (end.kind === 'signal') return ofSignal(task, end.number, preceded);
  const status = end.kind === 'exit' ? end.status : NOT_STARTED;
  if (status === 0) return before === undefined ? delivered() : tooLate(task, before);
  if (task.freezesUnstarted && status === NOT_STARTED)
    return deferred(`pipe process failed to exec "${task.command}"${preceded}`, { special: 'freeze' });
  if (task.ignoresStatus) return delivered();
  const isTemporary = task.temporary === '*' || task.temporary.includes(status);
  // The program alone: arguments may hold what is nobody's business.
  const text = `Child process of ${task.transport} transport returned ${status}${meaning(status)} from command: ${quoted(task.words[0] ?? '')}${preceded}`;
  const told = { userText: 'local delivery failed' };
  return isTemporary ? deferred(text, told) : failed(text, told);
}

export const tooLate = ({ timeoutDefers }: PipeTask, text: string): LocalOutcome =>
  timeoutDefers ? deferred(text) : failed(text);

function ofSignal(task: PipeTask, number: number, preceded: string): LocalOutcome {
  const { transport, command } = task;
  const text = `Child process of ${transport} transport (running command "${command}") was terminated by signal ${number} (${signalText(number)})${preceded}`;
  if (task.freezesSignal) return deferred(text, { special: 'freeze' });
  return task.ignoresStatus ? delivered() : failed(text);
}

const quoted = (word: string): string => (/[ \t]/.test(word) ? `"${word}"` : word);

function meaning(status: number): string {
  if (status > SHELL_SIGNALS) {
    const number = status - SHELL_SIGNALS;
    return ` (could mean shell command ended by signal ${number} (${signalText(number)}))`;
  }
  const text = STATUSES[status];
  return text === undefined ? '' : ` (could mean ${text})`;
}

/** Of sysexits(3), and the shell's. */
const STATUSES: Readonly<Record<number, string>> = {
  64: 'usage or syntax error',
  65: 'error in input data',
  66: 'input data missing',
  67: 'user nonexistent',
  68: 'host nonexistent',
  69: 'service or program unavailable',
  70: 'internal software error',
  71: 'internal operating system error',
  72: 'system file missing',
  73: "can't create output file",
  74: 'input/output error',
  75: 'temporary error',
  76: 'protocol error',
  77: 'permission denied',
  78: 'configuration error',
  [NOT_STARTED]: 'unable to exec or command does not exist',
};

const signalText = (number: number): string => SIGNALS[number] ?? `Unknown signal ${number}`;

/** As Linux's library has them. */
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'Hangup',
  2: 'Interrupt',
  3: 'Quit',
  4: 'Illegal instruction',
  5: 'Trace/breakpoint trap',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Floating point exception',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  13: 'Broken pipe',
  14: 'Alarm clock',
  15: 'Terminated',
  24: 'CPU time limit exceeded',
  25: 'File size limit exceeded',
  31: 'Bad system call',
};
