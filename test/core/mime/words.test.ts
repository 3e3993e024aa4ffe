import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeWords,
  encodeQuotedPrintable,
  encodeWords,
  formatMailDate,
  parseMailDate,
  parseMediaType,
  readEntity,
  textOf,
} from '../../../src/core/mime/index.ts';

/** Without surrogates on their own. */
const wellFormed = (text: string): string => Buffer.from(text).toString();
const isWellFormed = (text: string): boolean => wellFormed(text) === text;

describe('media types', () => {
  const parameter = (value: string, name: string): string | undefined => parseMediaType(value).parameters.get(name);
  it.each([
    ['text/plain; charset=UTF-8', 'charset', 'UTF-8'],
    ['Multipart/Report; report-type=delivery-status; BOUNDARY="a b;c\\"d"', 'boundary', 'a b;c"d'],
    ['text/plain; boundary = "x" ; y=z', 'y', 'z'],
    ['a/b; name*0="one "; name*1="two"', 'name', 'one two'],
    ["a/b; name*=utf-8'en'caf%C3%A9", 'name', 'café'],
    ["a/b; name*0*=utf-8''caf%C3; name*1*=%A9; name*2=%41", 'name', 'café%41'],
    ['a/b; boundary="never closed', 'boundary', 'never closed'],
  ])('%s', (value, name, expected) => {
    expect(parameter(value, name)).toBe(expected); // RFC 2045 §5.1, RFC 2231 §3–§4
  });
  it('fall back to text/plain (RFC 2045 §5.2)', () => {
    expect(parseMediaType('nonsense').name).toBe('text/plain');
    expect(parseMediaType(undefined).name).toBe('text/plain');
  });
});

describe('encoded words (RFC 2047)', () => {
  it.each([
    ['=?utf-8?Q?caf=C3=A9_au?= lait', 'café au lait'],
    ['=?iso-8859-1?q?caf=E9?= =?utf-8?B?w6k=?=', 'caféé'],
    ['=?utf-8*en?Q?caf=C3=A9?=', 'café'],
    ['=?x?y?z?=', '=?x?y?z?='],
  ])('%s', (text, expected) => expect(decodeWords(text)).toBe(expected));

  it('go there and back, in lines of at most 76', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'binary', maxLength: 120 })
          .filter((text) => !/[\r\n]/.test(text) && !text.includes('=?') && isWellFormed(text)),
        (text) => {
          const encoded = encodeWords(text);
          expect(encoded.split('\r\n').every((line) => line.length <= 78 || line === text)).toBe(true);
          expect(decodeWords(encoded.replaceAll('\r\n', ''))).toBe(text);
        },
      ),
      { seed: 2047, numRuns: 200 },
    );
  });
});

describe('quoted-printable (RFC 2045 §6.7)', () => {
  it('goes there and back, in lines of at most 76', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 5 }), (lines) => {
        const text = lines.map((line) => wellFormed(line).replace(/[\r\n]/g, ' ')).join('\r\n');
        const encoded = encodeQuotedPrintable(Buffer.from(text));
        expect(encoded).toMatch(/^[\t\x20-\x7e\r\n]*$/);
        expect(encoded.split('\r\n').every((line) => line.length <= 76 && !/[ \t]$/.test(line))).toBe(true);
        const header = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';
        expect(textOf(readEntity(Buffer.from(header + encoded)))).toBe(text.replaceAll('\r\n', '\n'));
      }),
      { seed: 2045, numRuns: 100 },
    );
  });
});

describe('dates (RFC 5322 §3.3, §4.3)', () => {
  it.each([
    ['Wed, 25 Nov 2026 18:43:20 +0100', '2026-11-25T17:43:20.000Z'],
    ['25 Nov 26 18:43 EST', '2026-11-25T23:43:00.000Z'],
    ['Wed, 25 Nov 2026 18:43:20 +0000 (UTC (really))', '2026-11-25T18:43:20.000Z'],
    ['Wed, 5 Nov 97 01:02:03 XYZ', '1997-11-05T01:02:03.000Z'],
  ])('%s', (text, expected) => expect(parseMailDate(text)?.toISOString()).toBe(expected));
  it.each(['', 'yesterday', '32 Nov 2026 10:00:00', '1 Foo 2026 10:00:00', '1 Jan 2026 25:00:00'])('not %s', (text) =>
    expect(parseMailDate(text)).toBeUndefined(),
  );
  it('go there and back', () => {
    const date = new Date('2026-02-03T04:05:06Z');
    expect(formatMailDate(date)).toBe('Tue, 03 Feb 2026 04:05:06 +0000');
    expect(parseMailDate(formatMailDate(date))).toEqual(date);
  });
});
