import { describe, expect, it } from 'vitest';
import {
  extendedErrorPurpose,
  formatClass,
  formatRcode,
  formatType,
  isMetaType,
  parseClass,
  parseType,
  RR,
} from '../../../src/core/dns/index.ts';

describe('types and classes', () => {
  it.each([
    ['TLSA', 52],
    ['tlsa', 52],
    ['TYPE52', 52],
    ['type65535', 65_535],
    ['TYPE65536', undefined],
    ['TYPE', undefined],
    ['TYPE1x', undefined],
    ['toString', undefined],
    ['', undefined],
  ])('reads %j as %s (RFC 3597 §5)', (text, type) => {
    expect(parseType(text)).toBe(type);
  });

  it('writes a word where there is one, else the number (RFC 3597 §5)', () => {
    expect(formatType(RR.HTTPS)).toBe('HTTPS');
    expect(formatType(65_280)).toBe('TYPE65280');
    expect(formatClass(1)).toBe('IN');
    expect(formatClass(32)).toBe('CLASS32');
  });

  it('writes every type as it reads it', () => {
    for (let type = 0; type < 0x1_0000; type += 1) expect(parseType(formatType(type))).toBe(type);
  });

  it('reads classes', () => {
    expect([parseClass('in'), parseClass('CLASS255'), parseClass('x')]).toEqual([1, 255, undefined]);
  });

  it('knows which types no zone holds (RFC 6895 §3.1)', () => {
    expect([RR.OPT, RR.ANY, RR.AXFR, RR.TSIG].every(isMetaType)).toBe(true);
    expect([RR.SPF, RR.A, RR.CAA, RR.EUI48].some(isMetaType)).toBe(false);
  });
});

describe('codes', () => {
  it('have their words, or their numbers', () => {
    expect([formatRcode(0), formatRcode(3), formatRcode(16), formatRcode(77)]).toEqual([
      'NOERROR',
      'NXDOMAIN',
      'BADVERS',
      'RCODE77',
    ]);
    expect([extendedErrorPurpose(6), extendedErrorPurpose(9_999)]).toEqual(['DNSSEC Bogus', undefined]);
  });
});
