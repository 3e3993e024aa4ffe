/**
 * Certificates and the paths above them, right and wrong (RFC 5280 §6). DANE-EE looks at none of it: to a DANE sender they
 * are all as good as any (RFC 7671 §5.1), to everybody else they are not.
 */
import { pass } from '../expect.ts';
import type { CertificateExpectation, DomainRow, HostRow } from '../types.ts';

const row = (name: string, shows: string, host: Partial<HostRow>, certificate: CertificateExpectation): DomainRow => ({
  name,
  shows,
  hosts: [{ name: 'mx', tlsa: ['3 1 1'], ...host }],
  expect: pass('dane'),
  certificate,
});

export const chains: readonly DomainRow[] = [
  row(
    'cross-signed.test',
    'the CA certified by two roots: the path over the one that ended is not the only one',
    {
      issuer: 'cross',
      chain: 'cross-both',
    },
    { chain: 'valid 0', ocsp: 'good 0' },
  ),
  row(
    'cross-old.test',
    'only the certificate under the root that ended is sent',
    {
      issuer: 'cross',
      chain: 'cross-old',
    },
    { chain: 'expired 1' },
  ),
  row(
    'missing-intermediate.test',
    'the intermediate is not sent; AIA says where it is',
    { chain: 'leaf-only' },
    { chain: 'unknown-issuer 1', chainByAia: 'valid 1', ocsp: 'good 0' },
  ),
  row(
    'no-aia.test',
    'the intermediate is not sent, and nothing says where it is',
    {
      chain: 'leaf-only',
      status: 'none',
    },
    { chain: 'unknown-issuer 1', chainByAia: 'unknown-issuer 1' },
  ),
  row(
    'expired-intermediate.test',
    'the intermediate ended yesterday',
    { issuer: 'former' },
    { chain: 'expired 1', ocsp: 'issuer-expired 1' },
  ),
  row(
    'rsa-chain.test',
    'RSA from the root to the leaf',
    { keys: ['rsa'], issuer: 'rsa-issuing' },
    { chain: 'valid 0', ocsp: 'good 0' },
  ),
  row(
    'constrained.test',
    'the CA may name hosts of this domain alone, and does',
    { issuer: 'constrained' },
    { chain: 'valid 0' },
  ),
  row(
    'outside-constraints.test',
    'the CA may name hosts of constrained.test alone, and names another',
    {
      issuer: 'constrained',
    },
    { chain: 'name-constraints 1' },
  ),
  row(
    'path-length.test',
    'an intermediate below one that allows none',
    { issuer: 'too-deep' },
    { chain: 'path-length 1' },
  ),
  row('not-ca.test', 'issued by a certificate that is no CA', { issuer: 'not-ca' }, { chain: 'not-an-authority 1' }),
  row(
    'no-cert-sign.test',
    'issued by a CA whose key may not sign certificates',
    { issuer: 'no-sign' },
    { chain: 'not-an-authority 1' },
  ),
  row('client-ca.test', 'issued by a CA for clients alone', { issuer: 'client-only' }, { chain: 'wrong-purpose 1' }),
  row(
    'eku-wrong.test',
    'a certificate for clients on a server',
    { template: { extendedKeyUsage: ['clientAuth'] } },
    { chain: 'wrong-purpose 1' },
  ),
  row(
    'self-signed.test',
    'signed by its own key, like the default of many packages',
    { issuer: 'self' },
    { chain: 'unknown-issuer 1' },
  ),
  row('stranger.test', 'issued by a root that nobody trusts', { issuer: 'stranger' }, { chain: 'unknown-issuer 1' }),
  row('weak-rsa.test', 'an RSA key of 1,024 bits', { keys: ['rsa'], rsaBits: 1024 }, { chain: 'weak-key 1' }),
  row(
    'sha1-signed.test',
    'signed with SHA-1',
    { template: { signature: { digest: 'sha1' } } },
    { chain: 'weak-signature 1' },
  ),
  row('long-lived.test', 'good for more than three years', { days: 1200 }, { chain: 'valid 0' }),
  row(
    'critical-extension.test',
    'a critical extension that nobody knows (RFC 5280 §4.2)',
    {
      template: { extraExtensions: [{ oid: '1.3.6.1.4.1.32473.2', critical: true, der: Uint8Array.of(5, 0) }] },
    },
    { chain: 'unknown-critical-extension 1' },
  ),
  row('not-yet-valid.test', 'a certificate for tomorrow', { future: true }, { chain: 'not-yet-valid 1' }),
];
