/** Canonical forms by RFC 6376 §3.4, and that they do not depend on how the body was cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBodyCanonicalizer } from '../../../src/core/dkim/canonical-body.ts';
import { canonicalField } from '../../../src/core/dkim/canonical-header.ts';
import type { Canonicalization } from '../../../src/core/dkim/index.ts';
import { parseFields } from '../../../src/core/message/index.ts';

function body(parts: readonly string[], how: Canonicalization): string {
  let out = '';
  const canonicalizer = createBodyCanonicalizer(how, (octets) => {
    out += Buffer.from(octets).toString('latin1');
  });
  for (const part of parts) canonicalizer.push(Buffer.from(part, 'latin1'));
  canonicalizer.end();
  return out;
}

describe('a body', () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['the example of RFC 6376 §3.4.5', ' C \r\nD \t E\r\n\r\n\r\n', ' C \r\nD \t E\r\n', ' C\r\nD E\r\n'],
    ['empty: one CRLF, and nothing', '', '\r\n', ''],
    ['empty lines alone', '\r\n\r\n', '\r\n', ''],
    ['white space alone', ' \t\r\n \r\n', ' \t\r\n \r\n', ''],
    ['no line end', 'a', 'a\r\n', 'a\r\n'],
    ['white space at the end without line end', 'a  ', 'a  \r\n', 'a\r\n'],
    ['empty lines within stay', 'a\r\n\r\n\r\nb\r\n', 'a\r\n\r\n\r\nb\r\n', 'a\r\n\r\n\r\nb\r\n'],
    ['lines of white space within are empty lines', 'a\r\n \t\r\nb', 'a\r\n \t\r\nb\r\n', 'a\r\n\r\nb\r\n'],
    ['white space at the end of all', 'a\r\n \r\n\t', 'a\r\n \r\n\t\r\n', 'a\r\n'],
    ['tabs become spaces', 'a\tb', 'a\tb\r\n', 'a b\r\n'],
    ['bare CR and LF are octets', 'a\rb\nc \r d', 'a\rb\nc \r d\r\n', 'a\rb\nc \r d\r\n'],
    ['other controls, NUL and 8-bit octets', '\0\f\v\xff \x01', '\0\f\v\xff \x01\r\n', '\0\f\v\xff \x01\r\n'],
    ['leading white space is one space', '\t\t a', '\t\t a\r\n', ' a\r\n'],
  ];
  it.each(rows)('%s', (_, text, simple, relaxed) => {
    expect([body([text], 'simple'), body([text], 'relaxed')]).toEqual([simple, relaxed]);
  });

  const word = fc.constantFrom('\r\n', '\r\n\r\n', ' ', '\t', 'a', 'bc', '\0', '\xe9', '\n');
  const how = fc.constantFrom<Canonicalization>('simple', 'relaxed');

  it('is the same however it is cut', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), how, (parts, canonicalization) => {
        expect(body(parts, canonicalization)).toBe(body([parts.join('')], canonicalization));
      }),
      { seed: 6376 },
    );
  });

  it('agrees with the rules written down as replacements', () => {
    const plain = (text: string): string => {
      const lines = text.replace(/[ \t]+/g, ' ').replace(/ (?=\r\n|$)/g, '');
      const trimmed = lines.replace(/(\r\n)+$/, '');
      return trimmed === '' ? '' : `${trimmed}\r\n`;
    };
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (parts) => {
        expect(body([parts.join('')], 'relaxed')).toBe(plain(parts.join('')));
      }),
      { seed: 6376 },
    );
  });

  it('a thousand empty lines are held as a number', () => {
    const lines = '\r\n'.repeat(1500);
    expect(body([`a${lines}`, lines, 'b'], 'simple')).toBe(`a${lines}${lines}b\r\n`);
    expect(body([`a${lines}`], 'relaxed')).toBe('a\r\n');
  });
});

describe('a header field', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['the first example of RFC 6376 §3.4.5', 'A: X', 'a:X'],
    ['the second', 'B : Y\t\r\n\tZ  ', 'b:Y Z'],
    ['nothing behind the colon', 'Subject:', 'subject:'],
    ['white space alone behind it', 'Subject: \r\n \t', 'subject:'],
    ['octets beyond ASCII', 'X: \xc3\xa9  \xff', 'x:\xc3\xa9 \xff'],
  ];
  it.each(rows)('%s', (_, text, relaxed) => {
    const [field] = parseFields(text);
    expect([canonicalField(field!, 'simple'), canonicalField(field!, 'relaxed')]).toEqual([text, relaxed]);
  });
});
