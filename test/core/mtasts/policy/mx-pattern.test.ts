import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../../src/core/mtasts/index.ts';

describe('a pattern covers a host (RFC 8461 §4.1)', () => {
  it.each<[string, string, boolean]>([
    ['mail.example.org', 'mail.example.org', true],
    ['MAIL.Example.ORG', 'mail.example.org', true],
    ['mail.example.org', 'example.org', false],
    ['*.example.org', 'mail.example.org', true],
    ['*.Example.org', 'mail.example.org', true],
    ['*.example.org', 'a.mail.example.org', false],
    ['*.example.org', 'example.org', false],
    ['*.example.org', 'mail.example.com', false],
    ['*.example.org', 'notexample.org', false],
    ['*.xn--bcher-kva.example', 'mx.xn--bcher-kva.example', true],
    ['*.org', 'example.org', true],
    ['*.example.org', '', false],
    ['*.example.org', '*.example.org', true],
  ])('%s %s: %s', (pattern, host, expected) => expect(matchesPattern(pattern, host)).toBe(expected));
});
