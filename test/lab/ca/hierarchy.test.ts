import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCertificate, verifyChain } from '../../../src/core/pki/index.ts';
import {
  AUTHORITIES,
  type AuthorityName,
  type ChainShape,
  createLabCa,
  type LabCa,
} from '../../../src/lab/ca/index.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
let ca: LabCa;
beforeAll(async () => {
  ca = await createLabCa(NOW);
});

const read = (der: Uint8Array) => {
  const certificate = readCertificate(der);
  if (!certificate.ok) throw new Error(certificate.error.message);
  return certificate.value;
};

/** By the trusted roots: `valid`, or the code of the refusal. */
async function judge(issuer: AuthorityName | 'self', shape: ChainShape = 'usual', name = 'mx.constrained.test') {
  const { chain } = await ca.issue({ keyType: 'p256', names: [name], issuer, shape });
  const trusted = AUTHORITIES.filter((row) => row.trusted === true);
  const anchors = await Promise.all(trusted.map((row) => ca.authorities(row.name)));
  const verdict = verifyChain({
    leaf: read(chain[0]!),
    intermediates: chain.slice(1).map(read),
    anchors: anchors.map(({ certificate }) => read(certificate)),
    purpose: 'server',
    at: NOW,
    identity: { kind: 'host', value: name },
  });
  return verdict.valid ? 'valid' : verdict.code;
}

/** Each authority that is not trusted itself, and what becomes of a leaf of its. */
const BECOMES: Readonly<Partial<Record<AuthorityName | 'self', string>>> = {
  issuing: 'valid',
  'rsa-issuing': 'valid',
  cross: 'valid',
  'cross-old': 'expired',
  constrained: 'valid',
  former: 'expired',
  'too-deep': 'path-length',
  'not-ca': 'not-an-authority',
  'no-sign': 'not-an-authority',
  'client-only': 'wrong-purpose',
  'crl-issuer': 'not-an-authority',
  stranger: 'unknown-issuer',
  self: 'unknown-issuer',
};

describe('the authorities', () => {
  it('have a line in the table each, unless they are trusted themselves', () => {
    const others = AUTHORITIES.filter((row) => row.trusted !== true).map(({ name }) => name);
    expect(Object.keys(BECOMES).sort()).toEqual([...others, 'self'].sort());
  });

  it.each(Object.entries(BECOMES))('a leaf of %s: %s', async (issuer, expected) => {
    expect(await judge(issuer as AuthorityName | 'self')).toBe(expected);
  });

  it('are cross-signed: the same name and key under two roots, one of which has ended', async () => {
    const [one, other] = await Promise.all((['cross', 'cross-old'] as const).map(ca.authorities));
    const [a, b] = [one!, other!].map(({ certificate }) => new X509Certificate(certificate));
    expect(a!.subject).toBe(b!.subject);
    expect(a!.publicKey.equals(b!.publicKey)).toBe(true);
    expect([a!.issuer, b!.issuer]).toEqual(['CN=mxray lab root', 'CN=mxray lab old root']);
    expect(await judge('cross', 'cross-both')).toBe('valid');
    expect(await judge('cross', 'cross-old')).toBe('expired');
  });

  it('constrain names, the excluded ones before the permitted', async () => {
    expect(await judge('constrained', 'usual', 'mx.elsewhere.test')).toBe('name-constraints');
    expect(await judge('constrained', 'usual', 'mx.closed.constrained.test')).toBe('name-constraints');
  });

  it('are made when asked for, once', async () => {
    const fresh = await createLabCa(NOW);
    expect((await fresh.authorities.made()).map(({ name }) => name).sort()).toEqual(['issuing', 'root', 'stranger']);
    expect(await fresh.authorities('former')).toBe(await fresh.authorities('former'));
    expect(await fresh.authorities.made()).toHaveLength(4);
  });

  it('are trusted where their row says so, the one that ended among them', async () => {
    const roots = (await ca.trustPem()).match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g) ?? [];
    expect(roots.map((pem) => new X509Certificate(pem).subject)).toEqual([
      'CN=mxray lab root',
      'CN=mxray lab RSA root',
      'CN=mxray lab old root',
    ]);
  });
});
