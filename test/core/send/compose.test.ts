import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComposeSpec, composeMessage, prepareMessage } from '../../../src/core/send/index.ts';

const compose = (more: Partial<ComposeSpec>): string =>
  Buffer.from(
    composeMessage({
      headers: [],
      addHeaders: [],
      attachments: [],
      from: 'alice@example.net',
      to: 'bob@example.org',
      date: new Date('2026-11-25T12:00:00Z'),
      messageId: 'id@example.net',
      boundary: 'BOUND',
      version: '0',
      stripsFrom: true,
      ...more,
    }),
  ).toString('latin1');

const octets = (text: string): { octets: Uint8Array } => ({ octets: Buffer.from(text, 'latin1') });

describe('a message composed', () => {
  it('has what a test message has, its date as RFC 5322 §3.3 wants it', () => {
    const text = compose({});
    expect(text).toContain('Date: Wed, 25 Nov 2026 12:00:00 +0000\n');
    expect(text).toMatch(/\n\nThis is a test mailing\n$/);
  });

  it('tokens and \\n count in a text', () => {
    expect(compose({ data: { text: 'From: %FROM_ADDRESS%\\n\\n%TO_ADDRESS% %UNKNOWN%' } })).toBe(
      'From: alice@example.net\n\nbob@example.org %UNKNOWN%',
    );
  });

  it('a token in a body is none', () => {
    expect(compose({ body: Buffer.from('%TO_ADDRESS%') })).toMatch(/\n\n%TO_ADDRESS%$/);
  });

  it('a field takes the place of that of its name, with its continuation lines', () => {
    const data = octets('A: 1\r\nSubject: old\r\n more\r\nB: 2\r\n\r\nbody\r\n');
    expect(compose({ data, headers: ['subject: new', 'C: 3'], addHeaders: ['D: 4'] })).toBe(
      'A: 1\r\nsubject: new\r\nB: 2\r\nD: 4\r\nC: 3\r\n\r\nbody\r\n',
    );
  });

  it('a file is taken as it is, but for the line of an mbox', () => {
    expect(compose({ data: octets('From x\nA: %DATE%\\n\n') })).toBe('A: %DATE%\\n\n');
    expect(compose({ data: octets('From x\nA: 1\n'), stripsFrom: false })).toBe('From x\nA: 1\n');
  });

  it('attachments make it a multipart (RFC 2046 §5.1)', () => {
    const attachments = [{ octets: Buffer.from('data'), type: 'image/png', name: 'ü.png' }];
    const text = compose({ body: Buffer.from('grüße', 'utf8'), attachments });
    expect(text).toContain('Content-Type: multipart/mixed; boundary="BOUND"\n');
    expect(text).toContain('Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n');
    expect(text).toContain("filename*=utf-8''%C3%BC.png\nContent-Transfer-Encoding: base64\n\nZGF0YQ==\n--BOUND--\n");
  });
});

describe('a message made ready', () => {
  const ready = (text: string) => {
    const { octets: out, ...facts } = prepareMessage(Buffer.from(text, 'latin1'));
    return { text: Buffer.from(out).toString('latin1'), ...facts };
  };

  it.each([
    ['', ''],
    ['a', 'a\r\n'],
    ['a\n', 'a\r\n'],
    ['a\r\n', 'a\r\n'],
    ['a\r', 'a\r\n'],
    ['a\r\r\nb', 'a\r\n\r\nb\r\n'],
    ['\n.\n', '\r\n.\r\n'],
  ])('%j becomes %j', (text, expected) => {
    expect(ready(text).text).toBe(expected);
  });

  it('whatever goes in, every CR and LF that comes out is half of a CRLF', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\r', '\n', '.', 'a')), (letters) => {
        expect(ready(letters.join('')).text).toMatch(/^(?:[^\r\n]|\r\n)*$/);
      }),
      { seed: 3 },
    );
  });

  it('tells what it met', () => {
    expect(ready(`Subject: \xfc\n\n${'x'.repeat(999)}\n`)).toMatchObject({
      bareLf: 3,
      has8Bit: true,
      hasUtf8Header: true,
      longLines: 1,
    });
    expect(ready('A: b\r\n\r\n\xfc\r\n')).toMatchObject({ has8Bit: true, hasUtf8Header: false, longLines: 0 });
  });
});
