/** `dmarc report show`: files in, reports and the sources of mail out. */
import { err, type Failure, type Finding, ok, type Report, type Result } from '../../../base/index.ts';
import { type Document, unpack } from '../../unpack/index.ts';
import { say } from '../findings/define.ts';
import { reportFailing, reportOdd, reportOfFailure, reportPassing, reportUnreadable } from '../findings/report.ts';
import { readFailure } from './failure.ts';
import { readAggregate } from './read.ts';
import { type ReportSource, type ReportTotals, sourcesOf, totalsOf } from './summary.ts';
import type { AggregateReport, FailureReport } from './types.ts';
import { isFeedback, WANTED } from './wanted.ts';

export interface ReportShowData {
  readonly reports: readonly AggregateReport[];
  readonly sources: readonly ReportSource[];
  readonly totals: ReportTotals;
  /** Reports of single messages that failed; they are counted in no total. */
  readonly failures: readonly FailureReport[];
  /** Files, and parts of them, that could not be read. */
  readonly problems: readonly { readonly code: string; readonly detail: string }[];
}

/** The name of an address, where there is one. */
export type HostnameOf = (ip: string) => Promise<string | undefined>;

/** @param hostnameOf  asked only for sources that are shown first; absent: nobody is asked */
export async function showReports(
  files: readonly Document[],
  hostnameOf?: HostnameOf,
): Promise<Result<Report<ReportShowData>, Failure>> {
  const reports: AggregateReport[] = [];
  const single: FailureReport[] = [];
  const failures: Failure[] = [];
  for (const file of files) {
    const unpacked = await unpack(file, WANTED);
    failures.push(...unpacked.failures);
    single.push(...unpacked.documents.filter(({ bytes }) => isFeedback(bytes)).map(readFailure));
    for (const document of unpacked.documents.filter(({ bytes }) => !isFeedback(bytes))) {
      const read = await readAggregate(document);
      if (read.ok) reports.push(read.value);
      else failures.push(read.error);
    }
  }
  const [first] = failures;
  if (reports.length === 0 && single.length === 0 && first !== undefined) return err(first);
  const sources = await named(sourcesOf(reports), hostnameOf);
  const data: ReportShowData = {
    reports,
    sources,
    totals: totalsOf(reports),
    failures: single,
    problems: failures.map(({ code, message }) => ({ code, detail: message })),
  };
  return ok({ data, findings: findingsOn(data) });
}

/** Each name is a question, and a report may have a hundred thousand addresses. */
const MAX_NAMED = 256;

async function named(sources: readonly ReportSource[], hostnameOf?: HostnameOf): Promise<readonly ReportSource[]> {
  if (hostnameOf === undefined) return sources;
  const names = await Promise.all(sources.slice(0, MAX_NAMED).map(({ ip }) => hostnameOf(ip)));
  return sources.map((source, i) => (names[i] === undefined ? source : { ...source, hostname: names[i] }));
}

const MAX_FAILING_TOLD = 10;

function findingsOn({ reports, sources, totals, failures, problems }: ReportShowData): readonly Finding[] {
  const failing = sources.filter(({ failed }) => failed > 0);
  const passing =
    failing.length === 0 && (reports.length > 0 || failures.length === 0)
      ? [say(reportPassing, { detail: `${totals.messages} messages of ${sources.length} sources` })]
      : [];
  return [
    ...passing,
    ...failing
      .slice(0, MAX_FAILING_TOLD)
      .map((source) => say(reportFailing, { scope: { ip: source.ip }, detail: failingText(source) })),
    ...failures.slice(0, MAX_FAILING_TOLD).map(failureFinding),
    ...[...reports, ...failures].flatMap(({ source, faults }) =>
      faults.length === 0 ? [] : [say(reportOdd, { scope: { file: source }, detail: faults.slice(0, 5).join('; ') })],
    ),
    ...problems.map(({ detail }) => say(reportUnreadable, { detail })),
  ];
}

function failureFinding({ sourceIp, reportedDomain, ...report }: FailureReport): Finding {
  const { authFailure, headerFrom, deliveryResult, incidents } = report;
  const what = authFailure.length === 0 ? report.feedbackType : authFailure.join(', ');
  const from = headerFrom === undefined ? '' : ` of a message from ${headerFrom.slice(0, 200)}`;
  const end = deliveryResult === undefined ? '' : `, which was ${END_WORDS[deliveryResult] ?? deliveryResult}`;
  return say(reportOfFailure, {
    scope: {
      ...(reportedDomain !== undefined && { domain: reportedDomain }),
      ...(sourceIp !== undefined && { ip: sourceIp }),
    },
    detail: `${what}${from}${end}${incidents > 1 ? ` (${incidents} messages)` : ''}`,
  });
}

/** RFC 6591 §3.2.2. */
const END_WORDS: Readonly<Record<string, string>> = {
  delivered: 'delivered',
  spam: 'put aside as spam',
  policy: 'not delivered by policy',
  reject: 'refused',
  other: 'treated in another way',
};

function failingText({ failed, messages, headerFrom, dkim, spf }: ReportSource): string {
  const claims = headerFrom.length === 0 ? '' : ` as ${headerFrom.slice(0, 3).join(', ')}`;
  const seen = [
    ...dkim.slice(0, 2).map((text) => `DKIM ${text}`),
    ...spf.slice(0, 2).map((text) => `SPF ${text}`),
  ].join(', ');
  return `${failed} of ${messages} messages${claims}${seen === '' ? '' : ` (${seen})`}`;
}
