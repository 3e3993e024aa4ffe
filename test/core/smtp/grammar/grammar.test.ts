import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeXtext,
  encodeXtext,
  formatMailbox,
  formatOriginalRecipient,
  formatPath,
  parseMailbox,
  parseMailParameters,
  parseOriginalRecipient,
  parsePath,
  parseRcptParameters,
  unquoteLocalPart,
} from '../../../../src/core/smtp/index.ts';

const right = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('xtext (RFC 3461 §4)', () => {
  it.each([
    ['alice@example.org', 'alice@example.org'],
    ['a+b=c d', 'a+2Bb+3Dc+20d'],
    ['é', '+C3+A9'],
    ['', ''],
  ])('%j is written %j', (text, xtext) => {
    expect(encodeXtext(text)).toBe(xtext);
    expect(decodeXtext(xtext)).toEqual({ ok: true, value: text });
  });
  it.each(['+', '+4', '+4g', '+2b', 'a=b', 'a b', 'é', '+C3', '+FF'])('%j is none', (text) => {
    expect(decodeXtext(text)).toMatchObject({ ok: false, error: { code: 'smtp/xtext' } });
  });
  it('comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeXtext(encodeXtext(text))).toEqual({ ok: true, value: text });
      }),
    );
  });
});

describe('mailboxes (RFC 5321 §4.1.2)', () => {
  it.each([
    'alice@example.org',
    'a.b.c@x',
    "!#$%&'*+-/=?^_`{|}~@example.org",
    '""@example.org',
    '"a b"@example.org',
    '"a\\"b\\\\"@example.org',
    '"@"@example.org',
    'a@[192.0.2.1]',
    'a@[IPv6:2001:db8::1]',
    'a@[x400:anything]',
    'a@xn--bcher-kva.example',
    'a@1.2',
  ])('%j is one, and is written as it was', (text) => {
    expect(formatMailbox(right(parseMailbox(text, { utf8: false })))).toBe(text);
  });
  it.each([
    ['', 'local-part'],
    ['@example.org', 'local-part'],
    ['.a@example.org', 'local-part'],
    ['a.@example.org', 'local-part'],
    ['a..b@example.org', 'local-part'],
    ['a b@example.org', 'no-domain'],
    ['"a@example.org', 'local-part'],
    ['"a\r\n"@example.org', 'local-part'],
    ['"a\\\n"@example.org', 'local-part'],
    ['a', 'no-domain'],
    ['a@', 'domain'],
    ['a@.org', 'domain'],
    ['a@example..org', 'domain'],
    ['a@example.org.', 'domain'],
    ['a@-x.org', 'domain'],
    ['a@x-.org', 'domain'],
    [`a@${'x'.repeat(64)}.org`, 'domain'],
    [`a@${'x.'.repeat(130)}org`, 'domain'],
    ['a@b@c', 'surplus'],
    ['a@[192.0.2.256]', 'literal'],
    ['a@[IPv6:2001:db8::g]', 'literal'],
    ['a@[]', 'literal'],
    ['a@[192.0.2.1', 'literal'],
    ['é@example.org', 'not-ascii'],
    ['a@bücher.example', 'not-ascii'],
  ])('%j is none: %s', (text, problem) => {
    expect(parseMailbox(text, { utf8: false })).toMatchObject({ ok: false, error: { problem } });
  });
  it.each(['é@example.org', '用户@例え.jp', '"é\\""@bücher.example', '😀@example.org'])(
    '%j is one under SMTPUTF8 (RFC 6531 §3.3)',
    (text) => {
      expect(formatMailbox(right(parseMailbox(text, { utf8: true })))).toBe(text);
    },
  );
  it('two spellings of a literal are one', () => {
    expect(parseMailbox('a@[ipv6:2001:DB8:0::1]', { utf8: false })).toMatchObject({
      value: { domain: { kind: 'ipv6', address: '2001:db8::1' } },
    });
  });
  it('quotes mean nothing of their own', () => {
    expect(unquoteLocalPart('"a\\"b\\c"')).toBe('a"bc');
    expect(unquoteLocalPart('plain')).toBe('plain');
  });
});

