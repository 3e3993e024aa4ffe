/** `tlsrpt query`: the record of a domain, what is wrong with it, and where reports go. */
import type { Finding, Report } from '../../base/index.ts';
import { isSubdomain, type Name, type SecurityStatus } from '../dns/index.ts';
import { amongTexts, type TextDns } from '../mtasts/index.ts';
import { say } from './findings/define.ts';
import * as rows from './findings/record.ts';
import { findTlsRpt, type TlsRptLookup, tlsRptName, withRecord } from './record/find.ts';
import { TLSRPT_VERSION } from './record/parse.ts';
import type { TlsRptFault, TlsRptRecord, TlsRptUri } from './record/types.ts';

export interface TlsRptQueryData {
  readonly domain: Name;
  readonly query: string;
  readonly outcome: 'valid' | 'invalid' | 'none' | 'several' | 'failed';
  /** Those that count. */
  readonly texts: readonly string[];
  readonly rua: readonly Destination[];
  readonly extensions: readonly string[];
  readonly faults: readonly TlsRptFault[];
  readonly status?: SecurityStatus;
  readonly alias?: Name;
  readonly error?: string;
}

export interface Destination extends TlsRptUri {
  /** Of another domain than the one asked about, and not below it. */
  readonly external: boolean;
}

export interface TlsRptQuestion {
  readonly domain: Name;
  /** Texts of TXT records in place of those in DNS. */
  readonly records?: readonly string[];
}

export async function tlsRptReport(
  { domain, records }: TlsRptQuestion,
  dns: TextDns,
  signal?: AbortSignal,
): Promise<Report<TlsRptQueryData>> {
  const found =
    records === undefined
      ? await findTlsRpt(dns, domain, signal)
      : withRecord(amongTexts(tlsRptName(domain), records, TLSRPT_VERSION));
  const data = dataOf(domain, found);
  return { data, findings: findingsOn(data, found.misses) };
}

function dataOf(
  domain: Name,
  { query, outcome, records, record, status, alias, error }: TlsRptLookup,
): TlsRptQueryData {
  return {
    domain,
    query,
    outcome: outcome === 'one' ? (record!.valid ? 'valid' : 'invalid') : outcome,
    texts: records,
    rua: destinationsOf(domain, record),
    extensions: record?.extensions ?? [],
    faults: record?.faults ?? [],
    ...(status !== undefined && { status }),
    ...(alias !== undefined && { alias }),
    ...(error !== undefined && { error }),
  };
}

const destinationsOf = (domain: Name, record: TlsRptRecord | undefined): readonly Destination[] =>
  (record?.rua ?? []).map((uri) => ({ ...uri, external: !isSubdomain(uri.host, domain) }));

function findingsOn(data: TlsRptQueryData, misses: readonly string[]): readonly Finding[] {
  const scope = { domain: data.domain };
  return [
    ...outcomeFindings(data),
    ...misses.map((text) =>
      say(rows.recordIgnored, { scope, detail: `"${text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)}"` }),
    ),
  ];
}

function outcomeFindings({
  domain,
  query,
  outcome,
  texts,
  status,
  error,
  ...record
}: TlsRptQueryData): readonly Finding[] {
  const scope = { domain };
  const faults = record.faults.map(({ detail }) => detail).join('; ');
  switch (outcome) {
    case 'failed':
      return [say(status === 'bogus' ? rows.recordBogus : rows.recordFailed, { scope, detail: error ?? query })];
    case 'none':
      return [
        say(rows.recordNone, { scope, detail: `${query} has no TXT record that counts`, fix: suggestion(domain) }),
      ];
    case 'several':
      return [say(rows.recordSeveral, { scope, detail: `${texts.length} records at ${query}` })];
    case 'invalid':
      return [say(rows.recordInvalid, { scope, detail: faults, fix: suggestion(domain) })];
    case 'valid':
      return [
        say(rows.recordFound, { scope, detail: record.rua.map(({ uri }) => uri).join(', ') }),
        ...(faults === '' ? [] : [say(rows.recordOdd, { scope, detail: faults })]),
        ...(record.extensions.length === 0
          ? []
          : [say(rows.recordExtension, { scope, detail: record.extensions.join(', ') })]),
        ...placeFindings(domain, record.rua),
      ];
  }
}

function placeFindings(domain: Name, rua: readonly Destination[]): readonly Finding[] {
  const scope = { domain };
  const external = rua.filter((one) => one.external).map(({ host }) => host);
  const isByOwnMail = rua.every(({ scheme, host }) => scheme === 'mailto' && host === domain);
  return [
    ...(external.length === 0 ? [] : [say(rows.recordExternal, { scope, detail: [...new Set(external)].join(', ') })]),
    ...(isByOwnMail ? [say(rows.recordOwnHost, { scope })] : []),
  ];
}

const suggestion = (domain: Name): string =>
  `publish: _smtp._tls.${domain}. IN TXT "v=TLSRPTv1; rua=mailto:tls-reports@${domain}"`;
