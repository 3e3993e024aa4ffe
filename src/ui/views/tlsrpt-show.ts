/** Who reported when; sessions by policy; failures by what went wrong, and what to do. */
import type { FailureSummary, PolicySummary, TlsReport, TlsReportShowData } from '../../core/tlsrpt/index.ts';
import type { Paint, View } from '../types.ts';
import { findingLines, printable } from './finding-lines.ts';
import { table } from './table.ts';

const MAX_ROWS = 20;

export const tlsRptShowView: View<TlsReportShowData> = ({ data, findings }, paint, verbosity) => {
  const { totals, failures, policies, reports } = data;
  const mark = paint.mark(totals.failed > 0 ? 'error' : 'ok');
  const head = `${mark} ${paint.strong(`${totals.successful + totals.failed} sessions`)}: ${totals.successful} came to TLS, ${totals.failed} failed`;
  if (verbosity < 0) return [head, ...findingLines(findings, paint, verbosity)].join('\n');
  const most = verbosity > 0 ? Number.POSITIVE_INFINITY : MAX_ROWS;
  return [
    ...limited(
      reports.map((report) => reportLine(report, paint)),
      most,
      paint,
    ),
    head,
    ...limited(policyTable(policies, paint), most, paint),
    ...(failures.length === 0 ? [] : ['', ...limited(failureTable(failures, paint), most, paint)]),
    '',
    ...findingLines(findings, paint, verbosity),
  ].join('\n');
};

function limited(lines: readonly string[], most: number, paint: Paint): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), paint.dim(`  … and ${lines.length - most} more (-v)`)];
}

function reportLine({ organization = 'unknown', contact, reportId, begin, end }: TlsReport, paint: Paint): string {
  const span = [begin, end].map((time) => time?.slice(0, 16).replace('T', ' ') ?? '?').join(' to ');
  const more = [contact, reportId].filter((text) => text !== undefined).map(printable);
  return `${paint.strong(printable(organization))}, ${span}${more.length === 0 ? '' : ` (${more.join('; ')})`}`;
}

const policyTable = (policies: readonly PolicySummary[], paint: Paint): readonly string[] =>
  table(
    ['policy', 'domain', 'sessions', 'TLS', 'failed', 'reported by'],
    policies.map(({ type, domain = '?', successful, failed, reporters }) => [
      type,
      domain,
      `${successful + failed}`,
      `${successful}`,
      `${failed}`,
      list(reporters),
    ]),
    paint,
  );

const failureTable = (failures: readonly FailureSummary[], paint: Paint): readonly string[] =>
  table(
    ['failure', 'policy', 'domain', 'sessions', 'at', 'from', 'reason'],
    failures.map((one) => [
      one.resultType,
      one.policyType,
      one.domain ?? '?',
      `${one.sessions}`,
      list(one.receivingMxs),
      list(one.sendingMtaIps),
      list(one.reasons),
    ]),
    paint,
  );

const list = (texts: readonly string[]): string =>
  texts.length > 2 ? `${texts.slice(0, 2).join(', ')} +${texts.length - 2}` : texts.join(', ');
