import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, type Entity, readEntity, textOf } from '../../../src/core/mime/index.ts';

const read = (text: string): Entity => readEntity(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'));
/** Types as a tree: `multipart/mixed(text/plain, …)`. */
const shape = ({ type, children }: Entity): string =>
  children.length === 0 ? type.name : `${type.name}(${children.map(shape).join(', ')})`;
const multipart = (boundary: string, ...parts: readonly string[]): string =>
  `Content-Type: multipart/mixed; boundary="${boundary}"\n\n${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n`;

describe('the tree of a message', () => {
  it('has parts, parts of parts, and a message in a message (RFC 2046 §5.1, §5.2.1)', () => {
    const inner = multipart('in', 'Content-Type: text/html\n\n<p>', '\nplain');
    const message = multipart('out', inner, 'Content-Type: message/rfc822\n\nSubject: x\n\nbody');
    expect(shape(read(message))).toBe(
      'multipart/mixed(multipart/mixed(text/html, text/plain), message/rfc822(text/plain))',
    );
  });

  it('keeps the octets of a part as they are, the CRLF before a delimiter apart (RFC 2046 §5.1.1)', () => {
    const { children } = read(multipart('b', '\none\n', '\ntwo'));
    expect(children.map((part) => Buffer.from(part.body).toString())).toEqual(['one\r\n', 'two']);
  });

  it('takes no line for a delimiter that only begins with one', () => {
    const { children } = read(multipart('b', '\n--bc\n--b x\nstill'));
    expect(children).toHaveLength(1);
    expect(textOf(children[0]!)).toBe('--bc\n--b x\nstill');
  });

  it('ends an inner multipart that is not closed where the outer goes on (RFC 2046 §5.1.2)', () => {
    const inner = 'Content-Type: multipart/mixed; boundary=in\n\n--in\n\none';
    const { children } = read(multipart('out', inner, '\nlast'));
    expect(children.map(({ type }) => type.name)).toEqual(['multipart/mixed', 'text/plain']);
    expect(children[0]!.faults).toEqual(['not-closed']);
  });

  it('gives a part of a digest the type message/rfc822 (RFC 2046 §5.1.5)', () => {
    const digest = multipart('b', '\nSubject: a\n\none').replace('mixed', 'digest');
    expect(shape(read(digest))).toBe('multipart/digest(message/rfc822(text/plain))');
  });

  it.each([
    ['no-boundary', 'Content-Type: multipart/mixed\n\n--b\nContent-Type: text/html\n\nx\n--b--\n'],
    ['boundary-not-found', 'Content-Type: multipart/mixed; boundary=z\n\n--b\nContent-Type: text/html\n\nx\n--b--\n'],
  ])('guesses a boundary: %s', (fault, text) => {
    const entity = read(text);
    expect(entity.faults).toContain(fault);
    expect(shape(entity)).toBe('multipart/mixed(text/html)');
  });

  it('reads files with LF alike', () => {
    const lf = readEntity(Buffer.from(multipart('b', '\none')));
    expect(textOf(lf.children[0]!)).toBe('one');
  });

  it('is bounded in depth and in parts', () => {
    const deep = 'Content-Type: message/rfc822\n\n'.repeat(200);
    let depth = 0;
    for (let at: Entity | undefined = read(deep); at !== undefined; at = at.children[0]) depth += 1;
    expect(depth).toBeLessThan(40);
    const wide = read(multipart('b', ...Array.from({ length: 3000 }, () => '\nx')));
    expect(wide.children.length).toBeLessThanOrEqual(2000);
    expect(wide.faults).toContain('too-many-parts');
  });

  it('never throws, whatever comes', () => {
    const piece = fc.constantFrom(
      '--b',
      '--',
      '\n',
      '\r',
      'Content-Type: multipart/x; boundary=b',
      ': ',
      '=',
      '"',
      'message/rfc822',
      '\n\n',
      'Content-Transfer-Encoding: base64',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const entity = readEntity(Buffer.from(pieces.join('')));
        return typeof textOf(entity) === 'string';
      }),
      { seed: 3464, numRuns: 500 },
    );
  });
});

describe('content', () => {
  const content = (header: string, body: string): string => textOf(read(`${header}\n\n${body}`));

  it('is decoded from quoted-printable and base64 (RFC 2045 §6.7, §6.8)', () => {
    const quoted = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable';
    expect(content(quoted, 'caf=C3=A9 =\nau lait=ZZ')).toBe('café au lait=ZZ');
    expect(content('Content-Transfer-Encoding: base64', 'aGVs\nbG8=')).toBe('hello');
  });

  it.each([
    ['iso-8859-1', 'caf\xe9', 'café'],
    ['us-ascii', 'caf\xe9', 'café'],
    ['utf-8', 'caf\xe9', 'café'],
    ['nonsense-7', 'caf\xc3\xa9', 'café'],
    ['windows-1252', '\x80', '€'],
    ['iso-2022-jp', '\x1b$B$3\x1b(B', 'こ'],
  ])('is text whatever the charset says: %s', (charset, body, expected) => {
    expect(content(`Content-Type: text/plain; charset=${charset}`, body)).toBe(expected);
  });

  it('stays as it is under an encoding that nobody knows', () => {
    expect(Buffer.from(contentOf(read('Content-Transfer-Encoding: x-uue\n\nabc'))).toString()).toBe('abc');
  });
});
