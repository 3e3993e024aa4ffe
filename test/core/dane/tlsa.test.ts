/** TLSA records as people write them. */
import { describe, expect, it } from 'vitest';
import { formatTlsa, parseTlsa } from '../../../src/core/dane/index.ts';

const HEX = 'ab'.repeat(32);

function check(text: string): string {
  const parsed = parseTlsa(text);
  return parsed.ok ? formatTlsa(parsed.value) : parsed.error.message;
}

describe('a TLSA record', () => {
  it.each([
    [`3 1 1 ${HEX}`],
    [`  3 1 1 ${HEX.toUpperCase()}\n`],
    [`DANE-EE SPKI SHA2-256 ${HEX}`],
    [`3 1 1 ( ${HEX.slice(0, 20)} ${HEX.slice(20)} )`],
    [`_25._tcp.mx.example.org. IN TLSA 3 1 1 ${HEX}`],
    [`_25._tcp.mx.example.org. 3600 IN TLSA 3 1 1 ${HEX}`],
    [`_25._tcp.mx.example.org. in 3600 tlsa 3 1 1 ${HEX}`],
    [`_25._tcp.mx.example.org. TLSA 3 1 1 ${HEX}`],
  ])('is read from %j (RFC 6698 §2.2, RFC 7218)', (text) => {
    expect(check(text)).toBe(`3 1 1 ${HEX}`);
  });
  it.each([['3 1 1'], ['3 1 1 abc'], ['300 1 1 ab'], ['_25._tcp.mx. IN MX 10 mx.'], ['']])('is not %j', (text) => {
    expect(check(text)).toContain('is not a TLSA record');
  });
});
