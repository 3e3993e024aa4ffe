/** From JSON to a report, as leniently as reports are made: what is missing is left out, what is odd is told. */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import type { Document } from '../../unpack/index.ts';
import { reportError } from './errors.ts';
import { countOf, isNode, listOf, memberOf, type Node, nodeOf, readJson, textOf, textsOf } from './json.ts';
import { MAX_FAILURES, MAX_FAULTS, MAX_POLICIES } from './limits.ts';
import type { FailureDetail, PolicyResult, TlsReport } from './types.ts';

/** One document may hold several reports in a list. Never throws. */
export function readTlsReport(document: Document): Result<readonly TlsReport[], Failure> {
  const json = readJson(document);
  if (!json.ok) return json;
  const nodes = (Array.isArray(json.value) ? json.value : [json.value]).filter(isReport).slice(0, MAX_POLICIES);
  if (nodes.length === 0)
    return err(
      reportError(
        'not-tls-report',
        `${document.source} is JSON, and no TLS report: it has neither policies nor a report-id`,
      ),
    );
  return ok(nodes.map((node) => readNode(document.source, node)));
}

const isReport = (value: unknown): value is Node =>
  isNode(value) &&
  (memberOf(value, 'policies', 'report-id') !== undefined || nodeOf(value, 'date-range') !== undefined);

function readNode(source: string, node: Node): TlsReport {
  const faults: string[] = [];
  const range = nodeOf(node, 'date-range');
  const all = listOf(node, 'policies', 'policy').filter(isNode);
  if (all.length === 0) faults.push('there is no policy');
  if (all.length > MAX_POLICIES) faults.push(`only the first ${MAX_POLICIES} of ${all.length} policies are looked at`);
  for (const key of ['organization-name', 'report-id', 'contact-info'])
    if (textOf(node, key) === undefined) faults.push(`there is no ${key}`);
  const policies = all.slice(0, MAX_POLICIES).map((policy, i) => readPolicy(policy, i, faults));
  return {
    source,
    ...optional('organization', textOf(node, 'organization-name', 'organisation-name', 'org-name')),
    ...optional('contact', textOf(node, 'contact-info')),
    ...optional('reportId', textOf(node, 'report-id')),
    ...instant('begin', memberOf(range, 'start-datetime', 'start', 'begin'), faults),
    ...instant('end', memberOf(range, 'end-datetime', 'end'), faults),
    policies,
    faults: faults.slice(0, MAX_FAULTS),
  };
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

/** RFC 3339 (RFC 8460 §4.4); some write seconds or milliseconds since 1970, a date alone, or leave the zone out. */
function instant(
  name: 'begin' | 'end',
  value: unknown,
  faults: string[],
): { readonly begin?: string; readonly end?: string } {
  if (value === undefined) {
    faults.push(`there is no ${name === 'begin' ? 'start' : 'end'}-datetime`);
    return {};
  }
  const date = typeof value === 'number' || typeof value === 'string' ? dateOf(value) : undefined;
  if (date !== undefined) return { [name]: date.toISOString() };
  faults.push(`the ${name} of the date range is no time: ${JSON.stringify(value).slice(0, 40)}`);
  return {};
}

function dateOf(value: number | string): Date | undefined {
  const text = String(value).trim();
  const isNumber = /^\d{1,15}(?:\.\d+)?$/.test(text);
  const isWithoutZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text);
  const seconds = Number(text);
  const readable = isNumber
    ? seconds > MILLISECONDS_FROM
      ? seconds
      : seconds * 1000
    : isWithoutZone
      ? `${text.replace(' ', 'T')}Z`
      : text;
  const date = new Date(readable);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** As seconds, the year 5138. */
const MILLISECONDS_FROM = 100_000_000_000;

function readPolicy(entry: Node, i: number, faults: string[]): PolicyResult {
  const policy = nodeOf(entry, 'policy') ?? entry; // some leave the layer out
  const summary = nodeOf(entry, 'summary') ?? entry;
  const where = `policy ${i + 1}`;
  const type = textOf(policy, 'policy-type', 'type');
  if (type === undefined) faults.push(`${where} has no type`);
  const failures = readFailures(entry, where, faults);
  const told = countOf(summary, 'total-failure-session-count', 'total-failed-session-count');
  const counted = failures.reduce((sum, { count }) => sum + count, 0);
  if (told === undefined) faults.push(`${where} has no count of failures; its details have ${counted}`);
  else if (failures.length > 0 && told !== counted)
    faults.push(`${where} has ${told} failures, and its details ${counted}`);
  const successful = countOf(summary, 'total-successful-session-count', 'total-success-session-count');
  if (successful === undefined) faults.push(`${where} has no count of successes`);
  return {
    type: type?.toLowerCase() ?? 'unknown',
    ...optional('domain', textOf(policy, 'policy-domain', 'domain')?.toLowerCase().replace(/\.$/, '')),
    strings: textsOf(policy, 'policy-string', 'policy-strings'),
    mxHosts: textsOf(policy, 'mx-host', 'mx-host-pattern', 'mx-hosts', 'mx'),
    successful: successful ?? 0,
    failed: Math.max(told ?? 0, counted),
    failures,
  };
}

function readFailures(entry: Node, where: string, faults: string[]): readonly FailureDetail[] {
  const all = listOf(entry, 'failure-details', 'failure-detail', 'failures').filter(isNode);
  if (all.length > MAX_FAILURES)
    faults.push(`only the first ${MAX_FAILURES} of ${all.length} failures of ${where} are looked at`);
  return all.slice(0, MAX_FAILURES).map((detail) => readFailure(detail, where, faults));
}

function readFailure(detail: Node, where: string, faults: string[]): FailureDetail {
  const count = countOf(detail, 'failed-session-count', 'failure-session-count', 'count');
  if (count === undefined) faults.push(`a failure of ${where} has no count and is taken for one`);
  const resultType = textOf(detail, 'result-type', 'type')?.toLowerCase();
  if (resultType === undefined) faults.push(`a failure of ${where} has no result-type`);
  return {
    resultType: resultType ?? 'unknown',
    ...optional('sendingMtaIp', textOf(detail, 'sending-mta-ip')),
    ...optional('receivingMxHostname', textOf(detail, 'receiving-mx-hostname', 'receiving-mx')?.toLowerCase()),
    ...optional('receivingMxHelo', textOf(detail, 'receiving-mx-helo')),
    ...optional('receivingIp', textOf(detail, 'receiving-ip')),
    count: count ?? 1,
    ...optional('information', textOf(detail, 'additional-information', 'additional-info-uri', 'additional-info')),
    ...optional('reasonCode', textOf(detail, 'failure-reason-code', 'failure-reason', 'failure-error-code')),
  };
}
