/** Reports put together by who sent the mail. */
import type { AggregateReport, AuthResult, ReportRecord } from './types.ts';

export interface ReportSource {
  readonly ip: string;
  /** By PTR, where it was asked for. */
  readonly hostname?: string;
  readonly messages: number;
  readonly passed: number;
  readonly failed: number;
  /** Messages with an aligned pass of each. */
  readonly dkimAligned: number;
  readonly spfAligned: number;
  /** What receivers did → messages. */
  readonly dispositions: Readonly<Record<string, number>>;
  readonly headerFrom: readonly string[];
  /** As `pass example.org`. */
  readonly dkim: readonly string[];
  readonly spf: readonly string[];
  /** Why receivers did otherwise than asked. */
  readonly reasons: readonly string[];
}

export interface ReportTotals {
  readonly messages: number;
  readonly passed: number;
  readonly failed: number;
}

/** DMARC passes with an aligned pass of either (RFC 9989 §5.3.5). */
export const passes = ({ dkim, spf }: ReportRecord): boolean => dkim || spf;

/** Those with most failing mail first, then those with most mail. */
export function sourcesOf(reports: readonly AggregateReport[]): readonly ReportSource[] {
  const byIp = new Map<string, ReportRecord[]>();
  for (const record of reports.flatMap(({ records }) => records)) {
    const records = byIp.get(record.sourceIp);
    if (records === undefined) byIp.set(record.sourceIp, [record]);
    else records.push(record);
  }
  return [...byIp].map(sourceOf).sort((a, b) => b.failed - a.failed || b.messages - a.messages);
}

export function totalsOf(reports: readonly AggregateReport[]): ReportTotals {
  const records = reports.flatMap((report) => report.records);
  return {
    messages: sum(records),
    passed: sum(records.filter(passes)),
    failed: sum(records.filter((one) => !passes(one))),
  };
}

function sourceOf([ip, records]: readonly [string, readonly ReportRecord[]]): ReportSource {
  return {
    ip,
    ...totals(records),
    dkimAligned: sum(records.filter(({ dkim }) => dkim)),
    spfAligned: sum(records.filter(({ spf }) => spf)),
    dispositions: dispositionsOf(records),
    headerFrom: some(records.map(({ headerFrom }) => headerFrom)),
    dkim: some(records.flatMap(({ dkimResults }) => dkimResults.map(resultText))),
    spf: some(records.flatMap(({ spfResults }) => spfResults.map(resultText))),
    reasons: some(
      records.flatMap(({ reasons }) =>
        reasons.map(({ type, comment }) => (comment === undefined ? type : `${type}: ${comment}`)),
      ),
    ),
  };
}

function totals(records: readonly ReportRecord[]): ReportTotals {
  const messages = sum(records);
  const passed = sum(records.filter(passes));
  return { messages, passed, failed: messages - passed };
}

const sum = (records: readonly ReportRecord[]): number => records.reduce((all, { count }) => all + count, 0);

function dispositionsOf(records: readonly ReportRecord[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { disposition = 'unknown', count } of records)
    counts.set(disposition, (counts.get(disposition) ?? 0) + count);
  return Object.fromEntries(counts);
}

const resultText = ({ result = 'unknown', domain }: AuthResult): string =>
  domain === undefined ? result : `${result} ${domain}`;

/** Each once, and of a hostile report not too many. */
const MAX_NAMES = 20;
const some = (texts: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(texts.filter((text) => text !== undefined))].slice(0, MAX_NAMES);
