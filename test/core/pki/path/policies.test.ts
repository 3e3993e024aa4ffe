/** Certificate policies along a path (RFC 5280 §6.1.2–6.1.5, RFC 9618 §5). */
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../../../src/core/pki/index.ts';
import { mappings, policyConstraints } from '../../../support/certificates.ts';
import { question } from '../../../support/chain-cases.ts';
import { p, path, tables } from '../../../support/chain-rows/policies.ts';
import { table } from '../../../support/chain-table.ts';

for (const { title, rows } of tables) table(title, rows);

describe('many policies', () => {
  it('stay cheap where a tree would explode', () => {
    const all = Array.from({ length: 200 }, (_, i) => `1.2.4.${i}`);
    const every = mappings(...all.flatMap((a) => all.slice(0, 4).map((b) => [a, b] as const)));
    const layers = Array.from({ length: 8 }, () => [policyConstraints(0), p(...all), every]);
    const asked = question(path(layers, [p(...all)]));
    const start = performance.now();
    expect(verifyChain(asked).valid).toBe(true);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
