import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../src/base/index.ts';
import { decodeMessage, RR } from '../../../../src/core/dns/index.ts';

/** Header with flags of a response and the counts given. */
const header = (questions: number, answers: number, authorities = 0, additionals = 0): string =>
  `12348180${[questions, answers, authorities, additionals].map((n) => n.toString(16).padStart(4, '0')).join('')}`;
const question = '076578616d706c65036f726700000f0001';
/** Owner as a pointer to the question, class IN, TTL 60. */
const record = (type: number, rdata: string, owner = 'c00c'): string =>
  `${owner}${type.toString(16).padStart(4, '0')}00010000003c${(rdata.length / 2).toString(16).padStart(4, '0')}${rdata}`;

function check(hex: string, message: string): void {
  const read = decodeMessage(fromHex(hex)!);
  expect(read.ok ? 'no error' : read.error.message).toBe(`not a DNS message: ${message}`);
}

describe('decodeMessage', () => {
  it('reads header, question and records, names written out (RFC 1035 §4)', () => {
    const read = decodeMessage(fromHex(`${header(1, 1)}${question}${record(RR.MX, '000a026d78c00c')}`)!);
    expect(read).toMatchObject({
      ok: true,
      value: {
        id: 0x1234,
        rcode: 0,
        flags: { qr: true, rd: true, ra: true, aa: false, tc: false, ad: false, cd: false },
      },
    });
    if (!read.ok) return;
    expect(read.value.questions).toEqual([{ name: 'example.org', type: RR.MX, class: 1 }]);
    const [mx] = read.value.answers;
    expect(mx).toMatchObject({ name: 'example.org', type: RR.MX, class: 1, ttlSeconds: 60 });
    expect(toHex(mx!.rdata)).toBe('000a026d78076578616d706c65036f726700');
  });

  it('keeps the spelling of names in RDATA and folds owners (RFC 4343 §4.1, RFC 6840 §5.1)', () => {
    const read = decodeMessage(fromHex(`${header(1, 1)}${question}${record(RR.NS, '024e53c00c', '0141c00c')}`)!);
    expect(read.ok && read.value.answers[0]?.name).toBe('a.example.org');
    expect(read.ok && toHex(read.value.answers[0]!.rdata)).toBe('024e53076578616d706c65036f726700');
  });

  it('writes out both names of SOA and the name behind the strings of NAPTR (RFC 3597 §4)', () => {
    const soa = `c00c0161c00c${'00000001'.repeat(5)}`;
    const naptr = '000100010153000141c00c';
    const read = decodeMessage(fromHex(`${header(1, 2)}${question}${record(RR.SOA, soa)}${record(RR.NAPTR, naptr)}`)!);
    const org = '076578616d706c65036f726700';
    expect(read.ok && read.value.answers.map((answer) => toHex(answer.rdata))).toEqual([
      `${org}0161${org}${'00000001'.repeat(5)}`,
      `000100010153000141${org}`,
    ]);
  });

  it('leaves octets alone that look like pointers in types without compression (RFC 3597 §4)', () => {
    const read = decodeMessage(fromHex(`${header(1, 1)}${question}${record(65_280, 'c00cc0ff')}`)!);
    expect(read.ok && toHex(read.value.answers[0]!.rdata)).toBe('c00cc0ff');
  });

  it('takes a TTL with the top bit set for zero (RFC 2181 §8)', () => {
    const read = decodeMessage(fromHex(`${header(1, 1)}${question}c00c0001000180000001${'0004c0000201'}`)!);
    expect(read.ok && read.value.answers[0]?.ttlSeconds).toBe(0);
  });

  it('takes OPT out of the additional section and its upper RCODE bits with it (RFC 6891 §6.1.3)', () => {
    const opt = '0000290 4d0 01008000 0006 000f 0002 0006'.replaceAll(' ', '');
    const read = decodeMessage(fromHex(`${header(1, 0, 0, 1)}${question}${opt}`)!);
    expect(read).toMatchObject({
      ok: true,
      value: {
        rcode: 16,
        additionals: [],
        edns: { version: 0, udpSize: 1232, dnssecOk: true, options: [{ code: 15 }] },
      },
    });
  });
});

