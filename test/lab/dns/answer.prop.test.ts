/** Random zones, random questions: whatever the lab's signer and servers make, the validator takes, and never as bogus. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSubdomain, RR } from '../../../src/core/dns/index.ts';
import { answer, answerAsAuthority, designZone } from '../../../src/lab/dns/index.ts';
import { source, style, worldAround } from './zones.ts';

/** Few labels, so that names meet: ancestors, wildcards, cuts and aliases in each other's way. */
const label = fc.constantFrom('a', 'b', 'c', '*', '_25');
const relative = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const plainOwner = relative.filter((name) => !name.includes('*'));
const record = fc.oneof(
  { weight: 4, arbitrary: relative.map((name) => ({ name, text: `${name} A 192.0.2.1` })) },
  { weight: 2, arbitrary: relative.map((name) => ({ name, text: `${name} TXT "x"` })) },
  {
    weight: 2,
    arbitrary: fc.tuple(relative, relative).map(([name, to]) => ({ name, text: `${name} CNAME ${to}`, sole: true })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(plainOwner, relative).map(([name, to]) => ({ name, text: `${name} DNAME ${to}`, sole: true })),
  },
  { weight: 2, arbitrary: plainOwner.map((name) => ({ name, text: `${name} NS ns.lab.test.`, sole: true })) },
  {
    weight: 1,
    arbitrary: plainOwner.map((name) => ({ name, text: `${name} NS ns.lab.test.\n${name} DS 1 13 2 00`, sole: true })),
  },
);
type Planned = { readonly name: string; readonly text: string; readonly sole?: boolean };

/** A CNAME stands alone (RFC 1034 §3.6.2), and below a DNAME there is nothing (RFC 6672 §2.4); the first to come wins. */
function content(planned: readonly Planned[]): string {
  const kept: Planned[] = [];
  for (const each of planned) {
    const alone = (other: Planned): boolean => other.sole === true || each.sole === true;
    const clash = kept.some(
      (other) =>
        (other.name === each.name && alone(other)) ||
        (other.text.includes('DNAME') && isSubdomain(each.name, other.name)) ||
        (each.text.includes('DNAME') && isSubdomain(other.name, each.name)),
    );
    if (!clash) kept.push(each);
  }
  return [...new Set(kept.map(({ text }) => text))].join('\n');
}

const zone = fc.array(record, { maxLength: 10 }).map(content);
const type = fc.constantFrom(RR.A, RR.TXT, RR.CNAME, RR.DS, RR.NS, RR.NSEC, RR.MX);
const denial = fc.constantFrom('nsec', 'nsec3', 'nsec3-opt-out');

describe('a signed zone of any shape', () => {
  it('is secure or, by opt-out and unsigned delegations, insecure; never bogus', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        zone,
        denial,
        fc.array(fc.tuple(relative, type), { minLength: 1, maxLength: 8 }),
        async (text, kind, questions) => {
          const iterations = kind === 'nsec' ? 0 : 1;
          const world = worldAround(designZone(source('z', text, style({ denial: kind, iterations }))));
          for (const [name, asked] of questions) {
            const found = await world.resolver().lookup(`${name}.z`, asked);
            if (!found.ok) expect(found.error.code, `${name} ${asked}`).toBe('dns/servfail');
            else {
              const why = found.value.reasons.map((reason) => reason.text).join('\n');
              expect(['secure', 'insecure'], `${name}.z ${asked} ${kind}\n${text}\n${why}`).toContain(
                found.value.status,
              );
              seen.add(`${kind} ${found.value.status} ${found.value.rcode}`);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
    // The questions were not all of one kind.
    for (const outcome of ['nsec secure 0', 'nsec secure 3', 'nsec3 secure 3', 'nsec3-opt-out secure 0']) {
      expect([...seen]).toContain(outcome);
    }
  });

  it('gives a name server and a resolver the same data', () => {
    fc.assert(
      fc.property(zone, relative, type, (text, name, asked) => {
        const { zones } = worldAround(designZone(source('z', text, style())));
        const [resolver, server] = [answer, answerAsAuthority].map((ask) => ask(zones, `${name}.z`, asked, false));
        if (resolver!.rcode !== 2) expect(server!.answers).toEqual(resolver!.answers);
      }),
    );
  });
});
