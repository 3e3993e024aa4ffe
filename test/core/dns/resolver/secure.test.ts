/** Honest zones: every shape of answer comes out secure, with the reason that fits. */
import { describe, expect, it } from 'vitest';
import { type ZoneContent, zone } from '../../../support/dns.ts';
import { answerOf, setting, verdictOf } from '../../../support/resolving.ts';
import { makeKey, T } from '../../../support/zone-signer.ts';

const content: ZoneContent = {
  'example.org': { MX: ['10 mx.example.org'] },
  'mx.example.org': { A: ['192.0.2.1'] },
  '_25._tcp.mx.example.org': { TLSA: ['03 01 01 aabb'] },
  '*.wild.example.org': { A: ['192.0.2.9'], TXT: ['hello'] },
  'alias.example.org': { CNAME: ['mx.example.org'] },
  'dangling.example.org': { CNAME: ['gone.example.org'] },
  'away.example.org': { CNAME: ['www.example.net'] },
  'tree.example.org': { DNAME: ['wild.example.org'] },
};
const net = [zone('net', {}), zone('example.net', { 'www.example.net': { A: ['192.0.2.80'] } })];

const denials = [
  ['nsec', 'nsec'],
  ['nsec3', { kind: 'nsec3' }],
  ['nsec3 with salt and iterations', { kind: 'nsec3', iterations: 10, salt: Buffer.from('beef', 'hex') }],
] as const;

describe.each(denials)('a zone signed with %s', (_, denial) => {
  const here = setting([zone('example.org', content, { denial }), ...net]);
  const check = async (name: string, type: number, expected: { rcode?: number; code: string; count?: number }) => {
    const answer = await answerOf(here, name, type);
    const seen = { ...verdictOf(answer), count: answer.records.length };
    expect(seen).toEqual({ status: 'secure', rcode: 0, count: 0, ...expected });
  };

  it('is secure from the root to MX (RFC 4035 §5)', () =>
    check('example.org', T.MX, { code: 'dnssec.signed', count: 1 }));
  it('is secure below an empty non-terminal', () =>
    check('_25._tcp.mx.example.org', T.TLSA, { code: 'dnssec.signed', count: 1 }));
  it('proves NODATA (RFC 4035 §3.1.3.1, RFC 5155 §8.5)', () =>
    check('mx.example.org', T.MX, { code: 'dnssec.denied' }));
  it('proves NODATA at the apex', () => check('example.org', T.A, { code: 'dnssec.denied' }));
  it('proves NODATA at an empty non-terminal', () => check('_tcp.mx.example.org', T.A, { code: 'dnssec.denied' }));
  it('proves NXDOMAIN (RFC 4035 §3.1.3.2, RFC 5155 §8.4)', () =>
    check('no.such.example.org', T.A, { rcode: 3, code: 'dnssec.denied' }));
  it('expands a wildcard where nothing closer exists (RFC 4035 §5.3.4, RFC 5155 §8.8)', () =>
    check('a.b.wild.example.org', T.A, { code: 'dnssec.wildcard', count: 1 }));
  it('answers for the wildcard itself', () => check('*.wild.example.org', T.A, { code: 'dnssec.signed', count: 1 }));
  it('proves wildcard NODATA (RFC 4035 §3.1.3.4, RFC 5155 §8.7)', () =>
    check('a.wild.example.org', T.MX, { code: 'dnssec.denied' }));
  it('follows CNAME', () => check('alias.example.org', T.A, { code: 'dnssec.signed', count: 1 }));
  it('follows CNAME to another zone', () => check('away.example.org', T.A, { code: 'dnssec.signed', count: 1 }));
  it('follows CNAME to NXDOMAIN', () => check('dangling.example.org', T.A, { rcode: 3, code: 'dnssec.denied' }));
  it('answers for a CNAME itself', () => check('alias.example.org', T.CNAME, { code: 'dnssec.signed', count: 1 }));
  it('follows DNAME into a wildcard (RFC 6672 §5.3.1)', () =>
    check('x.tree.example.org', T.TXT, { code: 'dnssec.wildcard', count: 1 }));
  it('answers for DS out of the parent (RFC 4035 §2.4)', () =>
    check('example.org', T.DS, { code: 'dnssec.signed', count: 1 }));
  it('proves that a name has no DS', () => check('mx.example.org', T.DS, { code: 'dnssec.denied' }));
  it('answers for DNSKEY', () => check('example.org', T.DNSKEY, { code: 'dnssec.signed', count: 1 }));
  it('takes all types for ANY', () => check('mx.example.org', 255, { code: 'dnssec.signed', count: 1 }));
  it('proves that the root has no A', () => check('', T.A, { code: 'dnssec.denied' }));
});

