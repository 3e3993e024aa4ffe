/** The certificate a sink shows: one that was given, or one made for the occasion. */
import { parseIpv4, parseIpv6 } from '../../base/index.ts';
import { createTlsAcceptor, type ServedIdentity, type ServedKeyType, type TlsAcceptor } from '../net/index.ts';
import type { TlsSpec } from './types.ts';

const HANDSHAKE_MS = 30_000;
const DAY_MS = 86_400_000;

/** Made when asked for the first time: keys and the library that builds certificates cost more than most runs. */
export function lazyAcceptor(spec: TlsSpec, name: string): () => Promise<TlsAcceptor> {
  let made: Promise<TlsAcceptor> | undefined;
  return () => {
    made ??= identityOf(spec, name).then((identity) =>
      createTlsAcceptor({ identitiesFor: () => [identity], timeoutMs: HANDSHAKE_MS }),
    );
    return made;
  };
}

async function identityOf(spec: TlsSpec, name: string): Promise<ServedIdentity> {
  if (spec.kind !== 'given') return throwAway(name);
  return { keyType: await keyTypeOf(spec.keyPem), key: spec.keyPem, cert: spec.certPem };
}

async function keyTypeOf(keyPem: string): Promise<ServedKeyType> {
  const { createPrivateKey } = await import('node:crypto');
  const { asymmetricKeyType } = createPrivateKey(keyPem);
  return asymmetricKeyType === 'ec' ? 'ecdsa' : asymmetricKeyType === 'ed25519' ? 'ed25519' : 'rsa';
}

/** Self-signed, for our name and for loopback, from yesterday on for a month. */
async function throwAway(name: string): Promise<ServedIdentity> {
  const { formatPem, formatSigningKey, generateSigningKey, issueCertificate } = await import('../pki/issue.ts');
  const key = await generateSigningKey('p256');
  const address = parseIpv4(name) ?? parseIpv6(name);
  const now = Date.now();
  const template = {
    subject: name.slice(0, 64), // RFC 5280 App. A.1: ub-common-name
    dnsNames: [...(address === undefined ? [name] : []), 'localhost'],
    ipAddresses: [...(address === undefined ? [] : [address]), Uint8Array.of(127, 0, 0, 1)],
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 30 * DAY_MS),
    keyUsage: ['digitalSignature'] as const,
    extendedKeyUsage: ['serverAuth'],
  };
  const certificate = await issueCertificate(template, key.publicKey, { key });
  return { keyType: 'ecdsa', key: formatSigningKey(key), cert: formatPem('CERTIFICATE', certificate) };
}