describe('paths (RFC 5321 §4.1.2, §4.1.1.3)', () => {
  it.each([
    ['<>', '<>', ''],
    ['<> SIZE=1', '<>', ' SIZE=1'],
    ['<Postmaster>', '<Postmaster>', ''],
    ['<a@b.test> X', '<a@b.test>', ' X'],
    ['<@x.test,@[192.0.2.1]:a@b.test>', '<a@b.test>', ''],
    ['<">"@b.test>', '<">"@b.test>', ''],
  ])('%j is %j and %j', (text, path, rest) => {
    const parsed = right(parsePath(text, { utf8: false }));
    expect([formatPath(parsed.path), parsed.rest]).toEqual([path, rest]);
  });
  it.each([
    ['a@b.test', 'no-brackets'],
    ['', 'no-brackets'],
    ['<', 'local-part'],
    ['<a@b.test', 'unclosed'],
    ['<a@b.test>x', 'surplus'],
    ['<a@b.test x>', 'surplus'],
    ['<a b@c.test>', 'surplus'],
    ['<@x.test a@b.test>', 'syntax'],
    ['<@x.test:>', 'local-part'],
    ['<<a@b.test>>', 'local-part'],
    ['<a@b.test\r\nRCPT>', 'surplus'],
  ])('%j is none: %s', (text, problem) => {
    expect(parsePath(text, { utf8: false })).toMatchObject({ ok: false, error: { problem } });
  });
  it('may lack its brackets where that is allowed', () => {
    expect(parsePath('a@b.test SIZE=3', { utf8: false, bare: true })).toMatchObject({
      value: { path: { kind: 'mailbox' }, rest: ' SIZE=3' },
    });
  });
  it('never throws, and what is a path is written and read again', () => {
    const alphabet = fc.constantFrom('<', '>', '@', '"', '\\', 'a', '.', '[', ']', ':', ',', ' ', 'é', '\r', '\n', '1');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 24 }), (text) => {
        const parsed = parsePath(text, { utf8: true, bare: true });
        if (!parsed.ok) return;
        const again = right(parsePath(formatPath(parsed.value.path), { utf8: true }));
        expect(formatPath(again.path)).toBe(formatPath(parsed.value.path));
        expect(formatPath(again.path)).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parameters (RFC 5321 §4.1.1.11)', () => {
  it('of MAIL have types (RFC 1870, 6152, 3461, 4954, 6531, 8689)', () => {
    const text = ' SIZE=1000 body=8bitmime RET=HDRS ENVID=QQ+2B1 AUTH=<> SMTPUTF8 REQUIRETLS PRDR HOLDFOR=3';
    expect(parseMailParameters(text)).toEqual({
      ok: true,
      value: {
        size: 1000,
        body: '8BITMIME',
        ret: 'HDRS',
        envid: 'QQ+2B1',
        auth: '',
        smtputf8: true,
        requiretls: true,
        prdr: true,
        unknown: [{ keyword: 'HOLDFOR', value: '3' }],
      },
    });
  });
  it('of RCPT have types (RFC 3461 §4.1, §4.2)', () => {
    expect(parseRcptParameters(' NOTIFY=success,Delay ORCPT=rfc822;a+2Bb@c.test  X')).toEqual({
      ok: true,
      value: {
        notify: ['SUCCESS', 'DELAY'],
        orcpt: { addressType: 'rfc822', address: 'a+b@c.test' },
        orcptText: 'rfc822;a+2Bb@c.test',
        unknown: [{ keyword: 'X' }],
      },
    });
  });
  it.each([
    [' SIZE', 'value'],
    [' SIZE=x', 'value'],
    [' SIZE=-1', 'value'],
    [` SIZE=${'9'.repeat(21)}`, 'value'],
    [' BODY=9BIT', 'value'],
    [' RET=NONE', 'value'],
    [' ENVID=', 'value'],
    [' ENVID=+zz', 'value'],
    [` ENVID=${'x'.repeat(101)}`, 'value'],
    [' AUTH=a=b', 'value'],
    [' SMTPUTF8=yes', 'value'],
    [' SIZE=1 SIZE=2', 'repeated'],
    [' -X', 'syntax'],
    [' X=\t', 'syntax'],
  ])('of MAIL: %j is refused: %s', (text, problem) => {
    expect(parseMailParameters(text)).toMatchObject({ ok: false, error: { problem } });
  });
  it.each([
    ' NOTIFY',
    ' NOTIFY=NEVER,FAILURE',
    ' NOTIFY=FAILURE,',
    ' NOTIFY=x',
    ' ORCPT=rfc822',
    ' ORCPT=rfc822;+1',
    ' ORCPT=;a',
  ])('of RCPT: %j is refused', (text) => {
    expect(parseRcptParameters(text)).toMatchObject({ ok: false, error: { problem: 'value' } });
  });
});

describe('ORCPT of internationalised addresses (RFC 6533 §3)', () => {
  it.each([
    ['utf-8;\\x{E9}@example.org', 'é@example.org'],
    ['utf-8;é@example.org', 'é@example.org'],
    ['utf-8;a\\x{2B}b\\x{5C}\\x{1F600}', 'a+b\\😀'],
    ['utf-8;a+2Bb@example.org', 'a+b@example.org'],
  ])('%j is %j', (text, address) => {
    const parsed = right(parseOriginalRecipient(text));
    expect(parsed).toEqual({ addressType: 'utf-8', address });
    expect(right(parseOriginalRecipient(formatOriginalRecipient(parsed)))).toEqual(parsed);
  });
  it.each(['utf-8;\\x{D800}', 'utf-8;\\x{110000}', 'utf-8;\\x{0}', 'utf-8;a b', 'utf-8;'])('%j is none', (text) => {
    expect(parseOriginalRecipient(text).ok).toBe(false);
  });
});
