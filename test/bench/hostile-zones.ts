/** How long the worst that a zone can be takes to refuse (CVE-2023-50387, CVE-2023-50868), beside an honest look-up. */
import { RR } from '../../src/core/dns/index.ts';
import { type TestZone, zone } from '../support/dns.ts';
import { setting } from '../support/resolving.ts';
import { dsRdata, makeKey, type SigningKey } from '../support/zone-signer.ts';
import { elapsedMs, median } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const NAME = 'www.example.org';
const ADDRESS = { [NAME]: { A: ['192.0.2.1'] } };

export const bench: Bench = {
  name: 'hostile zones',
  asks: 'milliseconds until the answer is refused within the limits, beside those of an honest zone of the same algorithm',
  async run(quick) {
    const rounds = quick ? 3 : 11;
    const honest = await time(rounds, zone('example.org', ADDRESS, { keys: [makeKey(8)] }), NAME, 'secure');
    const keys = collidingKeys(60);
    const trap = zone('example.org', ADDRESS, {
      keys,
      ds: keys.map((key) => dsRdata('example.org', key)),
      signWith: [makeKey(8)],
    });
    const flood = zone('example.org', ADDRESS, {
      keys: [makeKey(8)],
      denial: { kind: 'nsec3', iterations: 50, salt: Buffer.alloc(255, 7) },
    });
    const deep = `${'a.'.repeat(110)}example.org`;
    return [
      figure('KeyTrap: 60 keys of one tag, DS for each', await time(rounds, trap, NAME, 'bogus'), honest),
      figure('NSEC3: 110 labels, 50 iterations, long salt', await time(rounds, flood, deep, undefined), honest),
    ];
  },
};

const figure = (name: string, ours: number, honest: number): Figure => ({
  name,
  ours,
  unit: 'ms',
  peer: { name: 'honest zone', value: honest },
});

async function time(rounds: number, hostile: TestZone, name: string, status: string | undefined): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { resolver } = setting([hostile]);
    times.push(
      await elapsedMs(async () => {
        const found = await resolver.lookup(name, RR.A);
        if (status !== undefined && (!found.ok || found.value.status !== status))
          throw new Error(`${name} should be ${status}`);
      }),
    );
  }
  return median(times);
}

/** RSA keys of one tag: the tag is a sum of 16-bit words, and a sum does not mind their order (RFC 4034 App. B). */
function collidingKeys(count: number): SigningKey[] {
  const first = makeKey(8);
  return Array.from({ length: count }, (_, i) => {
    const rdata = Buffer.from(first.rdata);
    const [from, to] = [8 + 2 * (i % 50), 110 + 2 * Math.floor(i / 50)];
    const word = rdata.readUInt16BE(from);
    rdata.writeUInt16BE(rdata.readUInt16BE(to), from);
    rdata.writeUInt16BE(word, to);
    return i === 0 ? first : { ...first, rdata };
  });
}
