/** Questions and their answers as tables, for a resolver and for a name server. One line a section: `owner TYPE`, … */
import { describe, expect, it } from 'vitest';
import { formatRcode, formatType, parseType, type ResourceRecord } from '../../../src/core/dns/index.ts';
import {
  type Answered,
  answer,
  answerAsAuthority,
  createZone,
  designZone,
  type Zones,
} from '../../../src/lab/dns/index.ts';
import { delegated, source, style, zonesOf } from './zones.ts';

const child = source('sub.org', 'www A 192.0.2.9\nback CNAME mx.org.', style());
const plain = source('plain.org', 'www A 192.0.2.8');
const parent = delegated(
  source(
    'org',
    `mx A 192.0.2.1
mx AAAA 2001:db8::1
a.b A 192.0.2.2
alias CNAME mx
onward CNAME www.sub
away CNAME www.elsewhere.test.
loop CNAME loop
*.wild A 192.0.2.3
*.walias CNAME mx
deep.*.hollow A 192.0.2.4
tree DNAME sub
toolong DNAME ${'x'.repeat(60)}.${'y'.repeat(60)}.${'z'.repeat(60)}
gone NS ns.gone
gone DS 1 13 2 00
ns.gone A 192.0.2.5
ns.gone AAAA 2001:db8::5
bare NS ns.elsewhere.test.`,
    style(),
  ),
  designZone(child),
  designZone(plain),
);
const zones = zonesOf([parent, child, plain].map((each) => createZone(each)));
const parentAlone = zonesOf([createZone(parent)]);

const words = (records: readonly ResourceRecord[]): string =>
  records.map(({ name, type }) => `${name} ${formatType(type)}`).join(', ');

interface Expected {
  readonly rcode?: string;
  readonly aa?: boolean;
  readonly answer?: string;
  readonly authority?: string;
  readonly additional?: string;
}

type Ask = (zones: Zones, name: string, type: number, dnssecOk: boolean) => Answered;

function check(ask: Ask, from: Zones, question: string, dnssecOk: boolean, expected: Expected): void {
  const [name, type] = question.split(' ');
  const found = ask(from, name!, parseType(type!)!, dnssecOk);
  const seen = {
    rcode: formatRcode(found.rcode),
    aa: found.isAuthoritative,
    answer: words(found.answers),
    authority: words(found.authorities),
    additional: words(found.additionals),
  };
  expect(seen).toEqual({
    rcode: 'NOERROR',
    aa: ask === answerAsAuthority,
    answer: '',
    authority: '',
    additional: '',
    ...expected,
  });
}

const SOA = 'org SOA, org RRSIG';

describe('a resolver, with DO', () => {
  it.each<[string, Expected]>([
    ['mx.org A', { answer: 'mx.org A, mx.org RRSIG' }],
    ['mx.org TXT', { authority: `${SOA}, mx.org NSEC, mx.org RRSIG` }],
    ['mx.org NSEC', { answer: 'mx.org NSEC, mx.org RRSIG' }],
    ['mx.org RRSIG', { answer: 'mx.org RRSIG, mx.org RRSIG, mx.org RRSIG' }],
    ['mx.org ANY', { answer: 'mx.org A, mx.org RRSIG, mx.org AAAA, mx.org RRSIG, mx.org NSEC, mx.org RRSIG' }],
    ['b.org A', { authority: `${SOA}, away.org NSEC, away.org RRSIG` }],
    ['no.org A', { rcode: 'NXDOMAIN', authority: `${SOA}, mx.org NSEC, mx.org RRSIG, org NSEC, org RRSIG` }],
    ['x.wild.org A', { answer: 'x.wild.org A, x.wild.org RRSIG', authority: '*.wild.org NSEC, *.wild.org RRSIG' }],
    ['x.wild.org MX', { authority: `${SOA}, *.wild.org NSEC, *.wild.org RRSIG` }],
    ['*.wild.org A', { answer: '*.wild.org A, *.wild.org RRSIG' }],
    [
      'x.walias.org A',
      {
        answer: 'x.walias.org CNAME, x.walias.org RRSIG, mx.org A, mx.org RRSIG',
        authority: '*.walias.org NSEC, *.walias.org RRSIG',
      },
    ],
    [
      'x.hollow.org A', // the wildcard has nothing but names below it (RFC 4592 §4.9)
      { authority: `${SOA}, deep.*.hollow.org NSEC, deep.*.hollow.org RRSIG, gone.org NSEC, gone.org RRSIG` },
    ],
    ['alias.org A', { answer: 'alias.org CNAME, alias.org RRSIG, mx.org A, mx.org RRSIG' }],
    ['alias.org CNAME', { answer: 'alias.org CNAME, alias.org RRSIG' }],
    [
      'onward.org AAAA',
      {
        answer: 'onward.org CNAME, onward.org RRSIG',
        authority: 'sub.org SOA, sub.org RRSIG, www.sub.org NSEC, www.sub.org RRSIG',
      },
    ],
    [
      'www.tree.org A', // RFC 6672 §3.1: the CNAME is made, and unsigned
      { answer: 'tree.org DNAME, tree.org RRSIG, www.tree.org CNAME, www.sub.org A, www.sub.org RRSIG' },
    ],
    ['www.tree.org CNAME', { answer: 'tree.org DNAME, tree.org RRSIG, www.tree.org CNAME' }],
    ['tree.org A', { authority: `${SOA}, tree.org NSEC, tree.org RRSIG` }],
    [
      `${'a'.repeat(63)}.${'b'.repeat(40)}.toolong.org A`,
      { rcode: 'YXDOMAIN', answer: 'toolong.org DNAME, toolong.org RRSIG' },
    ],
    ['sub.org DS', { answer: 'sub.org DS, sub.org RRSIG' }],
    ['plain.org DS', { authority: `${SOA}, plain.org NSEC, plain.org RRSIG` }],
    ['no.plain.org A', { rcode: 'NXDOMAIN', authority: 'plain.org SOA' }],
    ['loop.org A', { rcode: 'SERVFAIL' }],
    ['away.org A', { rcode: 'SERVFAIL' }],
    ['x.gone.org A', { rcode: 'SERVFAIL' }],
    ['elsewhere.test A', { rcode: 'SERVFAIL' }],
  ])('%s', (question, expected) => check(answer, zones, question, true, expected));
});

