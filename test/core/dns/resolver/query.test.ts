import { describe, expect, it } from 'vitest';
import { queryReport, reverseName } from '../../../../src/core/dns/index.ts';
import { zone } from '../../../support/dns.ts';
import { setting } from '../../../support/resolving.ts';
import { T } from '../../../support/zone-signer.ts';

const zones = [
  zone('example.org', { 'example.org': { MX: ['10 mx.example.org'] }, 'www.example.org': { CNAME: ['example.org'] } }),
];

describe('a query as a report', () => {
  it('has records in zone-file form, and the reasons from the anchor down', async () => {
    const report = await queryReport(setting(zones).resolver, { name: 'www.example.org', type: T.MX });
    expect(report).toMatchObject({
      ok: true,
      value: {
        findings: [{ id: 'dnssec.signed' }],
        data: {
          name: 'www.example.org',
          type: 'MX',
          status: 'secure',
          rcode: 'NOERROR',
          aliases: [{ from: 'www.example.org', to: 'example.org', status: 'secure' }],
          answers: [{ name: 'example.org', type: 'MX', ttlSeconds: 3600, data: '10 mx.example.org.' }],
          reasons: [
            { code: 'dnssec.anchored', zone: '.' },
            {},
            {},
            { code: 'dnssec.signed' },
            { code: 'dnssec.signed' },
          ],
        },
      },
    });
  });
  it('says NXDOMAIN by its word', async () => {
    const report = await queryReport(setting(zones).resolver, { name: 'no.example.org', type: T.MX });
    expect(report).toMatchObject({ ok: true, value: { data: { status: 'secure', rcode: 'NXDOMAIN', answers: [] } } });
  });
});

describe('reverse names', () => {
  it.each([
    ['192.0.2.10', '10.2.0.192.in-addr.arpa'],
    ['2001:db8::1', `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`],
    ['example.org', undefined],
  ])('%s', (address, name) => expect(reverseName(address)).toBe(name));
});
