/** A table of chains as tests. */
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/pki/index.ts';
import { question, type Row } from './chain-cases.ts';

export function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)('%s', (_title, chain, expected) => {
      const verdict = verifyChain(question(chain()));
      expect(verdict.valid ? 'valid' : `${verdict.code} (${verdict.detail})`).toMatch(
        new RegExp(`^${expected}($| \\()`),
      );
    });
  });
}
