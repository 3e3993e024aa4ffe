import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../src/base/index.ts';
import {
  canonicalRdata,
  FieldReader,
  formatRdata,
  parseRdata,
  parseType,
  RR,
  rdataDef,
  rdataDefs,
  tokenize,
} from '../../../../src/core/dns/index.ts';
import { vectors } from './vectors.ts';

function parse(type: string, text: string, origin = ''): { hex: string } | { error: string } {
  const tokens = tokenize(text);
  if (!tokens.ok) return { error: tokens.error };
  const rdata = parseRdata(parseType(type)!, new FieldReader(tokens.value, origin));
  return rdata.ok ? { hex: toHex(rdata.value) } : { error: rdata.error.message };
}

function decodeError(type: string, hex: string): string {
  const value = rdataDef(parseType(type)!)!.decode(fromHex(hex)!);
  return value.ok ? 'no error' : value.error.message;
}

describe('rdata registry', () => {
  it.each(vectors)('reads and writes $type $text ($source)', ({ type, text, hex }) => {
    expect(parse(type, text)).toEqual({ hex });
    expect(formatRdata(parseType(type)!, fromHex(hex)!)).toBe(text);
  });

  it.each(vectors)('reads $type $text in the generic form (RFC 3597 §5)', ({ type, hex }) => {
    expect(parse(type, `\\# ${hex.length / 2} ${hex}`)).toEqual({ hex });
  });

  it('has a vector for every row', () => {
    const covered = new Set(vectors.map((vector) => vector.type));
    expect(rdataDefs().filter((row) => !covered.has(row.mnemonic))).toEqual([]);
    expect(rdataDefs().length).toBeGreaterThanOrEqual(30);
  });

  it.each(vectors)('refuses every proper prefix of $type $text that its form does not allow', ({ type, hex }) => {
    const row = rdataDef(parseType(type)!)!;
    const octets = fromHex(hex)!;
    for (let length = 0; length < octets.length; length += 1) {
      const value = row.decode(octets.subarray(0, length));
      // Types that end in free data stay readable; what they read must then be what was there.
      if (value.ok) expect(toHex(row.encode(value.value))).toBe(hex.slice(0, 2 * length));
      else expect(value.error.code).toBe('dns/rdata');
    }
  });

  it.each([
    ['A', 'c00002', 'the A record is malformed: it ends inside its address'],
    ['A', 'c000020100', 'the A record is malformed: 1 octets are left over'],
    ['MX', '000a', 'the MX record is malformed: its exchange runs past the end'],
    ['NS', 'c00c', 'the NS record is malformed: its name server is compressed where compression is forbidden'],
    ['TLSA', '030101', 'the TLSA record is malformed: it has no certificate association data'],
    ['TXT', '', 'the TXT record is malformed: it ends inside its string'],
    ['TXT', '056162', 'the TXT record is malformed: it ends inside its string'],
    ['NSEC', '00000301ff', 'the NSEC record is malformed: it ends inside its type bit map'],
    ['NSEC', '0001014000014000', 'the NSEC record is malformed: its type bit map windows are out of order'],
    ['NSEC', '000000', 'the NSEC record is malformed: a type bit map window has a length other than 1 to 32'],
    ['NSEC3', '010000000000', 'the NSEC3 record is malformed: its next hashed owner is empty'],
    ['SVCB', '00010000030002003500010003026832', 'the SVCB record is malformed: its parameter keys are out of order'],
    ['CAA', '00036122630041', 'the CAA record is malformed: its tag is not letters and digits'],
  ])('says what is wrong with %s %s', (type, hex, message) => {
    expect(decodeError(type, hex)).toBe(message);
  });

  it.each([
    ['A', '192.0.2', 'the A record is malformed: its address is not IPv4, such as 192.0.2.1'],
    ['A', '192.0.2.01', 'the A record is malformed: its address is not IPv4, such as 192.0.2.1'],
    ['A', '192.0.2.1 x', 'the A record is malformed: "x" is left over at its end'],
    ['AAAA', '1::2::3', 'the AAAA record is malformed: its address is not IPv6, such as 2001:db8::1'],
    ['MX', '70000 mx.example.', 'the MX record is malformed: its preference "70000" is not a number from 0 to 65535'],
    ['MX', '10', 'the MX record is malformed: it has no exchange'],
    ['TLSA', '3 1 1', 'the TLSA record is malformed: it has no certificate association data'],
    [
      'TLSA',
      '3 1 1 abc',
      'the TLSA record is malformed: its certificate association data "abc" is not an even count of hex digits',
    ],
    ['TLSA', '4x 1 1 ab', 'the TLSA record is malformed: its certificate usage "4x" is not a number from 0 to 255'],
    [
      'TYPE65280',
      '1 2',
      'the TYPE65280 record is malformed: its type has no syntax of its own; write \\# LENGTH HEX (RFC 3597 §5)',
    ],
    ['TYPE65280', '\\# 3 abcd', 'the TYPE65280 record is malformed: it says 3 octets and gives 2'],
    ['A', '\\# 3 abcdef', 'the A record is malformed: it ends inside its address'],
    [
      'TXT',
      `"${'x'.repeat(256)}"`,
      'the TXT record is malformed: its string has 256 octets, and character-strings hold at most 255',
    ],
    [
      'TXT',
      '"\\256"',
      'the TXT record is malformed: its string has a broken escape; write \\DDD up to 255, or \\ and a character',
    ],
    ['SVCB', '1 . port=1 port=2', 'the SVCB record is malformed: a parameter is given twice'],
    ['SVCB', '1 . port=70000', 'the SVCB record is malformed: its parameter "port=70000" is not one we can read'],
    [
      'RRSIG',
      'A 5 3 1 20231301000000 1 1 . AA==',
      'the RRSIG record is malformed: its expiration "20231301000000" is not YYYYMMDDHHmmSS between 1970 and 2106',
    ],
  ])('says what is wrong with %s %s', (type, text, message) => {
    expect(parse(type, text)).toEqual({ error: message });
  });

  it('reads the words of RFC 7218 for TLSA numbers', () => {
    expect(parse('TLSA', 'DANE-EE SPKI SHA2-256 abcd')).toEqual({ hex: '030101abcd' });
  });

  it('joins hex and base64 over several words (RFC 6698 §2.2, RFC 4034 §2.2)', () => {
    expect(parse('TLSA', '3 1 1 ab (\n cd ) ; key\n ef')).toEqual({ hex: '030101abcdef' });
  });

  it('completes relative names with the origin (RFC 1035 §5.1)', () => {
    expect(parse('NS', 'ns1', 'example')).toEqual({ hex: '036e7331076578616d706c6500' });
    expect(parse('NS', '@', 'example')).toEqual({ hex: '076578616d706c6500' });
  });
});