describe.each([8, 10, 13, 14, 15, 16])('algorithm %i', (algorithm) => {
  it('verifies', async () => {
    const here = setting([zone('example.org', content, { keys: [makeKey(algorithm)] })]);
    expect(await answerOf(here, 'example.org', T.MX)).toMatchObject({ status: 'secure' });
  });
});

describe('aliases', () => {
  it('are told with the status of each', async () => {
    const insecure = [zone('net', {}), zone('example.net', { 'www.example.net': { A: ['192.0.2.80'] } }, { keys: [] })];
    const answer = await answerOf(setting([zone('example.org', content), ...insecure]), 'away.example.org', T.A);
    expect(answer.aliases).toEqual([{ from: 'away.example.org', to: 'www.example.net', status: 'secure' }]);
    expect(answer).toMatchObject({ status: 'insecure', canonicalName: 'www.example.net' });
  });

  it('that go round are an error, not an endless look-up', async () => {
    const loop: ZoneContent = {
      'a.example.org': { CNAME: ['b.example.org'] },
      'b.example.org': { CNAME: ['a.example.org'] },
    };
    const { resolver } = setting([zone('example.org', loop)]);
    expect(await resolver.lookup('a.example.org', T.A)).toMatchObject({ ok: false, error: { code: 'dns/garbage' } });
  });
});

describe('the reason chain', () => {
  it('reads from the anchor down, and names keys and algorithms', async () => {
    const answer = await answerOf(setting([zone('example.org', content)]), 'example.org', T.MX);
    expect(answer.reasons.map(({ code, zone: at }) => `${code} ${at}`)).toEqual([
      'dnssec.anchored ',
      'dnssec.delegated org',
      'dnssec.delegated example.org',
      'dnssec.signed example.org',
    ]);
    expect(answer.reasons.at(-1)?.text).toMatch(
      /^example\.org MX is signed by key \d+ \(ECDSAP256SHA256\), valid until 2026-02-01T00:00:00Z$/,
    );
  });
});

describe('questions', () => {
  it('are few: one DNSKEY and one DS per zone, and no DS for names that are no zones', async () => {
    const here = setting([zone('example.org', content)]);
    await answerOf(here, '_25._tcp.mx.example.org', T.TLSA);
    expect([...here.world.asked].sort()).toEqual(
      [' 48', '_25._tcp.mx.example.org 52', 'example.org 43', 'example.org 48', 'org 43', 'org 48'].sort(),
    );
  });

  it('that are equal and under way are asked once', async () => {
    const here = setting([zone('example.org', content)]);
    await Promise.all([1, 2, 3].map(() => answerOf(here, 'example.org', T.MX)));
    expect(here.world.asked.filter((question) => question === 'example.org 15')).toHaveLength(1);
  });

  it('are not repeated while the answer may be kept, and its TTL counts down', async () => {
    const here = setting([zone('example.org', content)]);
    const first = await answerOf(here, 'example.org', T.MX);
    here.clock.advance(100_000);
    const second = await answerOf(here, 'example.org', T.MX);
    expect([first.ttlSeconds, second.ttlSeconds, second.records[0]?.ttlSeconds]).toEqual([3600, 3500, 3500]);
    here.clock.advance(3_500_000);
    await answerOf(here, 'example.org', T.MX);
    expect(here.world.asked.filter((question) => question === 'example.org 15')).toHaveLength(2);
  });
});
