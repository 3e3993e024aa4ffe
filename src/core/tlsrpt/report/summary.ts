/** Reports put together by policy, and what failed by its type. */
import type { FailureDetail, PolicyResult, TlsReport } from './types.ts';

export interface PolicySummary {
  readonly type: string;
  readonly domain?: string;
  readonly successful: number;
  readonly failed: number;
  /** Who reported on it. */
  readonly reporters: readonly string[];
}

export interface FailureSummary {
  readonly resultType: string;
  readonly policyType: string;
  readonly domain?: string;
  readonly sessions: number;
  readonly sendingMtaIps: readonly string[];
  readonly receivingMxs: readonly string[];
  readonly receivingIps: readonly string[];
  /** Additional information and reason codes. */
  readonly reasons: readonly string[];
  readonly reporters: readonly string[];
}

export interface ReportTotals {
  readonly successful: number;
  readonly failed: number;
}

interface Seen {
  readonly report: TlsReport;
  readonly policy: PolicyResult;
}

const everyPolicy = (reports: readonly TlsReport[]): readonly Seen[] =>
  reports.flatMap((report) => report.policies.map((policy) => ({ report, policy })));

/** Those with most failures first. */
export function policiesOf(reports: readonly TlsReport[]): readonly PolicySummary[] {
  const groups = grouped(everyPolicy(reports), ({ policy }) => `${policy.type} ${policy.domain ?? ''}`);
  return groups
    .map((seen): PolicySummary => {
      const { type, domain } = seen[0]!.policy;
      return {
        type,
        ...(domain !== undefined && { domain }),
        successful: sum(seen.map(({ policy }) => policy.successful)),
        failed: sum(seen.map(({ policy }) => policy.failed)),
        reporters: some(seen.map(({ report }) => report.organization)),
      };
    })
    .sort((a, b) => b.failed - a.failed || b.successful - a.successful);
}

/** By type and policy, most sessions first; failures that no detail tells of are `not told`. */
export function failuresOf(reports: readonly TlsReport[]): readonly FailureSummary[] {
  const each = everyPolicy(reports).flatMap((seen) => detailsOf(seen.policy).map((detail) => ({ ...seen, detail })));
  const groups = grouped(each, ({ policy, detail }) => `${detail.resultType} ${policy.type} ${policy.domain ?? ''}`);
  return groups
    .map((seen): FailureSummary => {
      const { policy, detail } = seen[0]!;
      const details = seen.map((one) => one.detail);
      return {
        resultType: detail.resultType,
        policyType: policy.type,
        ...(policy.domain !== undefined && { domain: policy.domain }),
        sessions: sum(details.map(({ count }) => count)),
        sendingMtaIps: some(details.map(({ sendingMtaIp }) => sendingMtaIp)),
        receivingMxs: some(details.map(({ receivingMxHostname }) => receivingMxHostname)),
        receivingIps: some(details.map(({ receivingIp }) => receivingIp)),
        reasons: some(details.flatMap(({ information, reasonCode }) => [information, reasonCode])),
        reporters: some(seen.map(({ report }) => report.organization)),
      };
    })
    .sort((a, b) => b.sessions - a.sessions);
}

export const NOT_TOLD = 'not-told';

/** What the summary counts beyond the details is a failure all the same. */
function detailsOf({ failures, failed }: PolicyResult): readonly FailureDetail[] {
  const rest = failed - sum(failures.map(({ count }) => count));
  const told = failures.filter(({ count }) => count > 0);
  return rest > 0 ? [...told, { resultType: NOT_TOLD, count: rest }] : told;
}

export const totalsOf = (reports: readonly TlsReport[]): ReportTotals => ({
  successful: sum(everyPolicy(reports).map(({ policy }) => policy.successful)),
  failed: sum(everyPolicy(reports).map(({ policy }) => policy.failed)),
});

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Each once, and of a hostile report not too many. */
const MAX_NAMES = 20;
const some = (texts: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(texts.filter((text) => text !== undefined))].slice(0, MAX_NAMES);