describe('canonicalRdata', () => {
  const fold = (type: number, hex: string): string => toHex(canonicalRdata(type, fromHex(hex)!));

  it('lower-cases names in the types RFC 4034 §6.2 lists, and nothing else in them', () => {
    expect(fold(RR.MX, '414101580141024d5800')).toBe('414101780161026d7800');
    expect(fold(RR.SOA, '01410001420041414141')).toBe('01610001620041414141');
  });

  it('leaves NSEC and SVCB names as they are (RFC 6840 §5.1, RFC 9460 §2.2)', () => {
    expect(fold(RR.NSEC, '0141000001ff')).toBe('0141000001ff');
    expect(fold(RR.SVCB, '0001014100')).toBe('0001014100');
  });

  it("lower-cases the RRSIG signer's name but no octet of the signature (RFC 6840 §5.1)", () => {
    const fixed = '41'.repeat(18);
    expect(fold(RR.RRSIG, `${fixed}0141004142`)).toBe(`${fixed}0161004142`);
  });

  it('skips the character-strings of NAPTR before its name', () => {
    expect(fold(RR.NAPTR, '0001000101410141014101420003')).toBe('0001000101410141014101620003');
  });

  it('gives the same array back when there is nothing to fold', () => {
    const rdata = fromHex('000a026d7800')!;
    expect(canonicalRdata(RR.MX, rdata)).toBe(rdata);
  });

  it('does not run past the end of malformed RDATA', () => {
    expect(fold(RR.MX, '000a3f41')).toBe('000a3f61');
    expect(fold(RR.SRV, '00')).toBe('00');
  });
});
