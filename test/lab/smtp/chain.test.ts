import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNet, type Net } from '../../../src/core/net/index.ts';
import { type ChainShape, createLabCa, type LabCa, type LeafSpec } from '../../../src/lab/ca/index.ts';
import { startMailServer } from '../../../src/lab/smtp/index.ts';

let ca: LabCa;
let net: Net;
beforeAll(async () => {
  ca = await createLabCa(new Date());
  net = createNet();
});
afterAll(() => net.close());

type Version = 'TLSv1.2' | 'TLSv1.3';

/** What a client that offers only `keyType` receives from a server with both: subjects, or the failure's code. */
async function received(spec: Partial<LeafSpec>, keyType: 'rsa' | 'ecdsa', maxVersion: Version): Promise<string> {
  const credentials = await Promise.all(
    (['p256', 'rsa'] as const).map((type) => ca.issue({ keyType: type, names: ['mx.test'], ...spec })),
  );
  const server = await startMailServer(
    { host: 'mx.test', dialect: 'smtp', tlsOnConnect: true, mood: 'ok', credentials },
    { slowMs: 5 },
  );
  try {
    const dialled = await net.dial('127.0.0.1', server.port, { timeoutMs: 5000 });
    if (!dialled.ok) return dialled.error.code;
    const tls = await net.startTls(dialled.value, { timeoutMs: 5000, keyType, maxVersion });
    if (!tls.ok) return tls.error.code;
    const subjects = tls.value.chain.map((der) => new X509Certificate(der).subject.replace(/CN=(mxray lab )?/, ''));
    tls.value.destroy();
    return `${tls.value.leafKeyType}: ${subjects.join(', ')}`;
  } finally {
    await server.close();
  }
}

describe('the chain on the wire', () => {
  it.each<[ChainShape, string]>([
    ['usual', 'mx.test, issuing CA'],
    ['with-root', 'mx.test, issuing CA, root'],
    ['leaf-only', 'mx.test'],
    ['unordered', 'mx.test, root, issuing CA'],
    ['duplicate', 'mx.test, issuing CA, issuing CA'],
    ['unrelated', 'mx.test, stranger, issuing CA'],
  ])('is %s, for both key types and both versions of TLS', async (shape, expected) => {
    for (const keyType of ['rsa', 'ecdsa'] as const) {
      for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
        expect(await received({ shape }, keyType, version)).toBe(`${keyType}: ${expected}`);
      }
    }
  });

  it('comes through at 40,000 octets and fails at 300,000', async () => {
    expect(await received({ ballastBytes: 40_000 }, 'ecdsa', 'TLSv1.3')).toBe('ecdsa: mx.test, issuing CA');
    expect(await received({ ballastBytes: 300_000 }, 'ecdsa', 'TLSv1.3')).toMatch(/^tls\//);
  });
});
