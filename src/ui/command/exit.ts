/** Exit statuses, once (cli.md "Exit status"). */
import type { Failure, Finding, Severity, Verdict } from '../../base/index.ts';

export const EXIT = { ok: 0, found: 1, usage: 2, undecided: 3, bug: 70 } as const;

export const FAIL_ON = ['error', 'warn', 'info', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

const REACHES: Readonly<Record<FailOn, readonly Severity[]>> = {
  error: ['error'],
  warn: ['error', 'warn'],
  info: ['error', 'warn', 'info'],
  never: [],
};

export const reaches = (severity: Severity, failOn: FailOn): boolean => REACHES[failOn].includes(severity);

/** Something at or above `failOn` is 1; else what could not be decided is 3, whatever `failOn` says; else 0. */
export function exitOf(findings: readonly Finding[], failOn: FailOn): number {
  if (findings.some(({ severity }) => reaches(severity, failOn))) return EXIT.found;
  return findings.some(({ severity }) => severity === 'unknown') ? EXIT.undecided : EXIT.ok;
}

/** A failure that kept the command from trying is 2; one it met while trying is 3. */
export const exitOfFailure = ({ fault }: Failure): number => (fault === 'configuration' ? EXIT.usage : EXIT.undecided);

/** The worst of several: 3 counts above 1 (cli.md), and a line that could not be read above 0. */
export function worstExit(statuses: readonly number[]): number {
  const rank = [EXIT.ok, EXIT.found, EXIT.undecided, EXIT.usage, EXIT.bug] as readonly number[];
  return rank[Math.max(0, ...statuses.map((status) => rank.indexOf(status)))] ?? EXIT.ok;
}

/** `-o nagios` speaks the plugins' own language. */
export const NAGIOS: Readonly<Record<Verdict, { readonly exit: number; readonly word: string }>> = {
  pass: { exit: 0, word: 'OK' },
  warn: { exit: 1, word: 'WARNING' },
  fail: { exit: 2, word: 'CRITICAL' },
  unknown: { exit: 3, word: 'UNKNOWN' },
};
