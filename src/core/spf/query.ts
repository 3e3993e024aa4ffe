/** A check of one client as a report: what `spf query` shows when it is given an address. */
import { type Report, say } from '../../base/index.ts';
import { checkHost } from './check-host.ts';
import { resultFindings } from './findings/results.ts';
import { problemFindingsOf } from './findings/say.ts';
import type { SpfPorts, SpfQuestion, SpfVerdict } from './types.ts';

/** The verdict, and the header fields that would tell of it. */
export type SpfQueryData = SpfVerdict;

export async function querySender(question: SpfQuestion, ports: SpfPorts): Promise<Report<SpfQueryData>> {
  const verdict = await checkHost(question, ports);
  const { result, problem, domain, ip } = verdict;
  const scope = { domain, ip };
  const detail = problem?.detail ?? because(verdict);
  const head = say(resultFindings[result], { scope, ...(detail !== undefined && { detail }) });
  const told = problem === undefined || problem.code === 'no-record' ? [] : problemFindingsOf(problem);
  return { findings: [head, ...told], data: verdict };
}

function because({ mechanism, result }: SpfVerdict): string | undefined {
  if (mechanism !== undefined) return `by the term "${mechanism}"`;
  return result === 'neutral' ? 'no term matched' : undefined;
}
