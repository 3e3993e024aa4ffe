import { describe, expect, it } from 'vitest';
import { readAuthors } from '../../../src/core/dmarc/index.ts';

describe('the author domain (RFC 9989 §5.3.1, RFC 7489 §6.6.1)', () => {
  const ROWS: readonly (readonly [from: string, domains: readonly string[]])[] = [
    ['alice@example.org', ['example.org']],
    ['example.org', ['example.org']],
    ['Alice <alice@Example.ORG>', ['example.org']],
    ['"Alice, a@evil.example" <alice@example.org>', ['example.org']],
    ['"a \\" <x@evil.example>" <alice@example.org>', ['example.org']],
    ['Alice (a@evil.example (nested) \\) ) <alice@example.org>', ['example.org']],
    ['<@relay.example,@b.example:alice@example.org>', ['example.org']],
    ['"a@b"@example.org', ['example.org']],
    ['<"a>@evil.example"@example.org>', ['example.org']],
    ['Team: a@example.org, b@example.org;', ['example.org']],
    ['a@example.org, B <b@example.net>', ['example.org', 'example.net']],
    ['alice@bücher.example', ['xn--bcher-kva.example']],
    ['alice@example.org.', ['example.org']],
    ['alice@[192.0.2.1]', []],
    ['undisclosed:;', []],
    ['', []],
    ['<>', []],
    ['alice@', []],
    ['alice@a..b', []],
    ['@@@,,,;:<>"(', []],
  ];
  it.each(ROWS)('%s', (from, domains) => expect(readAuthors(from).domains).toEqual(domains));
  it('takes no time for hostile fields', () => {
    const started = performance.now();
    for (const text of [
      '<'.repeat(65_536),
      '"\\'.repeat(32_768),
      '('.repeat(65_536),
      '<"'.repeat(32_768),
      'a@b,'.repeat(16_384),
    ])
      readAuthors(text);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
