import type { AggregateReport, FailureReport, ReportShowData, ReportSource } from '../../core/dmarc/index.ts';
import type { Paint, View } from '../types.ts';
import { printable } from './finding-lines.ts';
import { table } from './table.ts';

const MAX_ROWS = 50;

/** The reports, a table by source, one of single failures, then what there is to say. */
export const dmarcReportShowView: View<ReportShowData> = ({ data, findings }, paint, verbosity) => {
  const { totals, sources } = data;
  const summary = `${paint.mark(totals.failed > 0 ? 'warn' : 'ok')} ${totals.messages} messages of ${sources.length} sources: ${totals.passed} pass, ${totals.failed} fail`;
  const single = data.failures.length === 0 ? [] : [`${paint.mark('warn')} ${data.failures.length} failure reports`];
  const head = data.reports.length === 0 && single.length > 0 ? [] : [summary];
  if (verbosity < 0) return [...head, ...single].join('\n');
  const shown = verbosity > 0 ? sources : sources.slice(0, MAX_ROWS);
  const more = sources.length - shown.length;
  const told = findings
    .filter(({ severity }) => severity !== 'ok')
    .map(
      ({ severity, title, scope, detail }) =>
        `${paint.mark(severity)} ${title}${scope.ip === undefined ? '' : ` (${scope.ip})`}: ${printable(detail ?? '')}`,
    );
  return [
    ...data.reports.map((report) => reportLine(report, paint)),
    ...head,
    ...(head.length === 0 ? [] : table(SOURCE_HEAD, shown.map(sourceCells), paint)),
    ...(more > 0 ? [paint.dim(`  … and ${more} more (-v)`)] : []),
    ...single,
    ...(single.length === 0 ? [] : table(FAILURE_HEAD, data.failures.slice(0, MAX_ROWS).map(failureCells), paint)),
    ...told,
  ].join('\n');
};

function reportLine(
  { organization = 'unknown', reportId, begin, end, policy, form }: AggregateReport,
  paint: Paint,
): string {
  const span = [begin, end].map((time) => time?.slice(0, 16).replace('T', ' ') ?? '?').join(' to ');
  const tags = [policy.p && `p=${policy.p}`, policy.sp && `sp=${policy.sp}`, policy.np && `np=${policy.np}`].filter(
    Boolean,
  );
  return `${paint.strong(printable(policy.domain ?? 'unknown domain'))} by ${printable(organization)}, ${span} (${printable(tags.join(' '))}; ${form.toUpperCase()}${reportId === undefined ? '' : `; ${printable(reportId)}`})`;
}

const SOURCE_HEAD = ['source', 'mails', 'pass', 'fail', 'dkim', 'spf', 'disposition', 'results'];

function sourceCells(source: ReportSource): readonly string[] {
  return [
    source.hostname === undefined ? source.ip : `${source.ip} ${source.hostname}`,
    String(source.messages),
    String(source.passed),
    String(source.failed),
    `${source.dkimAligned}`,
    `${source.spfAligned}`,
    Object.entries(source.dispositions)
      .map(([what, count]) => `${what} ${count}`)
      .join(', '),
    [
      ...source.dkim.slice(0, 2).map((text) => `dkim ${text}`),
      ...source.spf.slice(0, 1).map((text) => `spf ${text}`),
    ].join(', '),
  ];
}

const FAILURE_HEAD = ['arrived', 'source', 'mails', 'domain', 'failed', 'became', 'from', 'subject'];

function failureCells(report: FailureReport): readonly string[] {
  const { arrivedAt, sourceIp, incidents, reportedDomain, authFailure, deliveryResult, headerFrom, subject } = report;
  return [
    arrivedAt?.slice(0, 16).replace('T', ' ') ?? '?',
    sourceIp ?? '?',
    String(incidents),
    reportedDomain ?? '?',
    authFailure.join(' ') || report.feedbackType,
    deliveryResult ?? '?',
    headerFrom ?? '',
    subject ?? '',
  ];
}
