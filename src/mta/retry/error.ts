/** The error names of retry rules: read, and held against what went wrong (Exim spec §32.4). */
import { parseInterval } from '../../base/index.ts';
import type { RetryKind, RetryProblem } from './types.ts';

/** @returns undefined for a word that is no error; for `*`: any */
export function readRetryError(word: string): RetryProblem | 'any' | undefined {
  if (word === '*') return 'any';
  const [, command, digits = ''] = /^(mail|rcpt|data)_4(\d\d|\dx|xx)$/i.exec(word) ?? [];
  if (command !== undefined) return { kind: command.toLowerCase() as RetryKind, code: exampleOf(digits.toLowerCase()) };
  const [, time] = /^quota_(.+)$/i.exec(word) ?? [];
  if (time !== undefined) {
    const unreadSeconds = parseInterval(time);
    return unreadSeconds === undefined ? undefined : { kind: 'quota', unreadSeconds };
  }
  const [, base, connect, host] = /^(refused|timeout)(_connect)?(?:_(A|MX))?$/i.exec(word) ?? [];
  if (base !== undefined && !(base.toLowerCase() === 'refused' && connect !== undefined))
    return {
      kind: base.toLowerCase() as RetryKind,
      ...(connect !== undefined && { connecting: true }),
      ...(host !== undefined && { host: host.toUpperCase() as 'A' | 'MX' }),
    };
  const plain = PLAIN.find((name) => name.toLowerCase() === word.toLowerCase());
  return plain === undefined ? undefined : { kind: plain };
}

const PLAIN: readonly RetryKind[] = [
  'auth_failed',
  'lookup',
  'lost_connection',
  'timeout_DNS',
  'tls_required',
  'quota',
];

/** `xx` stands for an answer like 421, `5x` for 450 and its kin. */
const exampleOf = (digits: string): number => (digits === 'xx' ? 421 : 400 + Number(digits.replace('x', '0')));

/** @param written  of a rule; @param problem  absent: nobody says what went wrong, and only `*` fits */
export function fitsError(written: string, problem: RetryProblem | undefined): boolean {
  const wanted = readRetryError(written);
  if (wanted === 'any') return true;
  if (wanted === undefined || problem === undefined || wanted.kind !== problem.kind) return false;
  switch (wanted.kind) {
    case 'quota':
      return (wanted.unreadSeconds ?? 0) <= (problem.unreadSeconds ?? 0);
    case 'mail':
    case 'rcpt':
    case 'data':
      return fitsCode(written, problem.code ?? 0);
    default:
      return (
        (wanted.host === undefined || wanted.host === problem.host) &&
        (wanted.connecting !== true || problem.connecting === true)
      );
  }
}

function fitsCode(written: string, code: number): boolean {
  const digits = written.slice(written.indexOf('_') + 2).toLowerCase();
  const [tens, ones] = [...digits];
  const decade = String(Math.floor(code / 10) % 10);
  return (tens === 'x' || tens === decade) && (ones === 'x' || ones === String(code % 10));
}
