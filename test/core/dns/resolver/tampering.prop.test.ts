/** Whatever a single bit on the way becomes, nothing changed is ever called secure. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceRecord } from '../../../../src/core/dns/types.ts';
import { type Tamper, type ZoneContent, zone } from '../../../support/dns.ts';
import { setting } from '../../../support/resolving.ts';
import { T } from '../../../support/zone-signer.ts';

const content: ZoneContent = {
  'example.org': { MX: ['10 mx.example.org'] },
  '*.wild.example.org': { A: ['192.0.2.9'] },
};
const made = {
  nsec: zone('example.org', content),
  nsec3: zone('example.org', content, { denial: { kind: 'nsec3' } }),
  unsigned: zone('example.org', content, { keys: [] }),
};
const questions = [
  ['example.org', T.MX],
  ['a.wild.example.org', T.A],
  ['no.example.org', T.A],
  ['example.org', T.A],
] as const;

/** Flips a bit in the RDATA of the `record`-th record of the `reply`-th reply, or drops that record. */
function damage(reply: number, record: number, bit: number | undefined): Tamper {
  let seen = 0;
  return (message) => {
    if (seen++ !== reply) return message;
    const total = message.answers.length + message.authorities.length;
    const at = total === 0 ? 0 : record % total;
    const change = (list: readonly ResourceRecord[], offset: number): ResourceRecord[] =>
      list.flatMap((each, i) => (i + offset !== at ? [each] : bit === undefined ? [] : [flipped(each, bit)]));
    return {
      ...message,
      answers: change(message.answers, 0),
      authorities: change(message.authorities, message.answers.length),
    };
  };
}

function flipped(record: ResourceRecord, bit: number): ResourceRecord {
  const rdata = Uint8Array.from(record.rdata);
  const at = bit % (rdata.length * 8);
  rdata[at >> 3]! ^= 0x80 >> (at & 7);
  return { ...record, rdata };
}

const damages = fc.record({
  kind: fc.constantFrom('nsec', 'nsec3', 'unsigned' as const),
  question: fc.constantFrom(...questions),
  reply: fc.nat(7),
  record: fc.nat(12),
  bit: fc.option(fc.nat(8 * 200), { nil: undefined }),
});

describe('a damaged reply', () => {
  it('never yields other data as secure, and never makes a signed zone insecure', async () => {
    await fc.assert(
      fc.asyncProperty(damages, async ({ kind, question: [name, type], reply, record, bit }) => {
        const honest = await setting([made[kind]]).resolver.lookup(name, type);
        const damaged = await setting([made[kind]], { tamper: damage(reply, record, bit) }).resolver.lookup(name, type);
        if (!damaged.ok || !honest.ok) return;
        const { status, records, rcode } = damaged.value;
        if (kind !== 'unsigned') expect(status).not.toBe('insecure');
        if (kind === 'unsigned') expect(status).not.toBe('secure');
        if (status === 'secure')
          expect({ records, rcode }).toEqual({ records: honest.value.records, rcode: honest.value.rcode });
      }),
      { seed: 42, numRuns: 400 },
    );
  });
});