describe('a resolver, without DO, gives nothing of DNSSEC that was not asked for (RFC 4035 §3.1)', () => {
  it.each<[string, Expected]>([
    ['mx.org A', { answer: 'mx.org A' }],
    ['no.org A', { rcode: 'NXDOMAIN', authority: 'org SOA' }],
    ['x.wild.org A', { answer: 'x.wild.org A' }],
    ['org DNSKEY', { answer: 'org DNSKEY, org DNSKEY' }],
    ['mx.org NSEC', { answer: 'mx.org NSEC' }],
  ])('%s', (question, expected) => check(answer, zones, question, false, expected));
});

describe('a name server', () => {
  it.each<[string, Expected]>([
    ['mx.org A', { answer: 'mx.org A, mx.org RRSIG' }],
    ['alias.org A', { answer: 'alias.org CNAME, alias.org RRSIG, mx.org A, mx.org RRSIG' }],
    ['away.org A', { answer: 'away.org CNAME, away.org RRSIG' }],
    ['onward.org A', { answer: 'onward.org CNAME, onward.org RRSIG' }],
    ['sub.org DS', { answer: 'sub.org DS, sub.org RRSIG' }],
    [
      'x.gone.org A', // RFC 4035 §3.1.4: NS, DS and its signature; glue
      {
        aa: false,
        authority: 'gone.org NS, gone.org DS, gone.org RRSIG',
        additional: 'ns.gone.org A, ns.gone.org AAAA',
      },
    ],
    [
      'ns.gone.org A',
      {
        aa: false,
        authority: 'gone.org NS, gone.org DS, gone.org RRSIG',
        additional: 'ns.gone.org A, ns.gone.org AAAA',
      },
    ],
    ['bare.org NS', { aa: false, authority: 'bare.org NS, bare.org NSEC, bare.org RRSIG' }],
    ['gone.org DS', { answer: 'gone.org DS, gone.org RRSIG' }],
    ['elsewhere.test A', { aa: false, rcode: 'REFUSED' }],
  ])('of the parent alone: %s', (question, expected) =>
    check(answerAsAuthority, parentAlone, question, true, expected),
  );

  it('of parent and child answers for the child, and follows aliases into it', () => {
    check(answerAsAuthority, zones, 'onward.org A', false, { answer: 'onward.org CNAME, www.sub.org A' });
    check(answerAsAuthority, zones, 'back.sub.org A', false, { answer: 'back.sub.org CNAME, mx.org A' });
  });

  it('refers without DS or proof to who does not set DO', () => {
    const additional = 'ns.gone.org A, ns.gone.org AAAA';
    check(answerAsAuthority, parentAlone, 'x.gone.org A', false, { aa: false, authority: 'gone.org NS', additional });
  });

  it('goes round a loop of aliases once', () => {
    check(answerAsAuthority, zones, 'loop.org A', false, { answer: 'loop.org CNAME' });
  });
});

describe('NSEC3', () => {
  const hashed = zonesOf([createZone({ ...parent, signing: style({ denial: 'nsec3-opt-out' }) })]);
  const sets = (question: string): number => {
    const [name, type] = question.split(' ');
    return answer(hashed, name!, parseType(type!)!, true).authorities.filter((record) => record.type === 50).length;
  };
  it.each([
    ['mx.org TXT', 1, 1, 'one that matches (RFC 5155 §7.2.3)'],
    ['x.wild.org A', 1, 1, 'one that covers the next closer name (§7.2.6)'],
    ['x.y.wild.org MX', 2, 3, 'closest encloser, next closer, wildcard (§7.2.5)'],
    ['no.org A', 2, 3, 'closest encloser, next closer, wildcard (§7.2.2)'],
    ['plain.org DS', 1, 2, 'closest provable encloser and the opt-out span (§7.2.4)'],
  ])('%s: %i to %i records, %s', (question, least, most) => {
    expect(sets(question)).toBeGreaterThanOrEqual(least);
    expect(sets(question)).toBeLessThanOrEqual(most);
  });
});
