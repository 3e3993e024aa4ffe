/** Are senders asked to report on TLS (RFC 8460)? */
import type { Finding } from '../../../base/index.ts';
import { findTlsRpt, type TlsRptLookup } from '../../tlsrpt/index.ts';
import { say } from '../findings/define.ts';
import { tlsrptFailed, tlsrptFound, tlsrptNone, tlsrptOdd, tlsrptUnusable } from '../findings/registry.ts';
import type { Site } from '../site.ts';
import type { SubjectReport, TlsRptFacts } from '../types.ts';
import type { SubjectDef } from './types.ts';

export const tlsrpt: SubjectDef<'tlsrpt'> = { name: 'tlsrpt', title: 'TLSRPT', withoutMail: false, look };

async function look({ question, ports }: Site): Promise<SubjectReport<TlsRptFacts>> {
  const { domain } = question;
  const found = await findTlsRpt(ports.informed, domain, ports.signal);
  const facts = factsOf(found);
  const line = {
    name: `_smtp._tls.${domain}`,
    type: 'TXT',
    data: `"v=TLSRPTv1; rua=mailto:tls-reports@${domain}"`,
    why: facts.status === 'none' ? 'senders then report where TLS fails' : 'in place of what cannot be used',
  };
  return {
    findings: findingsOf(found, facts, domain),
    summary: summaryOf(facts),
    facts,
    publish: facts.status === 'none' || facts.status === 'unusable' ? [line] : [],
  };
}

function factsOf({ outcome, record, records }: TlsRptLookup): TlsRptFacts {
  const reports = record?.rua.map(({ uri }) => uri) ?? [];
  if (outcome === 'none') return { status: 'none', reports };
  if (outcome === 'failed') return { status: 'unknown', reports };
  const text = records[0] === undefined ? {} : { record: records[0] };
  return { status: record?.valid === true ? 'found' : 'unusable', ...text, reports };
}

function findingsOf(
  { outcome, record, records, misses, error }: TlsRptLookup,
  { status, reports }: TlsRptFacts,
  domain: string,
): readonly Finding[] {
  const scope = { domain };
  const faults = record?.faults.map(({ detail }) => detail).join('; ') ?? '';
  switch (status) {
    case 'none':
      return misses.length === 0
        ? [say(tlsrptNone, { scope })]
        : [say(tlsrptUnusable, { scope, severity: 'warn', detail: `"${misses[0]!.slice(0, 120)}" does not count` })];
    case 'unknown':
      return [say(tlsrptFailed, { scope, ...(error !== undefined && { detail: error }) })];
    case 'unusable':
      return [say(tlsrptUnusable, { scope, detail: outcome === 'several' ? `there are ${records.length}` : faults })];
    case 'found':
      return [
        say(tlsrptFound, { scope, detail: reports.join(', ') }),
        ...(faults === '' ? [] : [say(tlsrptOdd, { scope, detail: faults })]),
      ];
  }
}

function summaryOf({ status, reports }: TlsRptFacts): string {
  if (status === 'found') return `reports to ${reports.length} address${reports.length === 1 ? '' : 'es'}`;
  if (status === 'none') return 'no reports are asked for';
  return status === 'unusable' ? 'a record that cannot be used' : 'could not be looked up';
}
