import { describe, expect, it } from 'vitest';
import { substituteDname } from '../../../../src/core/dns/dnssec/alias.ts';

const long = Array.from({ length: 4 }, () => 'x'.repeat(50)).join('.');

describe('DNAME substitution (RFC 6672 §2.2)', () => {
  it.each([
    ['a name above', 'com', 'example.com', 'example.net', undefined],
    ['the owner itself', 'example.com', 'example.com', 'example.net', undefined],
    ['one label', 'a.example.com', 'example.com', 'example.net', 'a.example.net'],
    ['several labels', 'a.b.c.example.com', 'example.com', 'example.net', 'a.b.c.example.net'],
    ['a name that only ends alike', 'ab.example.com', 'b.example.com', 'example.net', undefined],
    ['to the root', 'shortloop.x.x', 'x', '', 'shortloop.x'],
    ['from the root', 'a.b', '', 'x', 'a.b.x'],
    ['beyond 255 octets (YXDOMAIN)', `${long}.example.com`, 'example.com', long, undefined],
  ])('%s', (_, name, owner, target, made) => expect(substituteDname(name, owner, target)).toBe(made));
});
