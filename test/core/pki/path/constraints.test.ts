/** Name constraints of every kind (RFC 5280 §4.2.1.10). */
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../../../src/core/pki/index.ts';
import { dns, seq, tlv } from '../../../support/certificates.ts';
import { type ChainCase, question } from '../../../support/chain-cases.ts';
import { constrained, dnsCase, tables } from '../../../support/chain-rows/constraints.ts';
import { table } from '../../../support/chain-table.ts';
import { name, oid, set, utf8 } from '../../../support/der.ts';

for (const { title, rows } of tables) table(title, rows);

describe('thousands of constraints', () => {
  const many = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => `${prefix}${i}.example.com`);
  const timed = (chain: ChainCase): readonly [string, number] => {
    const asked = question(chain);
    const start = performance.now();
    const verdict = verifyChain(asked);
    return [verdict.valid ? 'valid' : verdict.code, performance.now() - start];
  };

  it('are judged where they fit the bound', () => {
    const names = many('n', 100);
    const [code, ms] = timed(
      dnsCase(
        { permitted: [...many('p', 1000), 'example.com'].map(dns), excluded: many('x', 1000).map(dns) },
        ...names,
      ),
    );
    expect(code).toBe('valid');
    expect(ms).toBeLessThan(2000);
  });

  it('are refused beyond it, at once', () => {
    const names = many('n', 2048);
    const [code, ms] = timed(
      dnsCase(
        { permitted: [...many('p', 2048), 'example.com'].map(dns), excluded: many('x', 2048).map(dns) },
        ...names,
      ),
    );
    expect(code).toBe('work-limit');
    expect(ms).toBeLessThan(2000);
  });

  it('are refused for a subject of thousands of parts', () => {
    const subject = seq(...Array.from({ length: 2048 }, (_, i) => set(seq(oid('2.5.4.3'), utf8(`a${i}`)))));
    const bases = Array.from({ length: 2048 }, (_, i) => tlv(0xa4, name(`CN=b${i}`)));
    const [code, ms] = timed(constrained({ excluded: bases }, { subject }));
    expect(code).toBe('work-limit');
    expect(ms).toBeLessThan(2000);
  });
});
