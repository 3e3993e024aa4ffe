import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BareMode,
  decodeDots,
  encodeDots,
  endOfDots,
  startOfData,
  startOfLfData,
} from '../../../../src/core/smtp/index.ts';
import { SMUGGLING_ENDS } from '../../../support/smuggling.ts';

interface Read {
  readonly message: string;
  /** What came behind the end of data; undefined where there was no end. */
  readonly rest?: string;
  readonly bareCr: number;
  readonly bareLf: number;
  readonly longestLine: number;
}

/** Off the wire, cut as given. */
function read(pieces: readonly string[], mode: BareMode = 'keep', start = startOfData): Read {
  let state = start;
  let message = '';
  for (const [index, piece] of pieces.entries()) {
    const undotted = decodeDots(state, Buffer.from(piece, 'latin1'), mode);
    state = undotted.state;
    message += Buffer.concat(undotted.chunks).toString('latin1');
    if (undotted.end === undefined) continue;
    const rest = piece.slice(undotted.end) + pieces.slice(index + 1).join('');
    return { message, rest, ...tally(state) };
  }
  return { message, ...tally(state) };
}

const tally = ({ bareCr, bareLf, longestLine }: typeof startOfData) => ({ bareCr, bareLf, longestLine });

function write(pieces: readonly string[]): string {
  let state = startOfData;
  let wire = '';
  for (const piece of pieces) {
    const dotted = encodeDots(state, Buffer.from(piece, 'latin1'));
    state = dotted.state;
    wire += Buffer.concat(dotted.chunks).toString('latin1');
  }
  return wire + Buffer.from(endOfDots(state)).toString('latin1');
}

const wire = fc.string({ unit: fc.constantFrom('\r', '\n', '\r\n', '.', '.', 'a', '\0'), maxLength: 40 });
const cut = (text: string, sizes: readonly number[]): string[] => {
  const pieces: string[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return [...pieces, text.slice(at)];
};
const sizes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 });

describe('data off the wire (RFC 5321 §4.5.2)', () => {
  it.each([
    ['.\r\n', ''],
    ['a\r\n.\r\n', 'a\r\n'],
    ['..\r\n.\r\n', '.\r\n'],
    ['.a\r\n..b\r\n.\r\n', 'a\r\n.b\r\n'],
    ['a\r\n\r\n.\r\n', 'a\r\n\r\n'],
    ['a.\r\n.\r\n', 'a.\r\n'],
  ])('%j is %j', (text, message) => {
    expect(read([`${text}QUIT\r\n`])).toMatchObject({ message, rest: 'QUIT\r\n', bareCr: 0, bareLf: 0 });
  });
  it('says the longest line, counted with its dot and CRLF (RFC 5321 §4.5.3.1.6)', () => {
    expect(read(['.abc', 'd\r\nx\r\n.\r\n']).longestLine).toBe(7);
  });
  it('is the same however it is cut', () => {
    fc.assert(
      fc.property(wire, sizes, fc.constantFrom<BareMode>('keep', 'normalise', 'mend'), (text, at, mode) => {
        const whole = `${text}\r\n.\r\nrest`;
        expect(read(cut(whole, at), mode)).toEqual(read([whole], mode));
      }),
    );
  });
  it.each([
    ['S: x\r\n\r\none\n.\r\n.\ntwo\r\n.\r\n', 'S: x\r\n\r\none .\r\n two\r\n'],
    ['S: x\r\n\r\none\r.\r\r\ntwo\r\n.\r\n', 'S: x\r\n\r\none\r\n.\r\n\r\ntwo\r\n'],
    ['S: x\r\nT: a\nb\rc\r\n\r\nd\r\n.\r\n', 'S: x\r\nT: a\r\n b\r\n c\r\n\r\nd\r\n'],
    ['S: x\nT: a\n\nb\n.\nc\r\n.\r\n', 'S: x\r\nT: a\r\n\r\nb\r\n.\r\nc\r\n'],
  ])('%j is mended as %j', (text, message) => {
    expect(read([text], 'mend')).toMatchObject({ message, rest: '' });
  });
  it.each([
    ['S: x\n\none\n.\nNOOP\n', 'S: x\r\n\r\none\r\n', 'NOOP\n'],
    ['S: x\n\n..one\n.\r\nNOOP\n', 'S: x\r\n\r\n.one\r\n', 'NOOP\n'],
    ['S: x\r\n\r\none\n.\ntwo\r\n.\r\nNOOP\n', 'S: x\r\n\r\none .\u0020two\r\n', 'NOOP\n'],
  ])('of a client that speaks with LF alone, %j is %j', (text, message, rest) => {
    for (const pieces of [[text], [...text]])
      expect(read(pieces, 'mend', startOfLfData)).toMatchObject({ message, rest });
  });
  it.each(['normalise', 'mend'] as const)('made whole (%s), it holds no CR or LF alone', (mode) => {
    fc.assert(
      fc.property(wire, (text) => {
        const { message } = read([`${text}\r\n.\r\n`], mode);
        expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      }),
    );
  });
});

describe('ends of data that are none', () => {
  it.each(SMUGGLING_ENDS)('%j ends nothing on the way in', (end) => {
    for (const mode of ['keep', 'normalise', 'mend'] as const) {
      const { rest } = read([`a${end}MAIL FROM:<x@y.test>\r\n.\r\nQUIT\r\n`], mode);
      expect(rest).toBe('QUIT\r\n');
    }
  });
  it.each(SMUGGLING_ENDS)('%j does not leave', (end) => {
    const sent = write([`a${end}b`]);
    expect(sent.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(sent.indexOf('\r\n.\r\n')).toBe(sent.length - 5);
  });
});

describe('data to the wire', () => {
  it.each([
    ['', '.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['a\r', 'a\r\n.\r\n'],
    ['a\n.b', 'a\r\n..b\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
  ])('%j is sent as %j', (message, sent) => {
    expect(write([message])).toBe(sent);
  });
  it('comes back as it was, its line ends made whole, however it was cut', () => {
    fc.assert(
      fc.property(wire, sizes, (text, at) => {
        const lines = text.replace(/\r\n|\r|\n/g, '\r\n');
        const expected = lines === '' || lines.endsWith('\r\n') ? lines : `${lines}\r\n`;
        expect(read([write(cut(text, at))])).toMatchObject({ message: expected, rest: '', bareCr: 0, bareLf: 0 });
      }),
    );
  });
});