describe('decodeMessage refuses', () => {
  it('what is shorter than a header (RFC 1035 §4.1.1)', () =>
    check('123481800001', 'it has 6 octets, and a header is 12'));

  it('what is longer than a length can say (RFC 1035 §4.2.2)', () => {
    const read = decodeMessage(new Uint8Array(65_536));
    expect(read).toMatchObject({ ok: false, error: { code: 'dns/message' } });
  });

  it('counts that its octets cannot hold', () =>
    check(`${header(1, 65_535)}${question}`, 'its counts promise at least 720902 octets, and it has 29'));

  it('more than one question (RFC 9619 §4)', () =>
    check(`${header(2, 0)}${question}${question}`, 'it has 2 questions, and one is allowed (RFC 9619)'));

  it('a pointer to itself (RFC 1035 §4.1.4)', () =>
    check(
      `${header(1, 1)}${question}c01d${'00010001000000000004c0000201'}`,
      'the domain name at octet 29 (answer) has a compression pointer that does not point backwards',
    ));

  it('two pointers that point to each other', () =>
    check(
      `${header(1, 1)}${question}${record(RR.NS, 'c02bc029')}`,
      'the RDATA at octet 41 holds a domain name that has a compression pointer that does not point backwards',
    ));

  it('a pointer forwards', () =>
    check(
      `${header(1, 1)}${question}${record(RR.NS, 'c02d00')}`,
      'the RDATA at octet 41 holds a domain name that has a compression pointer that does not point backwards',
    ));

  it('a pointer into the middle of the name it stands in', () =>
    check(
      `${header(1, 1)}${question}0161c01d${'00010001000000000004c0000201'}`,
      'the domain name at octet 29 (answer) has a compression pointer that does not point backwards',
    ));

  it('a name that grows past 255 octets by pointers (RFC 1035 §2.3.4)', () => {
    const long = `3f${'61'.repeat(63)}`;
    const owner = `${long.repeat(3)}00`;
    const first = record(65_280, '', owner);
    const second = record(65_280, '', `${long}c00c`);
    check(`${header(0, 2)}${first}${second}`, 'the domain name at octet 215 (answer) is longer than 255 octets');
  });

  it('labels of the reserved kinds (RFC 6891 §5)', () =>
    check(`${header(1, 0)}410061000f0001`, 'the domain name at octet 12 (question) has a label of a reserved kind'));

  it('RDATA longer than what is left', () =>
    check(
      `${header(1, 1)}${question}c00c000100010000003c0005c0000201`,
      'the RDATA at octet 41 says 5 octets, and 4 are left',
    ));

  it('RDATA too short for its name', () =>
    check(
      `${header(1, 1)}${question}${record(RR.MX, '000a')}`,
      'the RDATA at octet 41 holds a domain name that runs past the end',
    ));

  it('a name in RDATA that reaches beyond it', () =>
    check(
      `${header(1, 2)}${question}${record(RR.NS, '0361')}${record(RR.A, 'c0000201')}`,
      'the RDATA at octet 41 holds a domain name that runs past the end',
    ));

  it('octets behind the last record', () => check(`${header(1, 0)}${question}00`, '1 octets follow its last record'));

  it('two OPT records, or one in the wrong place (RFC 6891 §6.1.1, §6.1.2)', () => {
    const opt = '00002904d0000000000000';
    check(`${header(1, 0, 0, 2)}${question}${opt}${opt}`, 'it has two OPT records (RFC 6891 §6.1.1)');
    check(`${header(1, 1)}${question}${opt}`, 'its answer section has an OPT record (RFC 6891 §6.1.1)');
    check(
      `${header(1, 0, 0, 1)}${question}016100${opt.slice(2)}`,
      'its OPT record is not at the root (RFC 6891 §6.1.2)',
    );
  });

  it('EDNS options that run past the OPT record (RFC 6891 §6.1.2)', () =>
    check(
      `${header(1, 0, 0, 1)}${question}00002904d0000000000005000f000900`,
      'the options in its OPT record run past the end',
    ));
});
