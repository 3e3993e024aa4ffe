/** Records that ask for reports on TLS, right and wrong (RFC 8460 §3); to DANE they are domains like any other. */
import { pass } from '../expect.ts';
import type { DomainRow, TlsRptExpectation } from '../types.ts';

function row(
  label: string,
  shows: string,
  texts: readonly string[],
  [verdict, outcome, ...findings]: readonly [TlsRptExpectation['verdict'], TlsRptExpectation['outcome'], ...string[]],
): DomainRow {
  return {
    name: `rpt-${label}.test`,
    shows,
    hosts: [{ name: 'mx', tlsa: ['3 1 1'] }],
    records: texts.map((text) => `_smtp._tls TXT "${text}"`),
    expect: pass('dane'),
    tlsRpt: { verdict, outcome, findings },
  };
}

export const tlsrpt: readonly DomainRow[] = [
  row('good', 'reports by mail', ['v=TLSRPTv1; rua=mailto:tls@rpt-good.test'], ['pass', 'valid', 'record.by-mail']),
  row('https', 'reports to a web address', ['v=TLSRPTv1; rua=https://reports.rpt-https.test/v1'], ['pass', 'valid']),
  row(
    'both',
    'reports to several places, one of them of another domain',
    ['v=TLSRPTv1; rua=mailto:tls@rpt-both.test, mailto:a%21b@rpt-good.test,https://rpt-both.test/;'],
    ['pass', 'valid', 'record.external'],
  ),
  row(
    'two',
    'two records, which are as none',
    ['v=TLSRPTv1; rua=mailto:a@rpt-two.test', 'v=TLSRPTv1; rua=mailto:b@rpt-two.test'],
    ['fail', 'several', 'record.several'],
  ),
  row(
    'bare',
    'an address without a scheme',
    ['v=TLSRPTv1; rua=tls@rpt-bare.test'],
    ['fail', 'invalid', 'record.invalid'],
  ),
  row(
    'http',
    'a web address without TLS',
    ['v=TLSRPTv1; rua=http://rpt-http.test/'],
    ['fail', 'invalid', 'record.invalid'],
  ),
  row('no-rua', 'a record that names no place', ['v=TLSRPTv1;'], ['fail', 'invalid', 'record.invalid']),
  row(
    'partly',
    'one place of two can be used',
    ['v=TLSRPTv1; rua=mailto:tls@rpt-partly.test!10m,https://rpt-partly.test/'],
    ['warn', 'valid', 'record.odd'],
  ),
  row(
    'case',
    'a record in other letters',
    ['v=tlsrptv1; rua=mailto:tls@rpt-case.test'],
    ['warn', 'none', 'record.none', 'record.ignored'],
  ),
];
