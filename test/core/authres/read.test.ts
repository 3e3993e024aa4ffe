/** Authentication-Results as written by the book and as met (RFC 8601 §2.2, Appendix B). */
import { describe, expect, it } from 'vitest';
import {
  MAX_RESULTS_CHARACTERS,
  parseAuthenticationResults,
  type ReadResults,
  readAuthenticationResults,
} from '../../../src/core/authres/index.ts';
import { parseFields } from '../../../src/core/message/index.ts';

function read(text: string): ReadResults {
  const parsed = parseAuthenticationResults(text);
  if (!parsed.ok) throw new Error(`${parsed.error.code}: ${parsed.error.detail}`);
  return parsed.value;
}

/** `method=result type.name=value …` of each result. */
const told = (text: string): readonly string[] =>
  read(text).results.map(({ method, methodVersion, result, reason, properties }) =>
    [
      `${method}${methodVersion === undefined ? '' : `/${methodVersion}`}=${result}`,
      ...(reason === undefined ? [] : [`reason=${reason}`]),
      ...properties.map(({ type, name, value }) => `${type}.${name}=${value}`),
    ].join(' '),
  );

const codes = (text: string): readonly string[] => read(text).leniencies.map(({ code }) => code);

describe('by the grammar (RFC 8601 §2.2), nothing lenient', () => {
  const rows: readonly (readonly [what: string, field: string, id: string, results: readonly string[]])[] = [
    ['no check made (Appendix B.2)', ' mx.example.org 1; none', 'mx.example.org', []],
    ['none with comments', 'mx.example.org (a) 1 (b) ; (c) none (d)', 'mx.example.org', []],
    [
      'one result (Appendix B.3)',
      'mx.example.org; spf=pass smtp.mailfrom=example.net',
      'mx.example.org',
      ['spf=pass smtp.mailfrom=example.net'],
    ],
    [
      'several in one field (Appendix B.4)',
      ' mx.example.org;\r\n          auth=pass (cram-md5) smtp.auth=alice@example.net;\r\n          spf=pass smtp.mailfrom=example.net',
      'mx.example.org',
      ['auth=pass smtp.auth=alice@example.net', 'spf=pass smtp.mailfrom=example.net'],
    ],
    [
      'a reason in quotes (Appendix B.6)',
      'mx.example.org; dkim=pass reason="good signature" header.i=@list.example.net; dkim=fail reason="bad signature" header.i=@mail.example.net',
      'mx.example.org',
      [
        'dkim=pass reason=good signature header.i=@list.example.net',
        'dkim=fail reason=bad signature header.i=@mail.example.net',
      ],
    ],
    [
      'comments wherever they may be (Appendix B.7)',
      'foo.example.net (foobar) 1 (baz);\r\n  dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n   policy (A dot can go here) . (like that) expired\r\n    (this surprised me) = (as I was not expecting it) 1362471462',
      'foo.example.net',
      ['dkim/1=fail policy.expired=1362471462'],
    ],
    ['comments in comments, with backslashes', 'a (b (c (d\\)) e) f); spf (x(y)z)=pass', 'a', ['spf=pass']],
    ['a quoted authserv-id', '"mx one; \\"two\\""; none', 'mx one; "two"', []],
    ['methods and types nobody knows', 'a; x-new=maybe x-type.x-prop=1', 'a', ['x-new=maybe x-type.x-prop=1']],
    ['words in any case', 'a; SPF=Pass SMTP.MailFrom=Example.ORG', 'a', ['spf=pass smtp.mailfrom=Example.ORG']],
    [
      'a local part in quotes',
      'a; spf=pass smtp.mailfrom="john doe"@example.org',
      'a',
      ['spf=pass smtp.mailfrom="john doe"@example.org'],
    ],
    ['a quoted value', 'a; dkim=pass header.b="ab/cd+=="', 'a', ['dkim=pass header.b=ab/cd+==']],
    ['an empty quoted value', 'a; spf=none smtp.mailfrom=""', 'a', ['spf=none smtp.mailfrom=']],
    [
      'a local part with a slash and a plus',
      'a; spf=pass smtp.mailfrom=a/b+c=d@example.org',
      'a',
      ['spf=pass smtp.mailfrom=a/b+c=d@example.org'],
    ],
    [
      'white space around a value',
      'a; spf = pass smtp . mailfrom = example.org ',
      'a',
      ['spf=pass smtp.mailfrom=example.org'],
    ],
    [
      'no white space behind a quoted reason',
      'a; dkim=fail reason="x"header.d=b',
      'a',
      ['dkim=fail reason=x header.d=b'],
    ],
    [
      'UTF-8 (RFC 8616)',
      'mx.bücher.example; spf=pass smtp.mailfrom=jürgen@bücher.example',
      'mx.bücher.example',
      ['spf=pass smtp.mailfrom=jürgen@bücher.example'],
    ],
  ];
  it.each(rows)('%s', (_, field, id, results) => {
    expect(read(field).authservId).toBe(id);
    expect(told(field)).toEqual(results);
    expect(codes(field)).toEqual([]);
  });

  it('keeps the version and comments with what they stand behind', () => {
    expect(read('a 2 (of (b)); spf=pass (c) smtp.helo=d (e) (f)')).toMatchObject({
      version: 2,
      comment: 'of (b)',
      results: [{ comment: 'c', properties: [{ comment: 'e; f' }] }],
    });
  });

  it('reads octets as UTF-8', () => {
    const [field] = parseFields(Buffer.from('Authentication-Results: bücher.example; none').toString('latin1'));
    expect(readAuthenticationResults(field!)).toMatchObject({ ok: true, value: { authservId: 'bücher.example' } });
  });
});

