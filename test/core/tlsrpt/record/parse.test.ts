import { describe, expect, it } from 'vitest';
import { parseTlsRptRecord } from '../../../../src/core/tlsrpt/index.ts';

/** `valid SCHEME HOST, …`, or the codes of what is wrong. */
function check(text: string, expected: string): void {
  const { valid, rua, faults } = parseTlsRptRecord(text);
  const places = rua.map(({ scheme, host }) => `${scheme} ${host}`).join(', ');
  const codes = faults.map(({ code }) => code).join(' ');
  expect([valid ? `valid ${places}` : 'invalid', codes].filter(Boolean).join(': ')).toBe(expected);
}

describe('the record by its grammar (RFC 8460 §3)', () => {
  it.each([
    ['v=TLSRPTv1; rua=mailto:reports@example.com', 'valid mailto example.com'],
    ['v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt', 'valid https reporting.example.com'],
    ['v=TLSRPTv1;rua=mailto:a@Example.COM , https://b.example:8443/x=1;', 'valid mailto example.com, https b.example'],
    ['v=TLSRPTv1; rua=mailto:a%2Cb%21@example.com', 'invalid: uri'],
    ['v=TLSRPTv1; rua=mailto:a%21b@example.com?subject=x', 'valid mailto example.com'],
    ['v=TLSRPTv1; x=1; rua=mailto:a@example.com', 'valid mailto example.com'],
    ['v=TLSRPTv1; rua=a@example.com', 'invalid: uri'],
    ['v=TLSRPTv1; rua=http://example.com/', 'invalid: uri'],
    ['v=TLSRPTv1; rua=mailto:a@example.com!10m', 'invalid: uri'],
    ['v=TLSRPTv1; rua=mailto:example.com', 'invalid: uri'],
    ['v=TLSRPTv1; rua=https:///path', 'invalid: uri'],
    ['v=TLSRPTv1; rua=', 'invalid: uri'],
    ['v=TLSRPTv1; rua=mailto:a@example.com,', 'valid mailto example.com: uri'],
    ['v=TLSRPTv1; rua=mailto:a@example.com; rua=mailto:b@example.com', 'valid mailto example.com: duplicate-rua'],
    ['v=TLSRPTv1;', 'invalid: no-field rua-missing'],
    ['v=TLSRPTv1; RUA=mailto:a@example.com', 'invalid: rua-missing'],
    ['v=TLSRPTv1; rua=mailto:a@example.com;; x=1', 'invalid: empty-field'],
  ])('%s', check);
});
