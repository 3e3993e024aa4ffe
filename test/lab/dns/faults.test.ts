/** Every row of the registry is what it says: a validator gives it the status in the row, and only where it is seen. */
import { describe, expect, it } from 'vitest';
import { keyTag, type Name, RR } from '../../../src/core/dns/index.ts';
import { colliding } from '../../../src/lab/dns/faults/keys.ts';
import { designZone, type SeenIn, type SigningStyle, ZONE_FAULTS, zoneFaultNamed } from '../../../src/lab/dns/index.ts';
import { keysOf, source, style, worldAround } from './zones.ts';

const CONTENT = `@ MX 10 mx
@ TXT "here"
mx A 192.0.2.1
_25._tcp.mx TLSA 3 1 1 ${'ab'.repeat(32)}
*.wild TXT "any"`;

type Place = Exclude<SeenIn, never>;
const QUESTIONS: Readonly<Record<Place, readonly [Name, number]>> = {
  answers: ['spoiled', RR.TXT],
  mx: ['spoiled', RR.MX],
  tlsa: ['_25._tcp.mx.spoiled', RR.TLSA],
  denials: ['no.spoiled', RR.A],
  wildcards: ['x.wild.spoiled', RR.TXT],
};

async function statusOf(fault: string, place: Place, signing: SigningStyle = style()): Promise<string> {
  const design = zoneFaultNamed(fault)!.spoil(designZone(source('spoiled', CONTENT, signing)));
  const found = await worldAround(design)
    .resolver()
    .lookup(...QUESTIONS[place]);
  return found.ok ? found.value.status : 'failure';
}

const rows = ZONE_FAULTS.map(({ name, seenIn, status }) => [name, seenIn, status] as const);

describe('a zone with a fault', () => {
  it.each(rows)('%s is seen in %s as %s', async (name, place, status) => {
    expect(await statusOf(name, place)).toBe(status);
  });

  it.each(rows.filter(([name]) => name !== 'nsec3-iterations'))(
    '%s with NSEC3, in %s: %s',
    async (name, place, status) => {
      expect(await statusOf(name, place, style({ denial: 'nsec3' }))).toBe(status);
    },
  );

  it.each(rows.filter(([, place]) => place !== 'answers'))('%s is seen in nothing but %s', async (name, place) => {
    const others = (Object.keys(QUESTIONS) as Place[]).filter((other) => other !== place);
    // A wildcard's answer holds a denial, and so does the one beside it; their faults overlap.
    const apart = others.filter((other) => !(place === 'denials' && other === 'wildcards'));
    const statuses = await Promise.all(apart.map((other) => statusOf(name, other)));
    expect(statuses).toEqual(apart.map(() => 'secure'));
  });

  it('does nothing to a zone without signatures that only signatures can show', async () => {
    const design = designZone(source('spoiled', CONTENT));
    for (const fault of ZONE_FAULTS.filter(({ status }) => status === 'bogus')) {
      if (fault.name === 'hidden-tlsa') continue;
      const found = await worldAround(fault.spoil(design)).resolver().lookup('spoiled', RR.TXT);
      expect(found.ok && found.value.status, fault.name).toBe('insecure');
    }
  });
});

describe('the registry', () => {
  it('has no name twice, and no name that a command line would have to quote', () => {
    const names = ZONE_FAULTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z0-9-]*$/.test(name))).toEqual([]);
  });

  it('gives nothing for a name it does not have', () => {
    expect(zoneFaultNamed('no-such-fault')).toBeUndefined();
  });
});

describe('keys of one tag', () => {
  it.each([8, 13, 14, 15])('algorithm %i: distinct, of equal length, and of the same tag', (algorithm) => {
    const key = keysOf(algorithm).data;
    const flood = colliding(key, 24);
    expect(new Set([key.rdata, ...flood].map((rdata) => Buffer.from(rdata).toString('hex'))).size).toBe(25);
    expect(flood.map((rdata) => [rdata.length, keyTag(rdata)])).toEqual(flood.map(() => [key.rdata.length, key.tag]));
  });
});
