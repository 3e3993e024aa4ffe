/** Whatever arrives: no responder and no mood throws, and what they say has the id of what was asked. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeQuery, RR } from '../../../src/core/dns/index.ts';
import { createResponder, createZone, RESOLVER_MOODS } from '../../../src/lab/dns/index.ts';
import { source, style, zonesOf } from './zones.ts';

const zones = zonesOf([createZone(source('org', 'mx A 192.0.2.1\n*.w TXT "x"', style()))]);
const responders = (['resolver', 'authoritative'] as const).map((role) => createResponder({ zones, role }).respond);
const query = encodeQuery(
  { name: 'mx.org', type: RR.A },
  { id: 1, edns: true, recursionDesired: true, dnssecOk: true, checkingDisabled: false },
);

/** Raw octets, and queries with a few octets changed: the second get further. */
const octets = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc.array(fc.tuple(fc.nat({ max: query.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 }).map((changes) => {
    const copy = Uint8Array.from(query);
    for (const [at, octet] of changes) copy[at] = octet;
    return copy;
  }),
);
const transport = fc.constantFrom('udp', 'stream');

describe('any octets', () => {
  it('get no answer, or one that can be read, with their id, and within the size for UDP', async () => {
    await fc.assert(
      fc.asyncProperty(octets, transport, async (asked, over) => {
        for (const respond of responders) {
          const response = await respond(asked, over);
          if (response === undefined) continue;
          const decoded = decodeMessage(response);
          expect(decoded.ok && decoded.value.id).toBe((asked[0]! << 8) | asked[1]!);
          if (over === 'udp') expect(response.length).toBeLessThanOrEqual(1232);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('do no mood any harm', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...RESOLVER_MOODS), octets, transport, async (mood, asked, over) => {
        const response = await mood.around(responders[0]!, { slowMs: 0 })(asked, over);
        expect(response === undefined || response.length <= 65_535).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