describe('beyond the grammar, told', () => {
  const rows: readonly (readonly [field: string, codes: readonly string[], results: readonly string[]])[] = [
    [
      'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dmarc=pass action=none header.from=example.org;compauth=pass reason=100',
      ['no-authserv-id', 'property-without-type'],
      [
        'spf=pass smtp.mailfrom=example.org',
        'dmarc=pass .action=none header.from=example.org',
        'compauth=pass reason=100',
      ],
    ],
    ['a; spf=pass;', ['empty-element'], ['spf=pass']],
    ['a;; spf=pass', ['empty-element'], ['spf=pass']],
    ['a', ['no-results'], []],
    ['a; none; spf=pass', ['none-with-results'], ['spf=pass']],
    ['a; dkim=pass header.b=ab/cd+', ['unquoted-value'], ['dkim=pass header.b=ab/cd+']],
    ['a; iprev=pass policy.iprev=2001:db8::1 (x)', ['unquoted-value'], ['iprev=pass policy.iprev=2001:db8::1']],
    ['a; spf=none smtp.mailfrom=<>', ['unquoted-value'], ['spf=none smtp.mailfrom=<>']],
    ['a; spf=none smtp.mailfrom=; dkim=none', ['empty-value'], ['spf=none smtp.mailfrom=', 'dkim=none']],
    ['a; spf=none smtp.mailfrom= smtp.helo=b', ['empty-value'], ['spf=none smtp.mailfrom= smtp.helo=b']],
    ['a; dkim=fail header.d=b reason="c"', ['late-reason'], ['dkim=fail reason=c header.d=b']],
    [
      'a; x_y=temp_error z_.w_=1',
      ['odd-keyword', 'odd-keyword', 'odd-keyword', 'odd-keyword'],
      ['x_y=temp_error z_.w_=1'],
    ],
    ['a; spf pass; dkim=pass', ['skipped'], ['dkim=pass']],
    ['a; =pass "x;y" (z;) ; dkim=pass', ['skipped'], ['dkim=pass']],
    ['a; dkim=pass stray "words" header.d=b', ['skipped', 'skipped'], ['dkim=pass header.d=b']],
    ['[192.0.2.1]; spf=pass', ['unquoted-value'], ['spf=pass']],
    ['a;\nspf=pass', ['line-break'], ['spf=pass']],
    ['a; dkim/x=pass', ['odd-keyword'], ['dkim=pass']],
    ['a; spf=pass reason=b reason=c', ['repeated-reason'], ['spf=pass reason=c']],
  ];
  it.each(rows)('%s', (field, expected, results) => {
    expect(codes(field)).toEqual(expected);
    expect(told(field)).toEqual(results);
  });
});

describe('unreadable', () => {
  const rows: readonly (readonly [field: string, code: string])[] = [
    ['', 'empty'],
    [' (nothing) ', 'empty'],
    ['a b; spf=pass', 'syntax'],
    ['a 1 2; spf=pass', 'syntax'],
    ['a; spf=pass (never', 'unclosed-comment'],
    ['a; spf=pass reason="never', 'unclosed-quote'],
    [`a; ${'(('.repeat(20_000)}`, 'unclosed-comment'],
    [`a${'; x=y'.repeat(501)}`, 'too-many-results'],
    [`a; ${'x'.repeat(MAX_RESULTS_CHARACTERS)}`, 'too-long'],
  ];
  it.each(rows)('%.40s', (field, code) => {
    expect(parseAuthenticationResults(field)).toMatchObject({ ok: false, error: { code } });
  });

  it('takes nested comments without end in its stride, and tells a bounded number of leniencies', () => {
    expect(read(`a; spf=pass ${'('.repeat(30_000)}${')'.repeat(30_000)}`).results).toHaveLength(1);
    expect(codes(`a;${';'.repeat(60_000)} spf=pass`)).toHaveLength(50);
  });
});
