/** Lines of messages that are handed in here, with whatever ends of lines, as they are kept. */
import { expect, it } from 'vitest';
import { UnixLines } from '../../../src/mta/receive/local/unix-lines.ts';

function made(text: string, pieceOctets = text.length): string {
  const lines = new UnixLines();
  const pieces: Buffer[] = [];
  for (let at = 0; at < text.length; at += pieceOctets)
    pieces.push(Buffer.from(lines.take(Buffer.from(text.slice(at, at + pieceOctets), 'latin1'))));
  return Buffer.concat([...pieces, lines.end()]).toString('latin1');
}

const ROWS: readonly (readonly [what: string, given: string, kept: string])[] = [
  ['LF and CRLF end a line', 'A: b\nC: d\r\n\nx\r\n', 'A: b\r\nC: d\r\n\r\nx\r\n'],
  ['a last line without an end gets one', 'A: b\n\nx', 'A: b\r\n\r\nx\r\n'],
  ['a lone CR ends a line of the body', 'A: b\n\nx\ry\n', 'A: b\r\n\r\nx\r\ny\r\n'],
  ['and goes on with a field of the header', 'A: b\rBcc: c\n\nx\n', 'A: b\r\n Bcc: c\r\n\r\nx\r\n'],
  [
    'also behind a line that goes on by a tab',
    'A: b\n\tc\nD: e\rBcc: f\n\nx\n',
    'A: b\r\n\tc\r\nD: e\r\n Bcc: f\r\n\r\nx\r\n',
  ],
  [
    'also behind one that goes on by a blank',
    'A: b\n c\nD: e\rBcc: f\n\nx\n',
    'A: b\r\n c\r\nD: e\r\n Bcc: f\r\n\r\nx\r\n',
  ],
  ['what is no field ends the header', 'A: b\nno field\nx\ry: z\n', 'A: b\r\nno field\r\nx\r\ny: z\r\n'],
];

it.each(ROWS)('%s, in whatever pieces it comes', (_, given, kept) => {
  for (let octets = 1; octets <= given.length; octets += 1)
    expect([octets, made(given, octets)]).toEqual([octets, kept]);
});
