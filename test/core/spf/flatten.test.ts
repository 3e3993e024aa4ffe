/** A flattened policy says of every sender what the old one says, and fits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv4, parseIpv4 } from '../../../src/base/index.ts';
import { checkHost, flatten } from '../../../src/core/spf/index.ts';
import { type SpfZone, spfDns } from '../../support/spf-dns.ts';

async function flat(zone: SpfZone) {
  const result = await flatten('d.test', { dns: spfDns(zone) });
  if (!result.ok) throw new Error('never');
  return result.value.data;
}

const resultOf = async (zone: SpfZone, ip: string, helo = 'h.test'): Promise<string> =>
  (await checkHost({ ip: parseIpv4(ip)!, sender: 'a@d.test', helo }, { dns: spfDns(zone), now: () => new Date(0) }))
    .result;

/** The zone with the records published. */
function published(zone: SpfZone, records: Awaited<ReturnType<typeof flat>>['records']): SpfZone {
  return { ...zone, ...Object.fromEntries(records.map(({ name, record }) => [name, { TXT: [record] }])) };
}

describe('flatten', () => {
  it('puts addresses in the place of names, and joins neighbours', async () => {
    const zone: SpfZone = {
      'd.test': { TXT: ['v=spf1 a:h.test/31 include:i.test mx:d.test ~all'], MX: ['1 h.test.'] },
      'h.test': { A: ['192.0.2.2'], AAAA: ['2001:db8::1'] },
      'i.test': { TXT: ['v=spf1 ip4:192.0.2.0/31 ip4:198.51.100.0/25 ip4:198.51.100.128/25 -all'] },
    };
    const { records, lookups } = await flat(zone);
    expect(records).toEqual([
      { name: 'd.test', record: 'v=spf1 ip4:192.0.2.0/30 ip4:198.51.100.0/24 ip6:2001:db8::1 ~all' },
    ]);
    expect(lookups).toEqual({ before: 3, after: 0 });
  });
  it.each([
    ['exists:%{i}.x.test', 'exists:%{i}.x.test'],
    ['ptr:x.test', 'ptr:x.test'],
    ['a:%{l}.x.test', 'a:%{l}.x.test'],
    ['include:neg.test', 'include:neg.test'],
    ['include:all.test', 'include:all.test'],
    ['include:gone.test', 'include:gone.test'],
    ['include:%{d2}.own.test', ''],
  ])('%s comes to "%s"', async (term, kept) => {
    const zone: SpfZone = {
      'd.test': { TXT: [`v=spf1 ${term} -all`] },
      'neg.test': { TXT: ['v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/24 -all'] },
      'all.test': { TXT: ['v=spf1 +all'] },
      'd.test.own.test': { TXT: ['v=spf1 ?ip4:192.0.2.9 -all'] },
    };
    expect((await flat(zone)).records[0]?.record).toBe(
      ['v=spf1', kept, '-all'].filter((word) => word !== '').join(' '),
    );
  });
  it('splits what is longer than 450 octets over included records, ten look-ups at most', async () => {
    const networks = Array.from({ length: 100 }, (_, i) => `ip4:192.0.${2 * i}.${(7 * i) % 256}`);
    const zone: SpfZone = { 'd.test': { TXT: [`v=spf1 ${networks.join(' ')} exists:%{i}.x.test -all`] } };
    const { records, lookups } = await flat(zone);
    expect(records.length).toBeGreaterThan(3);
    expect(Math.max(...records.map(({ record }) => record.length))).toBeLessThanOrEqual(450);
    expect(lookups.after).toBe(records.length);
    const after = published(zone, records);
    expect(await resultOf(after, '192.0.198.181')).toBe('pass');
    expect(await resultOf(after, '192.0.198.182')).toBe('fail');
  });
  it('leads every sender to the result it had', async () => {
    const ip = fc.integer({ min: 0, max: 63 }).map((last) => `192.0.2.${last}`);
    const network = fc.tuple(ip, fc.integer({ min: 26, max: 32 })).map(([address, mask]) => `ip4:${address}/${mask}`);
    const qualifier = fc.constantFrom('', '', '', '-', '~', '?');
    const term = fc.oneof(network, fc.constantFrom('a', 'mx', 'a:x.test/30', 'include:b.test', 'include:c.test'));
    const terms = fc.array(
      fc.tuple(qualifier, term).map((parts) => parts.join('')),
      { maxLength: 4 },
    );
    const end = fc.constantFrom('-all', '~all', '?all', 'redirect=c.test', '');
    const plainTerms = fc.array(
      fc.tuple(qualifier, network).map((parts) => parts.join('')),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        terms,
        end,
        plainTerms,
        plainTerms,
        fc.constantFrom('-all', '+all', ''),
        async (own, ending, b, c, last) => {
          const zone: SpfZone = {
            'd.test': { TXT: [['v=spf1', ...own, ending].join(' ')], A: ['192.0.2.5'], MX: ['1 x.test.'] },
            'x.test': { A: ['192.0.2.20', '192.0.2.41'] },
            'b.test': { TXT: [['v=spf1', ...b, last].join(' ')] },
            'c.test': { TXT: [['v=spf1', ...c, '-all'].join(' ')], A: ['192.0.2.7'] },
          };
          const after = published(zone, (await flat(zone)).records);
          for (let i = 0; i < 64; i += 3) {
            const address = formatIpv4(Uint8Array.of(192, 0, 2, i));
            expect(await resultOf(after, address)).toBe(await resultOf(zone, address));
          }
        },
      ),
      { numRuns: 150, seed: 7208 },
    );
  });
});
