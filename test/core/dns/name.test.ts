import { describe, expect, it } from 'vitest';
import {
  ancestorOf,
  commonAncestor,
  compareNames,
  formatName,
  isSubdomain,
  isWildcard,
  labelCount,
  labelsOf,
  parentOf,
  parseName,
  wildcardAt,
} from '../../../src/core/dns/index.ts';

function check(text: string, expected: string): void {
  const name = parseName(text);
  expect(name.ok ? name.value : name.error.message).toBe(expected);
}

describe('parseName', () => {
  it.each([
    ['example.org', 'example.org'],
    ['Example.ORG.', 'example.org'],
    ['.', ''],
    ['_25._tcp.mx.example', '_25._tcp.mx.example'],
    ['*.example', '*.example'],
    ['a\\.b.example', 'a\\.b.example'],
    ['a\\046b.example', 'a\\.b.example'],
    ['\\065.example', 'a.example'],
    ['\\000\\255.example', '\\000\\255.example'],
    ['a\\\\.example', 'a\\\\.example'],
    ['a\\@b', 'a@b'],
    ['\\032x', '\\032x'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['faß.de', 'xn--fa-hia.de'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
    ['１２.example', '12.example'],
    ['BÜCHER', 'xn--bcher-kva'],
  ])('reads %s as %s (RFC 1035 §5.1, RFC 4343 §3, RFC 5891 §5)', check);

  it.each([
    ['', '"" is not a domain name: it is empty'],
    ['a..b', '"a..b" is not a domain name: it has an empty label'],
    ['.a', '".a" is not a domain name: it has an empty label'],
    ['a\\', '"a\\\\" is not a domain name: a backslash is not followed by a character or three digits up to 255'],
    ['a\\25', '"a\\\\25" is not a domain name: a backslash is not followed by a character or three digits up to 255'],
    [
      'a\\256b',
      '"a\\\\256b" is not a domain name: a backslash is not followed by a character or three digits up to 255',
    ],
    ['a b', '"a b" is not a domain name: it contains a space or control character'],
    ['a\u0000b', '"a\\u0000b" is not a domain name: it contains a space or control character'],
    [
      'xn--ü.example',
      '"xn--ü.example" is not a domain name: "xn--ü" is not a valid internationalized label (RFC 5891)',
    ],
    ['a\u200e/ü', '"a\u200e/ü" is not a domain name: "a\u200e/ü" is not a valid internationalized label (RFC 5891)'],
  ])('refuses %j', check);

  it('takes labels of 63 octets and no more (RFC 1035 §2.3.4)', () => {
    expect(parseName('a'.repeat(63)).ok).toBe(true);
    check('a'.repeat(64), `${JSON.stringify('a'.repeat(64))} is not a domain name: a label is 64 octets long`);
  });

  it('takes names of 255 octets and no more, escapes counted as one (RFC 1035 §2.3.4)', () => {
    const label = '\\001'.repeat(63);
    const longest = [label, label, label, '\\001'.repeat(61)].join('.');
    check(longest, longest);
    expect(parseName([label, label, label, '\\001'.repeat(62)].join('.'))).toMatchObject({ ok: false });
  });
});

describe('the family of names', () => {
  it('counts and splits labels, escaped dots being none', () => {
    expect(labelCount('')).toBe(0);
    expect(labelCount('a\\.b.c')).toBe(2);
    expect(labelsOf('a\\.b.c')).toEqual(['a\\.b', 'c']);
    expect(labelsOf('a\\\\.c')).toEqual(['a\\\\', 'c']);
    expect(labelsOf('')).toEqual([]);
  });

  it('climbs to parents and ancestors', () => {
    expect(parentOf('a.b.c')).toBe('b.c');
    expect(parentOf('a\\.b.c')).toBe('c');
    expect(parentOf('c')).toBe('');
    expect(parentOf('')).toBeUndefined();
    expect(ancestorOf('a.b.c', 2)).toBe('b.c');
    expect(ancestorOf('a.b.c', 0)).toBe('');
    expect(ancestorOf('a', 5)).toBe('a');
    expect(commonAncestor('a.b.example', 'c.b.example')).toBe('b.example');
    expect(commonAncestor('a', 'b')).toBe('');
  });

  it('tells subdomains from look-alikes', () => {
    expect(isSubdomain('a.example', 'example')).toBe(true);
    expect(isSubdomain('example', 'example')).toBe(true);
    expect(isSubdomain('anexample', 'example')).toBe(false);
    expect(isSubdomain('a\\.example', 'example')).toBe(false);
    expect(isSubdomain('a\\\\.example', 'example')).toBe(true);
    expect(isSubdomain('example', '')).toBe(true);
    expect(isSubdomain('', 'example')).toBe(false);
  });

  it('knows wildcards (RFC 4592 §2.1.1)', () => {
    expect(isWildcard('*.example')).toBe(true);
    expect(isWildcard('*')).toBe(true);
    expect(isWildcard('*a.example')).toBe(false);
    expect(wildcardAt('')).toBe('*');
  });

  it('orders names canonically (RFC 4034 §6.1, its example)', () => {
    const ordered = [
      'example',
      'a.example',
      'yljkjljk.a.example',
      'z.a.example',
      'zabc.a.example',
      'z.example',
      '\\001.z.example',
      '*.z.example',
      '\\200.z.example',
    ];
    expect(ordered.toReversed().toSorted(compareNames)).toEqual(ordered);
  });

  it('escapes what zone files would misread (RFC 1035 §5.1)', () => {
    expect(formatName('a@b;c.example')).toBe('a\\@b\\;c.example.');
    expect(formatName('')).toBe('.');
  });
});
