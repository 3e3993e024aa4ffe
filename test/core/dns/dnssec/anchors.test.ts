import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../../src/base/index.ts';
import { createResolver, parseAnchors } from '../../../../src/core/dns/index.ts';
import { createWorld, fixedClock, zone } from '../../../support/dns.ts';
import { makeKey, T } from '../../../support/zone-signer.ts';

describe('trust anchors from zone text', () => {
  it('are DS and DNSKEY records, by zone', () => {
    const anchors = parseAnchors(
      [
        '. 172800 IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D ; root',
        'example.org. IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
      ].join('\n'),
    );
    expect(anchors).toMatchObject({
      ok: true,
      value: [
        { zone: '', ds: [{ keyTag: 20326 }], keys: [] },
        { zone: 'example.org', ds: [], keys: [{ tag: 3613 }] },
      ],
    });
  });
  it.each([
    ['of other types only', 'example.org. IN A 192.0.2.1'],
    [
      'that are revoked only (RFC 5011 §2.1)',
      'example.org. IN DNSKEY 385 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
    ],
    ['that cannot be read', 'example.org. IN DS 1 2'],
    ['of nothing', ''],
  ])('%s are an error', (_, text) => {
    expect(parseAnchors(text, 'anchors.zone')).toMatchObject({
      ok: false,
      error: { code: 'dns/trust-anchor', fault: 'configuration' },
    });
  });
});

describe('an anchor below the root', () => {
  const key = makeKey(15);
  const made = zone('example.org', { 'www.example.org': { A: ['192.0.2.1'] } }, { keys: [key], ds: [] });
  const world = createWorld([zone('', {}), zone('org', {}), made]);
  const text = `example.org. IN DNSKEY 257 3 15 ${toBase64(key.rdata.subarray(4))}`;
  const anchors = parseAnchors(text);
  const resolver = createResolver({
    exchange: world.exchange,
    clock: fixedClock(),
    anchors: anchors.ok ? anchors.value : [],
  });

  it('makes its zone secure without the parents (RFC 4035 §5)', async () => {
    expect(await resolver.lookup('www.example.org', T.A)).toMatchObject({ ok: true, value: { status: 'secure' } });
    expect(world.asked).toEqual(['www.example.org 1', 'example.org 48']);
  });
  it('leaves names elsewhere undecided (RFC 4035 §4.3)', async () => {
    expect(await resolver.lookup('org', T.SOA)).toMatchObject({
      ok: true,
      value: { status: 'indeterminate', reasons: [{ code: 'dnssec.no-anchor' }] },
    });
  });
});
