/** Are senders asked to report on TLS (RFC 8460)? */
import { type TlsRptQueryData, tlsRptReport } from '../../tlsrpt/index.ts';
import type { Site } from '../site.ts';
import type { SubjectReport, TlsRptFacts } from '../types.ts';
import type { SubjectDef } from './types.ts';

export const tlsrpt: SubjectDef<'tlsrpt'> = { name: 'tlsrpt', withoutMail: false, look };

async function look({ question, ports }: Site): Promise<SubjectReport<TlsRptFacts>> {
  const { domain } = question;
  const { data, findings } = await tlsRptReport({ domain }, ports.informed, ports.signal);
  const facts = factsOf(data);
  const line = {
    name: `_smtp._tls.${domain}`,
    type: 'TXT',
    data: `"v=TLSRPTv1; rua=mailto:tls-reports@${domain}"`,
    why: facts.status === 'none' ? 'senders then report where TLS fails' : 'in place of what cannot be used',
  };
  return {
    findings,
    summary: summaryOf(facts),
    facts,
    publish: facts.status === 'none' || facts.status === 'unusable' ? [line] : [],
  };
}

const STATUS: Readonly<Record<TlsRptQueryData['outcome'], TlsRptFacts['status']>> = {
  valid: 'found',
  none: 'none',
  invalid: 'unusable',
  several: 'unusable',
  failed: 'unknown',
};

const factsOf = ({ outcome, texts, rua }: TlsRptQueryData): TlsRptFacts => ({
  status: STATUS[outcome],
  ...(texts[0] !== undefined && { record: texts[0] }),
  reports: rua.map(({ uri }) => uri),
});

function summaryOf({ status, reports }: TlsRptFacts): string {
  if (status === 'found') return `reports to ${reports.length} address${reports.length === 1 ? '' : 'es'}`;
  if (status === 'none') return 'no reports are asked for';
  return status === 'unusable' ? 'a record that cannot be used' : 'could not be looked up';
}
