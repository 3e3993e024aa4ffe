/** The error names of retry rules, held against what went wrong (Exim spec §32.4). */
import { parseRetryError, type RetryErrorName } from '../config/index.ts';
import type { RetryProblem } from './types.ts';

/** @returns what went wrong where that is called so; any for `*`; undefined for a word that is no error */
export function readRetryError(word: string): RetryProblem | 'any' | undefined {
  const read = parseRetryError(word);
  if (!read.ok || read.value === 'any') return read.ok ? 'any' : undefined;
  const { kind, host, connecting, digits, unreadSeconds } = read.value;
  return {
    kind,
    ...(host !== undefined && { host }),
    ...(connecting !== undefined && { connecting }),
    ...(digits !== undefined && { code: exampleOf(digits) }),
    ...(unreadSeconds !== undefined && { unreadSeconds }),
  };
}

/** `xx` stands for an answer like 421, `5x` for 454; Exim knows no answer for `0x`. */
function exampleOf(digits: string): number {
  if (digits === 'xx') return 421;
  if (digits === '0x') return 500;
  return 400 + Number(digits.replace('x', '4'));
}

/** @param written  of a rule; @param problem  absent: nobody says what went wrong, and only `*` fits */
export function fitsError(written: string, problem: RetryProblem | undefined): boolean {
  const read = parseRetryError(written);
  if (!read.ok) return false;
  if (read.value === 'any') return true;
  return problem !== undefined && read.value.kind === problem.kind && fitsName(read.value, problem);
}

function fitsName(wanted: RetryErrorName, problem: RetryProblem): boolean {
  if (wanted.digits !== undefined) return fitsCode(wanted.digits, problem.code ?? 0);
  if (wanted.kind === 'quota') return (wanted.unreadSeconds ?? 0) <= (problem.unreadSeconds ?? 0);
  return (
    (wanted.host === undefined || wanted.host === problem.host) &&
    (wanted.connecting !== true || problem.connecting === true)
  );
}

function fitsCode([tens, ones]: string, code: number): boolean {
  const decade = String(Math.floor((code - 400) / 10));
  return (tens === 'x' || tens === decade) && (ones === 'x' || ones === String(code % 10));
}
