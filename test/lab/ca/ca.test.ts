import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ChainShape, createLabCa, type LabCa } from '../../../src/lab/ca/index.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
let ca: LabCa;
beforeAll(async () => {
  ca = await createLabCa(NOW);
});

const subjects = (chain: readonly Uint8Array[]): string[] =>
  chain.map((der) => new X509Certificate(der).subject.replace('CN=', ''));

describe('createLabCa', () => {
  it('makes a root, an intermediate below it, and a stranger that has signed neither', () => {
    const [root, intermediate, stranger] = [ca.root, ca.intermediate, ca.stranger].map(
      ({ certificate }) => new X509Certificate(certificate),
    );
    expect(intermediate!.verify(root!.publicKey)).toBe(true);
    expect(stranger!.verify(root!.publicKey)).toBe(false);
    expect(new X509Certificate(ca.rootPem).fingerprint256).toBe(root!.fingerprint256);
  });

  it.each<[ChainShape, string[]]>([
    ['usual', ['mx.test', 'mxray lab issuing CA']],
    ['with-root', ['mx.test', 'mxray lab issuing CA', 'mxray lab root']],
    ['leaf-only', ['mx.test']],
    ['unordered', ['mx.test', 'mxray lab root', 'mxray lab issuing CA']],
    ['duplicate', ['mx.test', 'mxray lab issuing CA', 'mxray lab issuing CA']],
    ['unrelated', ['mx.test', 'mxray lab stranger', 'mxray lab issuing CA']],
  ])('arranges the chain %s', async (shape, expected) => {
    const { chain } = await ca.issue({ keyType: 'p256', names: ['mx.test'], shape });
    expect(subjects(chain)).toEqual(expected);
  });

  it('issues leaves that ended yesterday, or last as many days as asked', async () => {
    const ends = async (spec: object): Promise<string> => {
      const { chain } = await ca.issue({ keyType: 'p256', names: ['mx.test'], ...spec });
      return new Date(new X509Certificate(chain[0]!).validTo).toISOString();
    };
    expect(await ends({ expired: true })).toBe('2026-05-31T12:00:00.000Z');
    expect(await ends({ days: 5 })).toBe('2026-06-06T12:00:00.000Z');
  });

  it('shares the RSA key between leaves and gives each other leaf its own', async () => {
    const keyOf = async (keyType: 'rsa' | 'p256') => (await ca.issue({ keyType, names: ['mx.test'] })).keyPem;
    expect(await keyOf('rsa')).toBe(await keyOf('rsa'));
    expect(await keyOf('p256')).not.toBe(await keyOf('p256'));
  });
});
