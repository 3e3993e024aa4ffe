/** `${run`: a program started without a shell, its output within a bound, ended when it takes too long. */
import { constants } from 'node:os';
import { type ProgramEnd, runProgram } from '../../../base/process/index.ts';
import { beforeZero, type Failure, failed, type RunAnswer } from '../../expand/index.ts';
import { fromOctets } from '../octets.ts';

/** Exim gives a command of an expansion a minute. */
const TIMEOUT_MS = 60_000;

const MEBIBYTE = 1024 * 1024;
/** More than any expansion wants; a program that never stops writing is ended. */
const MAX_OUTPUT_BYTES = 16 * MEBIBYTE;

/** What a shell says of a command that is not there, and Exim with it. */
const NOT_FOUND = 127;

export const runCommand =
  (environment: Readonly<Record<string, string>>) =>
  async ([command = '', ...args]: readonly string[]): Promise<RunAnswer | Failure> => {
    // Without a slash the system would look along PATH, which Exim does not.
    if (!command.includes('/')) return { status: NOT_FOUND, output: '' };
    const ended = await runProgram({
      command: fromOctets(command),
      args: args.map(fromOctets),
      timeoutMs: TIMEOUT_MS,
      maxOutputBytes: MAX_OUTPUT_BYTES,
      environment,
      encoding: 'latin1',
    });
    return answerOf(ended);
  };

function answerOf(ended: ProgramEnd): RunAnswer | Failure {
  switch (ended.kind) {
    case 'exit':
      return { status: ended.status, output: beforeZero(ended.output) };
    case 'signal':
      if (ended.isTooMuch === true) return failed(`the command wrote more than ${MAX_OUTPUT_BYTES / MEBIBYTE} MiB`);
      return failed(`command killed by signal ${constants.signals[ended.signal as NodeJS.Signals]}`);
    case 'timeout':
      return failed('command timed out');
    default:
      return { status: NOT_FOUND, output: '' };
  }
}
