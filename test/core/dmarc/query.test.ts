import { describe, expect, it } from 'vitest';
import { type DmarcQueryData, dmarcQueryReport, type Rules } from '../../../src/core/dmarc/index.ts';
import { portsOver, type Records } from '../../support/dmarc.ts';

async function query(domain: string, records: Records, rules: Rules | 'both' = '9989') {
  const { data, findings } = await dmarcQueryReport({ domain, rules }, portsOver(records));
  return { data, ids: findings.map(({ id }) => id.replace('dmarc.', '')) };
}

const reachOf = ({
  policies: { domain, subdomains, nonexistent },
}: Pick<DmarcQueryData, 'policies'>): readonly string[] =>
  [domain, subdomains, nonexistent].map((one) =>
    one === undefined ? '-' : `${one.tag}=${one.asked} ${one.policyDomain}`,
  );

const RUA = 'rua=mailto:r@example.org';

describe('the reach of a policy', () => {
  it('the organization’s own', async () => {
    const { data, ids } = await query('example.org', {
      '_dmarc.example.org': [`v=DMARC1; p=reject; sp=quarantine; np=none; ${RUA}`],
    });
    expect(reachOf(data)).toEqual(['p=reject example.org', 'sp=quarantine example.org', 'np=none example.org']);
    expect(ids).toEqual(['policy.enforced', 'policy.weak-below']);
  });
  it('a record below the organization is for its own name alone (RFC 9989 §4.7 "sp")', async () => {
    const records = {
      '_dmarc.a.example.org': [`v=DMARC1; p=none; sp=none; ${RUA}`],
      '_dmarc.example.org': ['v=DMARC1; p=reject'],
    };
    const { data, ids } = await query('a.example.org', records, 'both');
    expect(reachOf(data)).toEqual(['p=none a.example.org', 'p=reject example.org', 'p=reject example.org']);
    expect(data.organizationalDomain).toBe('example.org');
    expect(reachOf(data.other!)).toEqual(['p=none a.example.org', '-', '-']);
    expect(ids).toContain('policy.rfcs-differ');
  });
  it('a public suffix domain’s is for the names below', async () => {
    const { data } = await query('example', {
      '_dmarc.example': [`v=DMARC1; p=reject; sp=none; np=quarantine; psd=y; ${RUA}`],
    });
    expect(reachOf(data)).toEqual(['p=reject example', 'sp=none example', 'np=quarantine example']);
  });
  it('none, of no use, not answered', async () => {
    expect(await query('example.org', {})).toMatchObject({
      data: { status: 'none', policies: {} },
      ids: ['policy.absent'],
    });
    expect(await query('example.org', { '_dmarc.example.org': ['v=DMARC1; p=x'] })).toMatchObject({
      data: { status: 'unusable', policies: {} },
      ids: ['policy.unusable', 'record.policy-invalid'],
    });
    expect(await query('example.org', { '_dmarc.example.org': 'fail' })).toMatchObject({
      data: { status: 'undecided' },
      ids: ['policy.lookup-failed'],
    });
    const half = await query('example.org', {
      '_dmarc.example.org': [`v=DMARC1; p=reject; ${RUA}`],
      '_dmarc.org': 'fail',
    });
    expect(reachOf(half.data)).toEqual(['p=reject example.org', '-', '-']);
    expect(half.ids).toContain('policy.lookup-failed');
  });
  it('several records are told with their texts', async () => {
    const { ids } = await query('example.org', { '_dmarc.example.org': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] });
    expect(ids).toEqual(['policy.absent', 'policy.several-records']);
  });
  it('monitoring and testing', async () => {
    expect((await query('example.org', { '_dmarc.example.org': [`v=DMARC1; p=none; ${RUA}`] })).ids).toEqual([
      'policy.monitoring',
    ]);
    expect((await query('example.org', { '_dmarc.example.org': [`v=DMARC1; p=reject; t=y; ${RUA}`] })).ids).toEqual([
      'policy.testing',
    ]);
    const pct = { '_dmarc.example.org': [`v=DMARC1; p=reject; pct=5; ${RUA}`] };
    expect((await query('example.org', pct, '7489')).ids).toEqual(['policy.testing']);
    expect((await query('example.org', pct)).ids).toEqual(['policy.enforced', 'record.tag-removed']);
  });
});

describe('addresses for reports (RFC 9990 §4, RFC 7489 §7.1)', () => {
  const RECORD =
    'v=DMARC1; p=reject; rua=mailto:a@example.org,mailto:b@sub.example.org,mailto:c@good.example!10m,mailto:d@bad.example; ruf=https://example.org/,mailto:e@wild.example,mailto:f@mute.example';
  const records: Records = {
    '_dmarc.example.org': [RECORD],
    'example.org._report._dmarc.good.example': ['v=spf1 -all', 'v=DMARC1;'],
    'example.org._report._dmarc.bad.example': ['v=DMARC2'],
    'example.org._report._dmarc.wild.example': ['v=DMARC1; ruf=mailto:x@wild.example'],
    'example.org._report._dmarc.mute.example': 'fail',
  };
  it.each(['9989', '7489'] as const)('own, agreed to, not agreed to, not known (RFC %s)', async (rules) => {
    const { data, ids } = await query('example.org', records, rules);
    expect(data.reports.map(({ standing }) => standing)).toEqual([
      'own',
      'own',
      'authorised',
      'unauthorised',
      'ignored',
      'authorised',
      'undecided',
    ]);
    expect(data.reports[2]).toMatchObject({
      sizeLimitBytes: 10_485_760,
      query: 'example.org._report._dmarc.good.example',
    });
    expect(ids.filter((id) => id.startsWith('reports.'))).toEqual([
      'reports.authorised',
      'reports.unauthorised',
      'reports.authorised',
      'reports.undecided',
    ]);
  });
  it('asks in the name of the domain that has the record', async () => {
    const found = await query('sub.example.org', {
      '_dmarc.example.org': ['v=DMARC1; p=none; rua=mailto:a@other.example'],
    });
    expect(found.data.reports[0]?.query).toBe('example.org._report._dmarc.other.example');
  });
});
