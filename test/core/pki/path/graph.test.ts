/** Building paths (RFC 4158): branches, cycles, cross-signatures, bounds. */
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { loadRoots, verifyChain } from '../../../../src/core/pki/index.ts';
import { judgeCertificate } from '../../../../src/core/pki/path/rules/registry.ts';
import { bc, dns, EXT, ecKeys, intermediate, leaf, nc, root } from '../../../support/certificates.ts';
import { type ChainCase, question, verdictOf } from '../../../support/chain-cases.ts';
import { BRIDGE, type Edge, FAULTS, graph, ROOT, SEVEN, tables } from '../../../support/chain-rows/graph.ts';
import { table } from '../../../support/chain-table.ts';

for (const { title, rows } of tables) table(title, rows);

describe('meshes', () => {
  it('are valid where no edge is bad', () => {
    expect(verdictOf(graph(SEVEN, 'TA'))).toBe('valid');
    for (const anchor of ['W', 'X', 'Y', 'Z', 'Bridge', 'L', 'N'])
      expect(verdictOf(graph(BRIDGE, anchor)), anchor).toBe('valid');
  });

  it('are not where the way is missing', () => {
    expect(verdictOf(graph(BRIDGE, 'M'))).toBe('unknown-issuer');
    expect(verdictOf(graph(BRIDGE, 'B'))).toBe('unknown-issuer');
  });

  it.each(FAULTS)('go around a certificate that is %s', (_what, fault) => {
    expect(verdictOf(graph(SEVEN, 'TA', [['TA', 'A']], fault))).toBe('valid');
    expect(verdictOf(graph(SEVEN, 'TA', [['C', 'B']], fault))).toBe('valid');
    expect(
      verdictOf(
        graph(
          SEVEN,
          'TA',
          [
            ['C', 'B'],
            ['TA', 'A'],
          ],
          fault,
        ),
      ),
    ).toBe('valid');
    expect(
      verdictOf(
        graph(
          SEVEN,
          'TA',
          [
            ['C', 'B'],
            ['A', 'B'],
          ],
          fault,
        ),
      ),
    ).not.toBe('valid');
    expect(
      verdictOf(
        graph(
          SEVEN,
          'TA',
          [
            ['TA', 'C'],
            ['TA', 'A'],
          ],
          fault,
        ),
      ),
    ).not.toBe('valid');
    expect(
      verdictOf(
        graph(
          BRIDGE,
          'Y',
          [
            ['X', 'Bridge'],
            ['W', 'Bridge'],
          ],
          fault,
        ),
      ),
    ).toBe('valid');
    expect(verdictOf(graph(BRIDGE, 'Y', [['Bridge', 'X']], fault))).not.toBe('valid');
  });
});

describe('the system’s roots', () => {
  it('are held to path validation alone, since a root programme admitted them', () => {
    const old = root({ extensions: [bc(true, undefined, false)], without: [EXT.ski] });
    const chain = { leaf: leaf(old), roots: [old] };
    expect(verdictOf(chain)).toBe('basic-constraints');
    expect(verdictOf({ ...chain, hasVettedAnchors: true })).toBe('valid');
  });

  it('are all admitted here', async () => {
    const loaded = await loadRoots({ bundled: async () => rootCertificates });
    if (!loaded.ok) throw new Error(loaded.error.message);
    expect(loaded.value.length).toBeGreaterThan(50);
    const place = { position: 'anchor', purpose: 'server' } as const;
    expect(
      loaded.value.map((one) => judgeCertificate(one, place, 'path')).filter((fault) => fault !== undefined),
    ).toEqual([]);
  });
});

describe('hostile graphs end soon', () => {
  const timed = (chain: ChainCase): readonly [string, number] => {
    const asked = question(chain);
    const start = performance.now();
    const verdict = verifyChain(asked);
    return [verdict.valid ? 'valid' : verdict.code, performance.now() - start];
  };
  const LIMIT_MS = 3000;

  it('a full mesh of twelve that no anchor leads to', () => {
    const names = Array.from({ length: 12 }, (_, i) => `m${i}`);
    const edges: Edge[] = names.flatMap((a) => names.filter((b) => b !== a).map((b): Edge => [a, b]));
    const [code, ms] = timed({ ...graph([...edges, ['m0', 'EE']], 'm0'), roots: [ROOT] });
    expect(code).toBe('unknown-issuer');
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it('a full mesh of twelve below an anchor that may issue for nobody', () => {
    const names = Array.from({ length: 12 }, (_, i) => `m${i}`);
    const edges: Edge[] = names.flatMap((a) => names.filter((b) => b !== a).map((b): Edge => [a, b]));
    const top = root({ subject: 'CN=top', more: [nc({ permitted: [dns('nobody.example')] })] });
    const { leaf: end, via = [] } = graph([...edges, ['m0', 'EE']], 'm0');
    const bridge = via.map((pair) => intermediate(top, { subject: pair.certificate.subject, keys: pair.keys }));
    const [code, ms] = timed({ leaf: end, via: [...via, ...bridge], roots: [top] });
    expect(['work-limit', 'name-constraints']).toContain(code);
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it('a thousand authorities of one name, the right one last', () => {
    const keys = ecKeys();
    const strangers = Array.from({ length: 1000 }, () => intermediate(ROOT, { subject: 'CN=many', keys: SHARED }));
    const right = intermediate(ROOT, { subject: 'CN=many', keys });
    const [code, ms] = timed({ leaf: leaf(right), via: [...strangers, right], roots: [ROOT] });
    expect(code).toBe('valid');
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it('a thousand keys of one name, none of them right', () => {
    const pool = Array.from({ length: 40 }, () => ecKeys());
    const strangers = Array.from({ length: 1000 }, (_, i) =>
      intermediate(ROOT, { subject: 'CN=many', keys: pool[i % 40]!, without: [EXT.ski] }),
    );
    const [code, ms] = timed({ leaf: leaf(root({ subject: 'CN=many' })), via: strangers, roots: [ROOT] });
    expect(code).toBe('work-limit');
    expect(ms).toBeLessThan(LIMIT_MS);
  });
});

const SHARED = ecKeys();
