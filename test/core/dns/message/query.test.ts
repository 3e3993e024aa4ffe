import dnsPacket from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, encodeQuery, questionOctets, RR } from '../../../../src/core/dns/index.ts';
import { mixCase } from '../../../../src/core/dns/message/query.ts';

const options = { id: 0xabcd, recursionDesired: true, dnssecOk: true, checkingDisabled: true, edns: true };

describe('encodeQuery', () => {
  it('asks with RD, CD, and DO in an OPT record of 1232 octets (RFC 6891 §6.2.5, RFC 3225 §3)', () => {
    const query = decodeMessage(encodeQuery({ name: '_25._tcp.mx.example', type: RR.TLSA }, options));
    expect(query).toMatchObject({
      ok: true,
      value: {
        id: 0xabcd,
        opcode: 0,
        flags: { qr: false, rd: true, cd: true, ad: false, tc: false },
        questions: [{ name: '_25._tcp.mx.example', type: RR.TLSA, class: 1 }],
        additionals: [],
        edns: { version: 0, udpSize: 1232, dnssecOk: true, options: [] },
      },
    });
  });

  it('leaves OPT out for servers that choke on it (RFC 6891 §7)', () => {
    const plain = { ...options, edns: false, checkingDisabled: false };
    const query = decodeMessage(encodeQuery({ name: '', type: RR.NS }, plain));
    expect(query.ok && query.value.edns).toBeUndefined();
    expect(query).toMatchObject({ ok: true, value: { flags: { cd: false }, questions: [{ name: '', type: RR.NS }] } });
  });

  it('carries names that dns-packet cannot: dots and octets inside a label', () => {
    const query = decodeMessage(encodeQuery({ name: 'a\\.b.\\255.example', type: 65_280 }, options));
    expect(query.ok && query.value.questions[0]).toMatchObject({ name: 'a\\.b.\\255.example', type: 65_280 });
  });

  it('is what dns-packet writes for an ordinary name', () => {
    const theirs = dnsPacket.encode({
      type: 'query',
      id: 0xabcd,
      flags: dnsPacket.RECURSION_DESIRED | dnsPacket.CHECKING_DISABLED,
      questions: [{ type: 'MX', name: 'example.org' }],
      additionals: [
        {
          type: 'OPT',
          name: '.',
          udpPayloadSize: 1232,
          extendedRcode: 0,
          ednsVersion: 0,
          flags: dnsPacket.DNSSEC_OK,
          flag_do: true,
          options: [],
        },
      ],
    });
    expect(Buffer.from(encodeQuery({ name: 'example.org', type: RR.MX }, options)).toString('hex')).toBe(
      theirs.toString('hex'),
    );
  });
});

describe('mixCase', () => {
  it('changes letters alone, and only by the noise given (0x20)', () => {
    const query = encodeQuery({ name: 'a1.bc', type: RR.A }, options);
    mixCase(query, Uint8Array.of(0b1111_1111));
    expect(Buffer.from(questionOctets(query)!).toString('latin1')).toBe('\u0002A1\u0002BC\0\0\u0001\0\u0001');
    mixCase(query, Uint8Array.of(0xff));
    expect(Buffer.from(questionOctets(query)!).toString('latin1')).toContain('A1');
  });

  it('comes back from a server that repeats the question octets', () => {
    const query = encodeQuery({ name: 'abc.example', type: RR.A }, options);
    mixCase(query, Uint8Array.of(0b0101_0101));
    const read = decodeMessage(query);
    if (!read.ok) throw new Error(read.error.message);
    const reply = {
      ...read.value,
      answers: [{ name: 'abc.example', type: RR.A, class: 1, ttlSeconds: 1, rdata: Uint8Array.of(192, 0, 2, 1) }],
    };
    const wire = encodeMessage(reply, { question: questionOctets(query) });
    expect(questionOctets(wire)).toEqual(questionOctets(query));
    expect(decodeMessage(wire)).toMatchObject({ ok: true, value: { answers: [{ name: 'abc.example' }] } });
  });
});
