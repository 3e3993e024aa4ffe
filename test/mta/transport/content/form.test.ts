/** Line ends and lines that must not begin as they do, wherever parts of a message end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Passage, Shaper } from '../../../../src/mta/transport/content/form.ts';

function shape(parts: readonly string[], passage: Passage): string {
  const shaper = new Shaper(passage);
  const out = parts.map((part) => Buffer.from(shaper.pass(Buffer.from(part, 'latin1'))).toString('latin1'));
  return out.join('') + Buffer.from(shaper.end()).toString('latin1');
}

const FROM = { check: 'From ', instead: '>From ' };

describe('a message brought into form', () => {
  it.each([
    ['LF to CRLF', { lineEnd: 'CRLF', fromWire: false }, ['a\nb', '\n\nc\r\n'], 'a\r\nb\r\n\r\nc\r\r\n'],
    ['CRLF stays', { lineEnd: 'CRLF', fromWire: true }, ['a\r\nb\n'], 'a\r\nb\n'],
    ['CRLF to LF', { lineEnd: 'LF', fromWire: true }, ['a\r', '\nb\rc\r\r', '\nd\r'], 'a\nb\rc\r\nd\r'],
    [
      'check_string',
      { lineEnd: 'LF', fromWire: false, escaping: FROM },
      ['From a\nFro', 'm b\n From c\nFrom'],
      '>From a\n>From b\n From c\nFrom',
    ],
    [
      'a line as a whole, as MMDF has it',
      { lineEnd: 'LF', fromWire: true, escaping: { check: '\x01\n', instead: '\x01 \n' } },
      ['a\r\n\x01\r', '\nb\r\n\x01c\r\n'],
      'a\n\x01 \nb\n\x01c\n',
    ],
    [
      'its first line spared',
      { lineEnd: 'LF', fromWire: false, escaping: FROM, sparesFirstLine: true },
      ['From a\nFrom b'],
      'From a\n>From b',
    ],
    [
      'dots',
      { lineEnd: 'CRLF', fromWire: false, escaping: { check: '.', instead: '..' } },
      ['.\n', '..\na.\n'],
      '..\r\n...\r\na.\r\n',
    ],
  ] as const)('%s', (_, passage, parts, expected) => {
    expect(shape(parts, passage)).toBe(expected);
  });

  it('is the same whatever its parts', () => {
    const text = fc
      .array(fc.constantFrom('F', 'From ', '\r', '\n', '\r\n', '.', 'x'), { maxLength: 40 })
      .map((all) => all.join(''));
    const passages = fc.record({
      lineEnd: fc.constantFrom('LF' as const, 'CRLF' as const),
      fromWire: fc.boolean(),
      escaping: fc.constantFrom(FROM, { check: '.', instead: '..' }),
    });
    fc.assert(
      fc.property(text, passages, (whole, passage) => {
        expect(shape([...whole], passage)).toBe(shape([whole], passage));
      }),
      { seed: 7 },
    );
  });
});
