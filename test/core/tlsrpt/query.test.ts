import { describe, expect, it } from 'vitest';
import { tlsRptReport } from '../../../src/core/tlsrpt/index.ts';

const nobody = { lookup: () => Promise.reject(new Error('nobody is to be asked')) };

async function check(records: readonly string[], expected: string): Promise<void> {
  const { data, findings } = await tlsRptReport({ domain: 'example.org', records }, nobody);
  const ids = findings.map(({ id }) => id.replace('tlsrpt.record.', '')).join(' ');
  expect(`${data.outcome}: ${ids}`).toBe(expected);
}

describe('the record of a domain (RFC 8460 §3)', () => {
  it.each<[readonly string[], string]>([
    [[], 'none: none'],
    [['v=TLSRPTv1; rua=https://example.org/tls'], 'valid: found'],
    [['v=TLSRPTv1; rua=mailto:a@example.org'], 'valid: found by-mail'],
    [['v=TLSRPTv1; rua=mailto:a@example.net,mailto:b@example.org'], 'valid: found external'],
    [['v=TLSRPTv1; rua=mailto:a@sub.example.org; x=1'], 'valid: found extension'],
    [['v=TLSRPTv1; rua=mailto:a@example.net,ftp://x'], 'valid: found odd external'],
    [['v=TLSRPTv1; rua=a@example.net'], 'invalid: invalid'],
    [['v=TLSRPTv1; rua=mailto:a@b.example', 'v=TLSRPTv1; rua=mailto:a@b.example'], 'several: several'],
    [['v=tlsrptv1; rua=mailto:a@b.example'], 'none: none ignored'],
    [['v=spf1 -all', 'v=TLSRPTv1; rua=https://example.org/'], 'valid: found'],
  ])('%j', check);
});
