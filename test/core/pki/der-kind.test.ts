/** What is no certificate is called by its name. */
import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { readCertificates } from '../../../src/core/pki/index.ts';
import { createCertificateRequest, generateSigningKey } from '../../../src/core/pki/issue.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });

it.each([
  ['PKCS #8', ec.privateKey.export({ type: 'pkcs8', format: 'der' }), 'a private key (PKCS #8)'],
  [
    'encrypted PKCS #8',
    ec.privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' }),
    'an encrypted private key (PKCS #8)',
  ],
  ['SEC 1', ec.privateKey.export({ type: 'sec1', format: 'der' }), 'a private key (EC)'],
  ['PKCS #1', rsa.privateKey.export({ type: 'pkcs1', format: 'der' }), 'a private key (RSA)'],
  ['SPKI', ec.publicKey.export({ type: 'spki', format: 'der' }), 'a public key'],
  ['an OCSP response', Buffer.from('30030a0106', 'hex'), 'an OCSP response'],
])('%s', (_what, der, kind) => {
  const read = readCertificates(der, 'x.der');
  expect(read).toMatchObject({ ok: false, error: { message: `x.der: it is ${kind}, and no certificate` } });
});

it('a request', async () => {
  const key = await generateSigningKey('p256');
  const der = await createCertificateRequest({ subject: 'CN', dnsNames: ['mx.test'] }, key);
  expect(readCertificates(der, 'x')).toMatchObject({
    error: { message: expect.stringContaining('certificate request') },
  });
});
