/** `tls_certificate` and `tls_privatekey`: files into identities, one for each kind of key. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { err, ok, type Result } from '../../base/index.ts';
import type { ServedIdentity, ServedKeyType } from '../../core/net/index.ts';
import { type Certificate, parseCertificates } from '../../core/pki/index.ts';
import { readList } from '../expand/index.ts';
import { readText } from './files.ts';
import type { TlsProblem } from './types.ts';

/** An identity without its proof, and its chain as read, leaf first. */
export interface OwnIdentity extends Omit<ServedIdentity, 'proof'> {
  readonly chain: readonly [Certificate, ...Certificate[]];
  readonly file: string;
}

export interface IdentityFile {
  readonly certificate: string;
  readonly key: string | undefined;
}

/** The key is in the certificate's file where no keys are named; where some are, a certificate without one has none. */
export function identityFiles(certificates: string, keys: string | undefined): readonly IdentityFile[] {
  const keyFiles = readList(keys ?? '').items;
  return readList(certificates).items.map((certificate, index) => ({
    certificate,
    key: keyFiles.length === 0 ? certificate : keyFiles[index],
  }));
}

/** At least one, or a problem. */
export function readIdentities(files: readonly IdentityFile[]): Result<readonly OwnIdentity[], TlsProblem> {
  const identities: OwnIdentity[] = [];
  for (const file of files) {
    const identity = readIdentity(file);
    if (!identity.ok) return identity;
    identities.push(identity.value);
  }
  return identities.length > 0 ? ok(identities) : err({ option: 'tls_certificate', message: 'names no file' });
}

function readIdentity({ certificate, key }: IdentityFile): Result<OwnIdentity, TlsProblem> {
  if (key === undefined) return err(OUT_OF_KEYS);
  const unusable = (problem: TlsProblem, why: string): Result<never, TlsProblem> =>
    err({ ...problem, logged: `(cert/key setup: cert=${certificate} key=${key}): ${why}` });
  const cert = readText('tls_certificate', certificate, CERTIFICATE);
  if (!cert.ok) return unusable(cert.error, UNREAD);
  const parsed = parseCertificates(cert.value, certificate);
  if (!parsed.ok) return unusable(noCertificate(parsed.error.message), UNDECODED);
  const [leaf, ...rest] = parsed.value;
  if (leaf === undefined) return unusable(noCertificate(`${certificate} has no certificate in it`), UNDECODED);
  const read = readKey(key);
  if (!read.ok) return unusable(read.error, isReadable(key) ? EMPTY : UNREAD);
  if (!fits(leaf, read.value.object)) return unusable(notItsKey(certificate, key), OTHERS);
  const { text, keyType } = read.value;
  return ok({ keyType, key: text, cert: cert.value, chain: [leaf, ...rest], file: certificate });
}

const UNREAD = 'Error while reading file.';
const UNDECODED = 'Base64 decoding error.';
const EMPTY = 'The requested data were not available.';
const OTHERS = 'The certificate and the given key do not match.';

const isReadable = (key: string): boolean => readText('tls_privatekey', key, KEY).ok;

const noCertificate = (message: string): TlsProblem => ({
  option: 'tls_certificate',
  message,
  hint: `give ${CERTIFICATE}`,
});

const CERTIFICATE = 'a file in PEM: the certificate, then the ones that lead up from it';
const KEY = 'a file in PEM with a key that no password protects';

function readKey(path: string) {
  const text = readText('tls_privatekey', path, KEY);
  if (!text.ok) return text;
  const problem = (message: string): Result<never, TlsProblem> =>
    err({ option: 'tls_privatekey', message: `${path} ${message}`, hint: `give ${KEY}` });
  if (/-----BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(text.value))
    return problem('has a key that a password protects');
  if (!text.value.includes('PRIVATE KEY-----')) return problem('has no private key in it');
  try {
    const object = createPrivateKey(text.value);
    const keyType = KEY_TYPES[object.asymmetricKeyType ?? ''];
    if (keyType === undefined)
      return problem(`has a key of a kind that TLS servers do not use: ${object.asymmetricKeyType}`);
    return ok({ text: text.value, object, keyType });
  } catch (cause) {
    return problem(`has a key that OpenSSL cannot read: ${(cause as Error).message}`);
  }
}

const KEY_TYPES: Readonly<Record<string, ServedKeyType | undefined>> = {
  rsa: 'rsa',
  'rsa-pss': 'rsa',
  ec: 'ecdsa',
  ed25519: 'ed25519',
};

function fits(leaf: Certificate, key: KeyObject): boolean {
  try {
    return new X509Certificate(leaf.der).checkPrivateKey(key);
  } catch {
    return false;
  }
}

const OUT_OF_KEYS: TlsProblem = {
  option: 'tls_privatekey',
  message: 'names fewer files than tls_certificate',
  hint: 'name a key for each certificate, or none where each is in the file of its certificate',
  logged: '(cert/key setup: out of keys)',
};

const notItsKey = (certificate: string, key: string): TlsProblem => ({
  option: 'tls_privatekey',
  message: `the key in ${key} is not the one of the first certificate in ${certificate}`,
  hint: "name keys in the order of their certificates, and let each file begin with the server's own certificate",
});
