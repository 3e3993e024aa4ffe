/** MTA-STS policies, right and wrong (RFC 8461), and records that ask for reports (RFC 8460); to DANE most are plain domains. */
import type { PolicySite } from '../../web/index.ts';
import { fail, pass } from '../expect.ts';
import type { DomainRow, HostRow, MtaStsExpectation } from '../types.ts';

type Parts = Partial<Pick<DomainRow, 'hosts' | 'records' | 'mx' | 'expect' | 'zone'>> & {
  /** `v=STSv1; id=1;` when absent; none: no record. */
  readonly record?: readonly string[];
  /** Of the policy host; absent: there is none. */
  readonly policy?: PolicySite | undefined;
};

function row(
  label: string,
  shows: string,
  [verdict, status, ...findings]: readonly [MtaStsExpectation['verdict'], MtaStsExpectation['status'], ...string[]],
  parts: Parts,
): DomainRow {
  const { record = ['v=STSv1; id=20261125;'], policy, hosts = [{ name: 'mx' }], records = [], ...rest } = parts;
  return {
    name: `sts-${label}.test`,
    shows,
    hosts,
    expect: pass('opportunistic', ...(hosts.length > 0 ? ['dane.tlsa.none'] : [])),
    ...rest,
    records: [...record.map((text) => `_mta-sts TXT "${text}"`), ...records],
    ...(policy !== undefined && { policy }),
    mtaSts: { verdict, status, findings },
  };
}

const site = (text: string, parts: Partial<PolicySite> = {}): PolicySite => ({ ...parts, text });

/** For one host `mx` below the domain. */
function policyOf(label: string, parts: { mode?: string; maxAge?: number; mx?: readonly string[] } = {}): string {
  const { mode = 'enforce', maxAge = 1_209_600, mx = [`mx.sts-${label}.test`] } = parts;
  return ['version: STSv1', `mode: ${mode}`, ...mx.map((pattern) => `mx: ${pattern}`), `max_age: ${maxAge}`, ''].join(
    '\n',
  );
}

const usual = (label: string): PolicySite => site(policyOf(label));
const withHost = (host: Partial<HostRow>): readonly HostRow[] => [{ name: 'mx', ...host }];

