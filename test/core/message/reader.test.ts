import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMessageReader,
  type LineEndsMode,
  lineEndWord,
  MAX_HEADER_OCTETS,
} from '../../../src/core/message/index.ts';

interface Read {
  readonly names: readonly string[];
  readonly body: string;
  readonly ends: string;
}

function read(parts: readonly string[], mode: LineEndsMode = 'lenient'): Read {
  const names: string[] = [];
  let body = '';
  const reader = createMessageReader(mode, {
    header: (fields) => names.push(...fields.map(({ name }) => name)),
    body: (octets) => {
      body += Buffer.from(octets).toString('latin1');
    },
  });
  for (const part of parts) if (!reader.push(Buffer.from(part, 'latin1')).ok) throw new Error('refused');
  if (!reader.end().ok) throw new Error('refused');
  return { names, body, ends: lineEndWord(reader.tally) };
}

describe('a message', () => {
  const rows: readonly (readonly [string, string, Read])[] = [
    [
      'header and body (RFC 5322 §2.1)',
      'A: 1\r\nB: 2\r\n\r\nbody\r\n',
      { names: ['a', 'b'], body: 'body\r\n', ends: 'crlf' },
    ],
    [
      'folded fields are one (RFC 5322 §2.2.3)',
      'A: 1\r\n 2\r\n\t3\r\nB: 2\r\n\r\n',
      { names: ['a', 'b'], body: '', ends: 'crlf' },
    ],
    ['LF files have CRLF afterwards', 'A: 1\n\nx\ny\n', { names: ['a'], body: 'x\r\ny\r\n', ends: 'lf' }],
    ['no header', '\r\nbody', { names: [], body: 'body', ends: 'crlf' }],
    ['no header, LF', '\nbody\n', { names: [], body: 'body\r\n', ends: 'lf' }],
    ['no body', 'A: 1\r\nB: 2', { names: ['a', 'b'], body: '', ends: 'crlf' }],
    ['nothing at all', '', { names: [], body: '', ends: 'none' }],
    [
      'white space before the colon (RFC 5322 §4.5.8)',
      'Subject \t: x\r\n\r\n',
      { names: ['subject'], body: '', ends: 'crlf' },
    ],
    ['lines that are no fields', 'From joe Mon\r\nA: 1\r\n\r\n', { names: ['', 'a'], body: '', ends: 'crlf' }],
    ['a bare CR stays', 'A: 1\r\n\r\na\rb\r', { names: ['a'], body: 'a\rb\r', ends: 'crlf' }],
    [
      'a line of white space ends no header',
      'A: 1\r\n \r\nB: 2\r\n\r\nx',
      { names: ['a', 'b'], body: 'x', ends: 'crlf' },
    ],
  ];
  it.each(rows)('%s', (_, message, expected) => {
    expect(read([message])).toEqual(expected);
    expect(read([...message])).toEqual(expected);
  });

  it('strict: a bare LF is an octet of its line', () => {
    expect(read(['A: 1\r\n\r\na\nb\r\n'], 'strict')).toEqual({ names: ['a'], body: 'a\nb\r\n', ends: 'mixed' });
    expect(read(['A: 1\nB: 2\n\nbody\n'], 'strict').body).toBe('');
  });

  it('is read the same however it is cut', () => {
    const word = fc.constantFrom('\r', '\n', '\r\n', ' ', 'a', 'A: b', '\r\n\r\n');
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 40 }),
        fc.constantFrom('lenient' as const, 'strict' as const),
        (parts, mode) => {
          expect(read(parts, mode)).toEqual(read([parts.join('')], mode));
        },
      ),
      { seed: 6376 },
    );
  });

  it('finds line ends wherever they stand, between octets of any kind', () => {
    for (const filler of ['a', '\x00', '\x0e', '\x0f', '\x10', '\x7f', '\x80', '\xff'])
      for (let before = 0; before < 12; before += 1)
        for (const end of ['\n', '\r\n', '\r']) {
          const line = `${filler.repeat(before)}${end}${filler.repeat(9)}`;
          expect(read(['A: 1\r\n\r\n', line]).body).toBe(line.replace(/(?<!\r)\n/g, '\r\n'));
        }
  });

  it('a header without end is refused by its size', () => {
    const reader = createMessageReader('lenient', { header() {}, body() {} });
    const line = Buffer.from(`X: ${'x'.repeat(64 * 1024)}\n`);
    let refused = false;
    for (let size = 0; size <= 2 * MAX_HEADER_OCTETS && !refused; size += line.length) refused = !reader.push(line).ok;
    expect(refused).toBe(true);
  });
});
