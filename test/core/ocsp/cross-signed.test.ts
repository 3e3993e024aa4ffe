import { expect, it } from 'vitest';
import { type OcspQuestion, verifyOcsp } from '../../../src/core/ocsp/index.ts';
import { createOcspResponse } from '../../../src/core/ocsp/issue.ts';
import { certificate, NOW, testCa } from '../../support/chains.ts';

it('an issuer certified by two roots is trusted by whichever leads to one, in either order', async () => {
  const ca = await testCa();
  const [cross, old, oldRoot] = await Promise.all((['cross', 'cross-old', 'old-root'] as const).map(ca.authorities));
  const { chain } = await ca.issue({ keyType: 'p256', names: ['mx.test'], issuer: 'cross' });
  const leaf = chain[0]!;
  const issuer = cross!.certificate;
  const single = { certificate: leaf, issuer, status: { kind: 'good' }, thisUpdate: NOW } as const;
  const response = await createOcspResponse({ responses: [single] }, { key: cross!.key, certificate: issuer });
  const verdict = (more: Partial<OcspQuestion>) =>
    verifyOcsp({
      response,
      certificate: certificate(leaf),
      issuer: certificate(old!.certificate),
      roots: [certificate(oldRoot!.certificate), certificate(ca.root.certificate)],
      at: NOW,
      ...more,
    }).code;
  const twin = certificate(issuer);
  expect(verdict({})).toBe('untrusted-issuer');
  expect(verdict({ chain: [twin] })).toBe('good');
  expect(verdict({ issuer: twin })).toBe('good');
  expect(verdict({ issuer: twin, chain: [certificate(old!.certificate)] })).toBe('good');
  expect(verdict({ chain: [certificate(ca.intermediate.certificate)] })).toBe('untrusted-issuer');
});
