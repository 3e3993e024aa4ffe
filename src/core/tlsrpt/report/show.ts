/** `tlsrpt show`: files in, reports, policies and failures out. */
import { err, type Failure, type Finding, ok, type Report, type Result } from '../../../base/index.ts';
import { type Document, unpack } from '../../unpack/index.ts';
import { say } from '../findings/define.ts';
import { reportClean, reportOdd, reportUnreadable } from '../findings/report.ts';
import { otherResult, RESULT_ROWS } from '../findings/results.ts';
import { WANTED } from './errors.ts';
import { readTlsReport } from './read.ts';
import {
  type FailureSummary,
  failuresOf,
  NOT_TOLD,
  type PolicySummary,
  policiesOf,
  type ReportTotals,
  totalsOf,
} from './summary.ts';
import type { TlsReport } from './types.ts';

export interface TlsReportShowData {
  readonly reports: readonly TlsReport[];
  readonly policies: readonly PolicySummary[];
  readonly failures: readonly FailureSummary[];
  readonly totals: ReportTotals;
  /** Files, and parts of them, that could not be read. */
  readonly problems: readonly { readonly code: string; readonly detail: string }[];
}

/** @returns a failure where nothing at all could be read */
export async function showTlsReports(files: readonly Document[]): Promise<Result<Report<TlsReportShowData>, Failure>> {
  const reports: TlsReport[] = [];
  const failures: Failure[] = [];
  for (const file of files) {
    const unpacked = await unpack(file, WANTED);
    failures.push(...unpacked.failures);
    for (const document of unpacked.documents) {
      const read = readTlsReport(document);
      if (read.ok) reports.push(...read.value);
      else failures.push(read.error);
    }
  }
  const [first] = failures;
  if (reports.length === 0 && first !== undefined) return err(first);
  const data: TlsReportShowData = {
    reports,
    policies: policiesOf(reports),
    failures: failuresOf(reports),
    totals: totalsOf(reports),
    problems: failures.map(({ code, message }) => ({ code, detail: message })),
  };
  return ok({ data, findings: findingsOn(data) });
}

const MAX_FAILURES_TOLD = 20;

function findingsOn({ reports, failures, totals, problems }: TlsReportShowData): readonly Finding[] {
  const verdict =
    failures.length === 0
      ? [say(reportClean, { detail: `${totals.successful} sessions` })]
      : failures.slice(0, MAX_FAILURES_TOLD).map(failureFinding);
  return [
    ...verdict,
    ...reports.flatMap(({ source, faults }) =>
      faults.length === 0 ? [] : [say(reportOdd, { scope: { file: source }, detail: faults.slice(0, 5).join('; ') })],
    ),
    ...problems.map(({ detail }) => say(reportUnreadable, { detail })),
  ];
}

function failureFinding(failure: FailureSummary): Finding {
  const { resultType, domain, receivingMxs } = failure;
  const known = Object.hasOwn(RESULT_ROWS, resultType) ? RESULT_ROWS[resultType] : undefined;
  const [mx, second] = receivingMxs;
  const scope = { ...(domain !== undefined && { domain }), ...(mx !== undefined && second === undefined && { mx }) };
  return say(known ?? otherResult, { scope, detail: failureText(failure) });
}

function failureText({
  resultType,
  policyType,
  sessions,
  sendingMtaIps,
  receivingMxs,
  reasons,
  reporters,
}: FailureSummary): string {
  const list = (texts: readonly string[], most: number): string =>
    texts.slice(0, most).join(', ') + (texts.length > most ? ` and ${texts.length - most} more` : '');
  const part = (word: string, texts: readonly string[]): string =>
    texts.length === 0 ? '' : `${word} ${list(texts, 3)}`;
  const what = resultType === NOT_TOLD ? 'the reason is not told' : resultType;
  const parts = [
    `${sessions} sessions under ${policyType}: ${what}`,
    part('at', receivingMxs),
    part('from', sendingMtaIps),
    part('reported by', reporters),
    part('saying', reasons),
  ];
  return parts.filter((text) => text !== '').join(', ');
}
