/** Tags of a signature by RFC 6376 §3.5, each broken in its own way. */
import { describe, expect, it } from 'vitest';
import { parseSignature } from '../../../src/core/dkim/index.ts';
import { parseFields } from '../../../src/core/message/index.ts';

const BH = '2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=';
const TAGS: Readonly<Record<string, string>> = {
  v: '1',
  a: 'rsa-sha256',
  d: 'example.org',
  s: 's1',
  h: 'From:To',
  bh: BH,
  b: 'AAAA',
};

function read(over: Readonly<Record<string, string | undefined>>) {
  const tags = Object.entries({ ...TAGS, ...over }).filter(([, value]) => value !== undefined);
  const [field] = parseFields(`DKIM-Signature: ${tags.map(([name, value]) => `${name}=${value}`).join(';\r\n ')}`);
  return parseSignature(field!);
}

const told = (over: Readonly<Record<string, string | undefined>>): string => {
  const parsed = read(over);
  return parsed.ok ? 'good' : parsed.error.code;
};

describe('a signature', () => {
  const rows: readonly (readonly [string, Readonly<Record<string, string | undefined>>, string])[] = [
    ['with what it needs', {}, 'good'],
    ['unknown tags are passed over (§3.2)', { unknown: 'x', r: 'y' }, 'good'],
    ['v= of another version', { v: '2' }, 'version'],
    ['v= 1.0', { v: '1.0' }, 'version'],
    ...['v', 'a', 'b', 'bh', 'd', 'h', 's'].map(
      (name) => [`without ${name}=`, { [name]: undefined }, 'missing-tag'] as const,
    ),
    ['b= empty', { b: ' ' }, 'missing-tag'],
    ['b= no base64', { b: 'A*==' }, 'signature-syntax'],
    ['b= with folds', { b: 'AA\r\n  AA' }, 'good'],
    ['bh= of SHA-1', { bh: 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=' }, 'signature-syntax'],
    ['a= rsa-sha1 (RFC 8301 §3.1)', { a: 'rsa-sha1' }, 'algorithm-historic'],
    ['a= ed25519-sha256 (RFC 8463 §3)', { a: 'ed25519-sha256' }, 'good'],
    ['a= unknown', { a: 'rsa-sha512' }, 'algorithm'],
    ['c= relaxed', { c: 'relaxed' }, 'good'],
    ['c= unknown', { c: 'nofws' }, 'canonicalization'],
    ['c= unknown for the body', { c: 'relaxed/nowsp' }, 'canonicalization'],
    ['c= three', { c: 'simple/simple/simple' }, 'canonicalization'],
    ['d= no name', { d: 'exa mple' }, 'signature-syntax'],
    ['d= an empty label', { d: 'example..org' }, 'signature-syntax'],
    ['d= too long a label', { d: `${'a'.repeat(64)}.org` }, 'signature-syntax'],
    ['d= beyond ASCII (RFC 8616 §4)', { d: 'b\xc3\xbccher.example' }, 'good'],
    ['s= of several labels', { s: 'jan.2026' }, 'good'],
    ['s= no name', { s: 'a@b' }, 'signature-syntax'],
    ['h= without From (§5.4)', { h: 'To:Subject' }, 'from-not-signed'],
    ['h= with From in other case, folded', { h: 'To :\r\n\t FROM' }, 'good'],
    ['h= with an empty name', { h: 'From::To' }, 'signature-syntax'],
    ['h= empty', { h: '' }, 'signature-syntax'],
    ['i= in the domain', { i: 'joe@example.org' }, 'good'],
    ['i= below it', { i: '@mail.EXAMPLE.org' }, 'good'],
    ['i= quoted-printable (§2.11)', { i: 'joe=20doe@example.org' }, 'good'],
    ['i= elsewhere (§6.1.1)', { i: '@example.com' }, 'identity'],
    ['i= above', { i: '@org' }, 'identity'],
    ['i= whose end only looks alike', { i: '@badexample.org' }, 'identity'],
    ['i= without @', { i: 'example.org' }, 'signature-syntax'],
    ['i= badly quoted', { i: 'joe=2@example.org' }, 'signature-syntax'],
    ['l= a number', { l: '0' }, 'good'],
    ['l= negative', { l: '-1' }, 'signature-syntax'],
    ['l= of 77 digits', { l: '1'.repeat(77) }, 'signature-syntax'],
    ['q= dns/txt among others', { q: 'dns/x : dns/txt' }, 'good'],
    ['q= others', { q: 'dns/x' }, 'query-method'],
    ['t= no number', { t: 'now' }, 'signature-syntax'],
    ['t= of 13 digits', { t: '1234567890123' }, 'signature-syntax'],
    ['x= after t=', { t: '10', x: '11' }, 'good'],
    ['x= at t=', { t: '10', x: '10' }, 'expiry-before-timestamp'],
    ['x= before t=', { t: '10', x: '9' }, 'expiry-before-timestamp'],
    ['z= copies', { z: 'From:joe@example.org|Subject:a=20b' }, 'good'],
    ['z= no copies: it decides nothing', { z: 'nonsense' }, 'good'],
  ];
  it.each(rows)('%s', (_, over, expected) => {
    expect(told(over)).toBe(expected);
  });

  it('has what the tags say', () => {
    const parsed = read({ c: 'relaxed', l: '5', t: '10', x: '20', d: 'EXAMPLE.org', z: 'From:a=20b| To:c' });
    expect(parsed.ok ? parsed.value : parsed.error).toMatchObject({
      domain: 'example.org',
      selector: 's1',
      identity: { text: '@example.org', domain: 'example.org' },
      header: 'relaxed',
      body: 'simple',
      names: ['from', 'to'],
      bodyLength: 5,
      signedAt: 10,
      expiresAt: 20,
      copied: ['From:a b', 'To:c'],
    });
  });

  it('with a tag twice is void (§3.2)', () => {
    const [field] = parseFields('DKIM-Signature: v=1; v=1; d=example.org');
    const parsed = parseSignature(field!);
    expect(parsed.ok ? '' : parsed.error.code).toBe('duplicate-tag');
  });
});
