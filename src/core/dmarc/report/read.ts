/** From XML to a report, as leniently as reports are made: what is missing is left out, what is odd is told. */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import type { Document } from '../../unpack/index.ts';
import { reportError } from './errors.ts';
import { MAX_RECORDS } from './limits.ts';
import type { AggregateReport, AuthResult, PublishedPolicy, ReportRecord } from './types.ts';
import { childOf, childrenOf, isNode, type Node, readXml, textOf } from './xml.ts';

export async function readAggregate(document: Document): Promise<Result<AggregateReport, Failure>> {
  const xml = await readXml(document);
  if (!xml.ok) return xml;
  const feedback = childOf(xml.value, 'feedback');
  if (feedback === undefined)
    return err(
      reportError('not-aggregate', `${document.source} is XML, and no aggregate report: it has no feedback element`),
    );
  return ok(readFeedback(document.source, feedback));
}

function readFeedback(source: string, feedback: Node): AggregateReport {
  const faults: string[] = [];
  const metadata = childOf(feedback, 'report_metadata');
  const range = childOf(metadata, 'date_range') ?? childOf(feedback, 'date_range');
  if (metadata === undefined) faults.push('there is no report_metadata');
  const published = childOf(feedback, 'policy_published');
  if (published === undefined) faults.push('there is no policy_published');
  const all = childrenOf(feedback, 'record').filter(isNode);
  if (all.length === 0) faults.push('there is no record');
  if (all.length > MAX_RECORDS) faults.push(`only the first ${MAX_RECORDS} of ${all.length} records are looked at`);
  const policy = readPolicy(published);
  return {
    source,
    form: isNewForm(published, metadata) ? 'rfc9990' : 'rfc7489',
    ...texts(metadata, {
      organization: 'org_name',
      email: 'email',
      contact: 'extra_contact_info',
      reportId: 'report_id',
      generator: 'generator',
    }),
    ...instant('begin', textOf(range, 'begin'), faults),
    ...instant('end', textOf(range, 'end'), faults),
    errors: childrenOf(metadata, 'error').filter((one): one is string => typeof one === 'string'),
    policy,
    records: all.slice(0, MAX_RECORDS).flatMap((record, i) => readRecord(record, i, faults)),
    faults,
  };
}

/** What RFC 9990 added tells its form; namespaces are left out or wrong too often. */
const isNewForm = (published: Node | undefined, metadata: Node | undefined): boolean =>
  ['np', 'testing', 'discovery_method'].some((name) => textOf(published, name) !== undefined) ||
  textOf(metadata, 'generator') !== undefined;

/** Several names for one thing, as a row of text where it is there. */
function texts<K extends string>(
  node: Node | undefined,
  names: Readonly<Record<K, string>>,
): { readonly [P in K]?: string } {
  const found = Object.entries<string>(names).map(([key, name]) => [key, textOf(node, name)] as const);
  return Object.fromEntries(found.filter(([, text]) => text !== undefined)) as { [P in K]?: string };
}

const readPolicy = (node: Node | undefined): PublishedPolicy =>
  texts(node, {
    domain: 'domain',
    p: 'p',
    sp: 'sp',
    np: 'np',
    adkim: 'adkim',
    aspf: 'aspf',
    pct: 'pct',
    fo: 'fo',
    testing: 'testing',
    discoveryMethod: 'discovery_method',
  });

/** Seconds since 1970 (RFC 9990 §3.1.1.3); some write milliseconds, some a date. */
function instant(
  name: 'begin' | 'end',
  text: string | undefined,
  faults: string[],
): { readonly begin?: string; readonly end?: string } {
  if (text === undefined) return {};
  const number = /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  const date = new Date(number === undefined ? text : number > MILLISECONDS_FROM ? number : number * 1000);
  if (Number.isNaN(date.getTime())) {
    faults.push(`${name} is no time: ${text.slice(0, 40)}`);
    return {};
  }
  return { [name]: date.toISOString() };
}

/** As seconds, the year 5138. */
const MILLISECONDS_FROM = 100_000_000_000;

function readRecord(record: Node, i: number, faults: string[]): readonly ReportRecord[] {
  const row = childOf(record, 'row') ?? record;
  const sourceIp = textOf(row, 'source_ip');
  const evaluated = childOf(row, 'policy_evaluated');
  const identifiers = childOf(record, 'identifiers') ?? childOf(record, 'identities'); // older drafts
  const results = childOf(record, 'auth_results');
  if (sourceIp === undefined) {
    faults.push(`record ${i + 1} has no source_ip`);
    return [];
  }
  return [
    {
      sourceIp: sourceIp.toLowerCase(),
      count: readCount(textOf(row, 'count'), i, faults),
      ...texts(evaluated, { disposition: 'disposition' }),
      dkim: isPass(evaluated, 'dkim'),
      spf: isPass(evaluated, 'spf'),
      reasons: childrenOf(evaluated, 'reason')
        .filter(isNode)
        .map((reason) => ({ type: textOf(reason, 'type') ?? 'other', ...texts(reason, { comment: 'comment' }) })),
      ...texts(identifiers, { headerFrom: 'header_from', envelopeFrom: 'envelope_from', envelopeTo: 'envelope_to' }),
      dkimResults: readResults(results, 'dkim'),
      spfResults: readResults(results, 'spf'),
    },
  ];
}

const isPass = (evaluated: Node | undefined, name: string): boolean =>
  textOf(evaluated, name)?.toLowerCase() === 'pass';

function readCount(text: string | undefined, i: number, faults: string[]): number {
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text);
  faults.push(`record ${i + 1} has no count and is taken for one message`);
  return 1;
}

function readResults(results: Node | undefined, name: 'dkim' | 'spf'): readonly AuthResult[] {
  return childrenOf(results, name)
    .filter(isNode)
    .map((one) =>
      texts(one, { domain: 'domain', result: 'result', selector: 'selector', scope: 'scope', comment: 'human_result' }),
    );
}
