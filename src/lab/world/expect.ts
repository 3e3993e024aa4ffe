/** The four verdicts of a row, with the exit status each one has (cli.md "Exit status"). */
import type { Expectation } from './types.ts';

type Policy = Expectation['policy'];

export const pass = (policy: Policy, ...findings: string[]): Expectation => expectation('pass', 0, policy, findings);

/** Status 0, unless the caller lowers `--fail-on`. */
export const warn = (policy: Policy, ...findings: string[]): Expectation => expectation('warn', 0, policy, findings);

export const fail = (policy: Policy, ...findings: string[]): Expectation => expectation('fail', 1, policy, findings);

export const unknown = (policy: Policy, ...findings: string[]): Expectation =>
  expectation('unknown', 3, policy, findings);

function expectation(
  verdict: Expectation['verdict'],
  exit: Expectation['exit'],
  policy: Policy,
  findings: readonly string[],
): Expectation {
  return { verdict, policy, exit, findings };
}