export const mtaSts: readonly DomainRow[] = [
  row('good', 'an enforced policy that covers its host, and reports asked for', ['pass', 'enforce', 'policy.enforce'], {
    policy: usual('good'),
    records: ['_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@sts-good.test"'],
  }),
  row('crlf', 'a policy with CRLF at its line ends, without one at the last', ['pass', 'enforce', 'policy.enforce'], {
    policy: site(policyOf('crlf').trimEnd().replaceAll('\n', '\r\n')),
  }),
  row('testing', 'a policy that is only tried', ['pass', 'testing', 'policy.testing'], {
    policy: site(policyOf('testing', { mode: 'testing' })),
  }),
  row(
    'testing-fails',
    'what would fail is told, and the mail delivered',
    ['warn', 'testing', 'policy.testing', 'mx.untrusted'],
    {
      policy: site(policyOf('testing-fails', { mode: 'testing' })),
      hosts: withHost({ issuer: 'self' }),
    },
  ),
  row('none', 'a policy that is taken back', ['pass', 'none', 'policy.none'], {
    policy: site('version: STSv1\nmode: none\nmax_age: 86400\n'),
  }),
  row('wildcard', 'a wildcard for one label, and two hosts under it', ['pass', 'enforce', 'policy.enforce'], {
    policy: site(policyOf('wildcard', { mx: ['*.sts-wildcard.test'] })),
    hosts: [{ name: 'mx1' }, { name: 'mx2' }],
  }),
  row(
    'deep',
    'a wildcard covers no host two labels down',
    ['fail', 'enforce', 'mx.not-covered', 'policy.idle-pattern'],
    {
      policy: site(policyOf('deep', { mx: ['*.sts-deep.test'] })),
      hosts: [{ name: 'a.mx' }],
    },
  ),
  row('uncovered', 'the second host is in no pattern', ['fail', 'enforce', 'mx.not-covered'], {
    policy: site(policyOf('uncovered', { mx: ['mx1.sts-uncovered.test'] })),
    hosts: [{ name: 'mx1' }, { name: 'mx2' }],
  }),
  row('idle', 'a pattern for a host that is gone', ['pass', 'enforce', 'policy.idle-pattern'], {
    policy: site(policyOf('idle', { mx: ['mx.sts-idle.test', 'old.sts-idle.test'] })),
  }),
  row(
    'alias',
    'a policy host and a record behind aliases, as providers have it',
    ['pass', 'enforce', 'policy.alias', 'record.alias'],
    {
      record: [],
      records: ['_mta-sts CNAME _sts', '_sts TXT "v=STSv1; id=20261125;"'],
      policy: site(policyOf('alias'), { isAlias: true }),
    },
  ),
  row('no-record', 'a policy, and no record that says so', ['warn', 'absent', 'record.missing'], {
    record: [],
    policy: usual('no-record'),
  }),
  row('two-records', 'two records, which are as none', ['fail', 'unusable', 'record.several'], {
    record: ['v=STSv1; id=1;', 'v=STSv1; id=2;'],
    policy: usual('two-records'),
  }),
  row('bad-id', 'an id with dashes', ['fail', 'unusable', 'record.invalid'], {
    record: ['v=STSv1; id=2026-11-25;'],
    policy: usual('bad-id'),
  }),
  row('record-version', 'a record in other letters', ['warn', 'absent', 'record.ignored', 'record.missing'], {
    record: ['v=stsv1; id=1;'],
    policy: usual('record-version'),
  }),
  row('no-host', 'a record without a policy host', ['fail', 'unusable', 'policy.no-host'], {}),
  row('missing', 'a policy host without the file', ['fail', 'unusable', 'policy.http-status'], {
    policy: site('not found\n', { status: 404 }),
  }),
  row('error', 'a policy host that is out of order', ['fail', 'unusable', 'policy.http-status'], {
    policy: site('out of order\n', { status: 500 }),
  }),
  row('redirect', 'a policy host that redirects', ['fail', 'unusable', 'policy.redirect'], {
    policy: site('', { status: 301, location: 'https://mta-sts.sts-good.test/.well-known/mta-sts.txt' }),
  }),
  row('wrong-name', 'a policy host with the certificate of another', ['fail', 'unusable', 'policy.untrusted'], {
    policy: site(policyOf('wrong-name'), { certificate: { names: ['www.sts-wrong-name.test'] } }),
  }),
  row('expired', 'a policy host whose certificate has ended', ['fail', 'unusable', 'policy.untrusted'], {
    policy: site(policyOf('expired'), { certificate: { expired: true } }),
  }),
  row('stranger', 'a policy host whose certificate nobody trusts', ['fail', 'unusable', 'policy.untrusted'], {
    policy: site(policyOf('stranger'), { certificate: { issuer: 'stranger' } }),
  }),
  row('common-name', 'a policy host with its name as a common name alone', ['fail', 'unusable', 'policy.untrusted'], {
    policy: site(policyOf('common-name'), { certificate: { template: { dnsNames: [] } } }),
  }),
  row('html', 'a policy under the media type of a page', ['warn', 'enforce', 'policy.media-type'], {
    policy: site(policyOf('html'), { mediaType: 'text/html' }),
  }),
  row('oversize', 'a policy of more than 64 KiB', ['fail', 'unusable', 'policy.too-large'], {
    policy: site(`${policyOf('oversize')}${'x: y\n'.repeat(14_000)}`),
  }),
  row('version', 'a policy of a version that there is not', ['fail', 'unusable', 'policy.version'], {
    policy: site(policyOf('version').replace('STSv1', 'STSv2')),
  }),
  row('mode', 'a policy with a mode of a draft', ['fail', 'unusable', 'policy.mode'], {
    policy: site(policyOf('mode', { mode: 'report' })),
  }),
  row('pattern', 'a pattern of a draft, which begins with a dot', ['fail', 'unusable', 'policy.mx-pattern'], {
    policy: site(policyOf('pattern', { mx: ['.sts-pattern.test'] })),
  }),
  row('no-age', 'a policy that nobody keeps', ['warn', 'enforce', 'policy.no-age'], {
    policy: site(policyOf('no-age', { maxAge: 0 })),
  }),
  row('short-age', 'a policy that is kept for a day', ['warn', 'enforce', 'policy.short-age'], {
    policy: site(policyOf('short-age', { maxAge: 86_400 })),
  }),
  row('self-signed', 'a host whose certificate is signed by itself', ['fail', 'enforce', 'mx.untrusted'], {
    policy: usual('self-signed'),
    hosts: withHost({ issuer: 'self' }),
  }),
  row('mx-expired', 'a host whose certificate has ended', ['fail', 'enforce', 'mx.expired'], {
    policy: usual('mx-expired'),
    hosts: withHost({ expired: true }),
  }),
  row('mx-name', 'a host whose certificate names another', ['fail', 'enforce', 'mx.other-name'], {
    policy: usual('mx-name'),
    hosts: withHost({ certificateNames: ['elsewhere.test'] }),
  }),
  row('clear', 'a host without STARTTLS', ['fail', 'enforce', 'mx.no-starttls'], {
    policy: usual('clear'),
    hosts: withHost({ mood: 'no-starttls' }),
  }),
  row('dane', 'DANE and MTA-STS, and both fit', ['pass', 'enforce', 'dane.applies'], {
    policy: usual('dane'),
    hosts: withHost({ tlsa: ['3 1 1'] }),
    expect: pass('dane'),
  }),
  row(
    'dane-fails',
    'a valid certificate and another in TLSA, which MTA-STS does not mend',
    ['fail', 'enforce', 'dane.fails'],
    {
      policy: usual('dane-fails'),
      hosts: withHost({ tlsa: ['3 1 1 old'] }),
      expect: fail('dane', 'dane.tlsa.no-match'),
    },
  ),
  row('dane-none', 'the policy is taken back, and DANE stays', ['pass', 'none', 'policy.none', 'dane.mode-none'], {
    policy: site('version: STSv1\nmode: none\nmax_age: 86400\n'),
    hosts: withHost({ tlsa: ['3 1 1'] }),
    expect: pass('dane'),
  }),
];
