import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/base/index.ts';
import type { Name, Resolver, SecurityStatus } from '../../../src/core/dns/index.ts';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { showOutcome } from '../../support/expand/table.ts';
import { lookupHost } from '../../support/lookup/host.ts';
import { spfDns } from '../../support/spf-dns.ts';

const dns = spfDns(
  {
    'a.example': {
      A: ['192.0.2.1', '192.0.2.2'],
      AAAA: ['2001:db8::1'],
      TXT: [['one ', 'two'], 'three'],
      SPF: ['"v=spf1 " "-all"'],
    },
    'b.example': { A: ['192.0.2.3'] },
    'alias.example': { CNAME: ['a.example'] },
    example: {
      MX: ['10 mx1.example', '20 mx2.example'],
      NS: ['ns.example'],
      SOA: ['ns.example. host.example. 7 3600 600 86400 60'],
    },
    '_sip._udp.example': { SRV: ['1 2 5060 sip.example'] },
    '_25._tcp.mx1.example': { TLSA: ['3 1 1 AB01'] },
    '1.2.0.192.in-addr.arpa': { PTR: ['a.example'] },
    '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa': { PTR: ['six.example'] },
    '_client._smtp.good.csa.example': { SRV: ['1 2 0 good.csa.example'] },
    '_client._smtp.bad.csa.example': { SRV: ['1 1 0 bad.csa.example'] },
    '_client._smtp.csa.example': { SRV: ['1 0 1 csa.example'] },
    'slow.example': 'timeout',
  },
  (name: Name): SecurityStatus => (name === 'b.example' ? 'secure' : name === 'bogus.example' ? 'bogus' : 'insecure'),
);
const resolver: Resolver = { lookup: dns.lookup, close: async () => {} };
const { host, lookups } = lookupHost({}, { resolver: () => ok(resolver) });

const check = async (query: string, expected: string): Promise<void> => {
  const outcome = await expand(parseExpansion(`\${lookup dnsdb{${query}}{$value}{no}}`), host);
  expect(showOutcome(outcome)).toBe(expected);
};

describe('types', () => {
  it.each([
    ['a=a.example', '192.0.2.1\n192.0.2.2'],
    ['>: a=a.example', '192.0.2.1:192.0.2.2'],
    ['>; aaaa=a.example', '2001:db8::1'],
    ['>, a+=a.example', '2001:db8::1,192.0.2.1,192.0.2.2'],
    ['>, a=alias.example', '192.0.2.1,192.0.2.2'],
    ['cname=alias.example', 'a.example'],
    ['mx=example', '10 mx1.example\n20 mx2.example'],
    ['>:,! mx=example', '10!mx1.example:20!mx2.example'],
    ['>: mxh=example', 'mx1.example:mx2.example'],
    ['ns=example', 'ns.example'],
    ['zns=x.y.a.example', 'ns.example'],
    ['soa=a.example', 'ns.example'],
    ['>:; soa=a.example', 'ns.example'],
    ['>:,; soa=a.example', 'ns.example;host.example;7;3600;600;86400;60'],
    ['srv=_sip._udp.example', '1 2 5060 sip.example'],
    ['tlsa=_25._tcp.mx1.example', '3 1 1 ab01'],
    ['ptr=192.0.2.1', 'a.example'],
    ['ptr=2001:db8::1', 'six.example'],
    ['ptr=1.2.0.192.in-addr.arpa', 'a.example'],
    ['a.example', 'one \nthree'],
    ['txt=a.example', 'one \nthree'],
    ['>:; txt=a.example', 'one two:three'],
    ['>:,+ txt=a.example', 'one +two:three'],
    ['spf=a.example', 'v=spf1 -all'],
    ['csa=good.csa.example', 'Y good.csa.example'],
    ['csa=bad.csa.example', 'N bad.csa.example'],
    ['csa=x.csa.example', 'X csa.example'],
    ['A = a.example', '192.0.2.1\n192.0.2.2'],
  ])('%s', check);
});

describe('several names, and those that are not there', () => {
  it.each([
    ['>; a=b.example:nowhere.example:b.example', '192.0.2.3;192.0.2.3'],
    ['a=<;b.example;nowhere.example', '192.0.2.3'],
    ['a=nowhere.example', 'no'],
    ['a=', 'no'],
    ['', 'no'],
    ['a=slow.example:b.example', '192.0.2.3'],
    ['defer_never,a=slow.example', 'no'],
    ['dnssec_strict,a=b.example', '192.0.2.3'],
    ['dnssec_never, retrans_1s, retry_1, a=b.example', '192.0.2.3'],
  ])('%s', check);
});

describe('what cannot be known just now is never "not found"', () => {
  const gave = (query: string, why: string): string => `!deferred lookup of "${query}" gave DEFER: ${why}`;
  it.each([
    ['a=slow.example', /slow\.example/],
    ['defer_strict,a=slow.example:b.example', /slow\.example/],
    ['dnssec_strict,a=a.example', /not authenticated/],
    ['a=bogus.example', /bogus/],
  ])('%s', async (query, why) => {
    const answer = await lookups.find({ type: 'dnsdb', source: { kind: 'text', text: query, tainted: false } });
    expect(answer).toMatchObject({ kind: 'deferred', message: '', detail: expect.stringMatching(why) });
  });
  it.each([
    ['zz=a.example', 'unsupported DNS record type'],
    ['defer_foo,a=b', 'unsupported dnsdb defer behaviour'],
    ['dnssec_foo,a=b', 'unsupported dnsdb dnssec behaviour'],
    ['retrans_x,a=b', 'unsupported dnsdb timeout value'],
    ['retry_x,a=b', 'dnsdb modifier syntax error'],
    ['defer_lax a=b', 'dnsdb modifier syntax error'],
  ])('%s', (query, why) => check(query, gave(query, why)));
});

it('says whether DNSSEC vouches for it, and is no stranger’s word (as in Exim 4.96)', async () => {
  const ask = (text: string) => lookups.find({ type: 'dnsdb', source: { kind: 'text', text, tainted: false } });
  expect(await ask('a=b.example')).toMatchObject({ origin: { authenticated: true }, value: { tainted: false } });
  expect(await ask('a=a.example')).toMatchObject({ origin: { authenticated: false } });
  expect(await ask('a=a.example')).toMatchObject({ origin: { cached: true } });
});
