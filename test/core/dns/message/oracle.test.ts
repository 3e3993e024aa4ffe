/** The same octets through dns-packet and through our reader, for the record types dns-packet does right. */
import dnsPacket from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, formatRdata, type Message, RR } from '../../../../src/core/dns/index.ts';

const text = (octets: string): Buffer => Buffer.from(octets);
const cases: readonly { readonly answer: dnsPacket.Answer; readonly ours: string }[] = [
  { answer: { name: 'a.example.org', type: 'A', ttl: 60, data: '192.0.2.1' }, ours: '192.0.2.1' },
  { answer: { name: 'a.example.org', type: 'AAAA', ttl: 60, data: '2001:db8::1' }, ours: '2001:db8::1' },
  { answer: { name: 'a.example.org', type: 'NS', data: 'ns.example.org' }, ours: 'ns.example.org.' },
  {
    answer: { name: 'a.example.org', type: 'MX', data: { preference: 5, exchange: 'mx.example.org' } },
    ours: '5 mx.example.org.',
  },
  {
    answer: {
      name: 'example.org',
      type: 'SOA',
      data: {
        mname: 'ns.example.org',
        rname: 'hm.example.org',
        serial: 1,
        refresh: 2,
        retry: 3,
        expire: 4,
        minimum: 5,
      },
    },
    ours: 'ns.example.org. hm.example.org. 1 2 3 4 5',
  },
  { answer: { name: 'example.org', type: 'TXT', data: [text('a b'), text('c')] }, ours: '"a b" "c"' },
  {
    answer: {
      name: '_s._tcp.example.org',
      type: 'SRV',
      data: { priority: 1, weight: 2, port: 3, target: 'h.example.org' },
    },
    ours: '1 2 3 h.example.org.',
  },
  {
    answer: {
      name: '_25._tcp.mx.example',
      type: 'TLSA',
      data: { usage: 3, selector: 1, matchingType: 1, certificate: text('xy') },
    },
    ours: '3 1 1 7879',
  },
  {
    answer: { name: 'example', type: 'DS', data: { keyTag: 7, algorithm: 8, digestType: 2, digest: text('ab') } },
    ours: '7 8 2 6162',
  },
  {
    answer: { name: 'example', type: 'DNSKEY', data: { flags: 257, algorithm: 13, key: text('abc') } },
    ours: '257 3 13 YWJj',
  },
  {
    answer: {
      name: 'example',
      type: 'RRSIG',
      data: {
        typeCovered: 'MX',
        algorithm: 13,
        labels: 1,
        originalTTL: 60,
        expiration: 1_700_000_000,
        inception: 1_600_000_000,
        keyTag: 9,
        signersName: 'example',
        signature: text('sig'),
      },
    },
    ours: 'MX 13 1 60 20231114221320 20200913122640 9 example. c2ln',
  },
  {
    answer: { name: 'example', type: 'NSEC', data: { nextDomain: 'a.example', rrtypes: ['A', 'NSEC'] } },
    ours: 'a.example. A NSEC',
  },
  {
    answer: {
      name: 'h.example',
      type: 'NSEC3',
      data: { algorithm: 1, flags: 1, iterations: 0, salt: text('s'), nextDomain: text('12345'), rrtypes: ['MX'] },
    },
    ours: '1 1 0 73 64p36d1l MX',
  },
  {
    answer: { name: 'example', type: 'CAA', data: { flags: 0, tag: 'issue', value: 'ca.example' } },
    ours: '0 issue "ca.example"',
  },
  {
    answer: {
      name: 'example',
      type: 'NAPTR',
      data: { order: 1, preference: 2, flags: 's', services: 'x', regexp: '', replacement: 'r.example' },
    },
    ours: '1 2 "s" "x" "" r.example.',
  },
  {
    answer: { name: 'example', type: 'SSHFP', data: { algorithm: 1, hash: 1, fingerprint: 'aa'.repeat(20) } },
    ours: `1 1 ${'aa'.repeat(20)}`,
  },
];

describe('dns-packet and our reader', () => {
  it.each(cases)('agree on $answer.type', ({ answer, ours }) => {
    const wire = dnsPacket.encode({
      type: 'response',
      id: 7,
      flags: dnsPacket.RECURSION_AVAILABLE | dnsPacket.AUTHENTIC_DATA,
      questions: [{ name: answer.name, type: 'A' }],
      answers: [answer],
    });
    const read = decodeMessage(wire);
    if (!read.ok) throw new Error(read.error.message);
    const [record] = read.value.answers;
    expect(read.value).toMatchObject({ id: 7, flags: { qr: true, ra: true, ad: true } });
    expect(record).toMatchObject({ name: answer.name, type: RR[answer.type as keyof typeof RR] });
    expect(formatRdata(record!.type, record!.rdata)).toBe(ours);
  });

  it('agree on what our writer compressed (RFC 1035 §4.1.4)', () => {
    const message = decodeMessage(
      dnsPacket.encode({
        type: 'response',
        id: 1,
        questions: [{ name: 'example.org', type: 'MX' }],
        answers: cases.map((c) => c.answer),
      }),
    );
    if (!message.ok) throw new Error(message.error.message);
    const ours = encodeMessage(message.value satisfies Message);
    const theirs = dnsPacket.decode(Buffer.from(ours));
    expect(theirs.answers?.map(({ name, type }) => ({ name, type }))).toEqual(
      cases.map(({ answer: { name, type } }) => ({ name, type })),
    );
    expect(theirs.answers?.[3]).toMatchObject({ data: { preference: 5, exchange: 'mx.example.org' } });
    const plain = message.value.answers.reduce(
      (sum, { name, rdata }) => sum + name.length + 12 + rdata.length,
      12 + 17,
    );
    expect(ours.length).toBeLessThan(plain * 0.8);
  });
});
