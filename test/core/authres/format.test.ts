/** The writer of Authentication-Results, and both ways round (RFC 8601 §2.2, RFC 5322 §2.1.1). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuthenticationResults,
  formatAuthenticationResults,
  type MethodResult,
  parseAuthenticationResults,
} from '../../../src/core/authres/index.ts';

const written = (results: readonly MethodResult[], over: Partial<AuthenticationResults> = {}): string =>
  formatAuthenticationResults({ authservId: 'mx.example.org', version: 1, results, ...over });

const spf = (value: string): MethodResult => ({
  method: 'spf',
  result: 'pass',
  properties: [{ type: 'smtp', name: 'mailfrom', value }],
});

describe('a field', () => {
  it('says none where there was no check', () => {
    expect(written([])).toBe('Authentication-Results: mx.example.org;\r\n\tnone');
  });

  it('has a line a method, with comment, reason and properties', () => {
    const dkim: MethodResult = {
      method: 'dkim',
      methodVersion: 1,
      result: 'fail',
      comment: '2048-bit key',
      reason: 'the body differs',
      properties: [{ type: 'header', name: 'd', value: 'example.org', comment: 'a (b)' }],
    };
    expect(written([spf('example.org'), dkim], { version: 2, comment: 'here' })).toBe(
      'Authentication-Results: mx.example.org 2 (here);\r\n\tspf=pass smtp.mailfrom=example.org;\r\n' +
        '\tdkim/1=fail (2048-bit key) reason="the body differs"\r\n\theader.d=example.org (a \\(b\\))',
    );
  });

  const values: readonly (readonly [value: string, text: string])[] = [
    ['example.org', 'example.org'],
    ['@example.org', '@example.org'],
    ['a/b=c@example.org', 'a/b=c@example.org'],
    ['"a b"@example.org', '"a b"@example.org'],
    ['a b@example.org', '"a b@example.org"'],
    ['', '""'],
    ['ab/cd==', '"ab/cd=="'],
    ['2001:db8::1', '"2001:db8::1"'],
    ['x; dkim=pass header.d=bank.example', '"x; dkim=pass header.d=bank.example"'],
    ['x" header.d="y', '"x\\" header.d=\\"y"'],
    ['x\r\nFrom: eve@example.net', '"x??From: eve@example.net"'],
    ['"a\r\n b"@example.org', '"a?? b"@example.org'],
  ];
  it.each(values)('quotes %j where it has to', (value, text) => {
    const field = written([spf(value)]);
    expect(field.replace(/\r\n(?=[ \t])/g, '').replace(/\t/g, ' ')).toContain(`smtp.mailfrom=${text}`);
    expect(field).not.toMatch(/\r\n[^ \t]|[^\r]\n/);
  });

  it('never has a line of 998 octets, whatever a client says', () => {
    const field = written([spf('ü"'.repeat(5000)), spf('a'.repeat(5000))]);
    for (const line of field.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThan(998);
  });
});

const keyword = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,11}[a-z0-9]$/)
  .filter((word) => !['none', 'reason'].includes(word));
/** Printable, with what is special in quotes and comments, and beyond ASCII. */
const text = fc
  .array(fc.constantFrom(...'ab. "\\();=@/,<>[]ü漢😀'), { maxLength: 60 })
  .map((characters) => characters.join(''));
const maybe = (key: string, value: fc.Arbitrary<unknown>) =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one }));
/** Comments are trimmed, and empty ones are none; parentheses within come in pairs or not. */
const comment = maybe(
  'comment',
  text.map((one) => one.trim()).filter((one) => one !== ''),
);

const property = fc
  .tuple(fc.record({ type: keyword, name: keyword, value: text }), comment)
  .map(([one, more]) => ({ ...one, ...more }));
const result = fc
  .tuple(
    fc.record({ method: keyword, result: keyword, properties: fc.array(property, { maxLength: 4 }) }),
    maybe('methodVersion', fc.integer({ min: 0, max: 99 })),
    maybe('reason', text),
    comment,
  )
  .map(([one, ...more]) => Object.assign({}, ...more, one) as MethodResult);
const field = fc
  .tuple(
    fc.record({
      authservId: text,
      version: fc.integer({ min: 1, max: 99 }),
      results: fc.array(result, { maxLength: 4 }),
    }),
    comment,
  )
  .map(([one, more]) => ({ ...more, ...one }) as AuthenticationResults);

describe('both ways', () => {
  it('what is written is read back as it was, with nothing to be lenient about', () => {
    fc.assert(
      fc.property(field, (value) => {
        const read = parseAuthenticationResults(
          formatAuthenticationResults(value).slice('Authentication-Results:'.length),
        );
        expect(read).toEqual({ ok: true, value: { ...value, leniencies: [] } });
      }),
      { numRuns: 500, seed: 8601 },
    );
  });

  it('lines end before 78 characters wherever a word is shorter', () => {
    fc.assert(
      fc.property(field, (value) => {
        for (const line of formatAuthenticationResults(value).split('\r\n'))
          if (line.length > 78) expect(line.trim().split(/(?<=[^ ]) (?=[^ ])/).length).toBe(1);
      }),
      { numRuns: 200, seed: 5322 },
    );
  });
});
