/** Which names a certificate bears, and what the rules make of them (RFC 9525, RFC 6125, RFC 7672 §3.2.2). */
import { pass } from '../expect.ts';
import type { CertificateExpectation, DomainRow, HostRow } from '../types.ts';

const row = (name: string, shows: string, host: Partial<HostRow>, certificate: CertificateExpectation): DomainRow => ({
  name,
  shows,
  hosts: [{ name: 'mx', tlsa: ['3 1 1'], ...host }],
  expect: pass('dane'),
  certificate,
});

const EVERY = ['rfc9525', 'rfc6125', 'rfc7672', 'exim', 'node', 'openssl'] as const;

/** id-on-dnsSRV with `_smtp.uri-san.test` as IA5String (RFC 4985 §2). */
const SRV_NAME = Buffer.concat([Buffer.of(0x16, 18), Buffer.from('_smtp.uri-san.test')]);

export const names: readonly DomainRow[] = [
  row(
    'name-mismatch.test',
    'the certificate of another host',
    { certificateNames: ['elsewhere.test'] },
    { names: [], chain: 'name-mismatch 1' },
  ),
  row(
    'cn-only.test',
    'the name in the common name alone, which RFC 9525 no longer looks at',
    {
      template: { dnsNames: [] },
    },
    { names: ['rfc6125', 'rfc7672', 'exim', 'node', 'openssl'], chain: 'alternative-name 1' },
  ),
  row(
    'cn-beside-san.test',
    'the name in the common name, another one as dNSName',
    {
      certificateNames: ['elsewhere.test'],
      template: { subject: 'mx.cn-beside-san.test' },
    },
    { names: [], chain: 'name-mismatch 1' },
  ),
  row(
    'wildcard-cert.test',
    'a wildcard for every host of the domain',
    { certificateNames: ['*.wildcard-cert.test'] },
    { names: EVERY, chain: 'valid 0' },
  ),
  row(
    'partial-wildcard.test',
    'a wildcard within a label (RFC 9525 §6.3 has none)',
    {
      certificateNames: ['m*.partial-wildcard.test'],
    },
    { names: ['rfc6125', 'node', 'openssl'], chain: 'alternative-name 1' },
  ),
  row(
    'inner-wildcard.test',
    'a wildcard that is not the first label',
    {
      certificateNames: ['mx.*.test'],
    },
    { names: [], chain: 'alternative-name 1' },
  ),
  row(
    'upper-case.test',
    'the name in capitals',
    { certificateNames: ['MX.UPPER-CASE.TEST'] },
    { names: EVERY, chain: 'valid 0' },
  ),
  row(
    'trailing-dot.test',
    'the name with a dot at its end',
    { certificateNames: ['mx.trailing-dot.test.'] },
    { names: ['rfc7672', 'node'], chain: 'alternative-name 1' },
  ),
  row(
    'nul-in-name.test',
    'a NUL octet within the name: what stands before it must not count (CVE-2009-2408)',
    {
      certificateNames: ['mx.nul-in-name.test\0.elsewhere.test'],
      template: { subject: 'elsewhere.test' },
    },
    { names: [], chain: 'alternative-name 1' },
  ),
  row(
    'ip-san.test',
    'the addresses of the host, and no name',
    {
      namesAddresses: true,
      template: { subject: 'mail server', dnsNames: [] },
    },
    { names: [], chain: 'name-mismatch 1' },
  ),
  row(
    'uri-san.test',
    'the name in a URI and in an SRV name, which say nothing of a mail host',
    {
      template: {
        subject: 'mail server',
        dnsNames: [],
        alternativeNames: [
          { kind: 'uri', value: 'smtp://mx.uri-san.test/' },
          { kind: 'other', oid: '1.3.6.1.5.5.7.8.7', der: SRV_NAME },
        ],
      },
    },
    { names: [], chain: 'name-mismatch 1' },
  ),
];
