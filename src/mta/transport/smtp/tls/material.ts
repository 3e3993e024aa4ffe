/** Files that TLS with next hops needs, read once and again when they change. */
import { err, ok, type Result } from '../../../../base/index.ts';
import {
  type Certificate,
  type CrlPile,
  joinPiles,
  readCertificate,
  readCrlFile,
  readRoots,
} from '../../../../core/pki/index.ts';
import { readCrlTexts, readRootTexts, readText, rootsPath, stampOf } from '../../../tls/index.ts';

interface Kept<T> {
  readonly stamp: string;
  readonly value: T;
}

/** Paths of a configuration are few; those that are expanded by host may not be. */
const MAX_KEPT = 100;

function keeper<T>(read: (path: string) => Result<T, string>): (path: string) => Result<T, string> {
  const kept = new Map<string, Kept<T>>();
  return (path) => {
    const stamp = stampOf(path);
    const known = kept.get(path);
    if (known !== undefined && known.stamp === stamp) return ok(known.value);
    const value = read(path);
    if (!value.ok) return value;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(path, { stamp, value: value.value });
    return value;
  };
}

/** `tls_verify_certificates`: a file, a directory, or `system`. */
export function rootsOf(written: string): Result<readonly Certificate[], string> {
  const path = rootsPath(written);
  return path === undefined ? ok([]) : readRootsAt(path);
}

const readRootsAt = keeper((path): Result<readonly Certificate[], string> => {
  const texts = readRootTexts(path);
  if (!texts.ok) return err(`${texts.error.option}: ${texts.error.message}`);
  return ok(texts.value.flatMap((pem) => certificatesIn(pem, path)));
});

/** The same as text, for HTTPS; undefined: the system's. */
export function rootsPem(written: string): Result<string | undefined, string> {
  if (written === '' || written === 'system') return ok(undefined);
  const path = rootsPath(written);
  return path === undefined ? ok(undefined) : pemAt(path);
}

const pemAt = keeper((path): Result<string, string> => {
  const texts = readRootTexts(path);
  return texts.ok ? ok(texts.value.join('\n')) : err(`${texts.error.option}: ${texts.error.message}`);
});

/** As far as it goes: a store may hold what nobody can read. */
function certificatesIn(pem: string, path: string): readonly Certificate[] {
  const roots = readRoots(pem, path);
  if (roots.ok) return roots.value;
  return (pem.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*/g) ?? []).flatMap((block) => {
    const read = readCertificate(Buffer.from(block.replace(/^-.*-$/m, ''), 'base64'));
    return read.ok ? [read.value] : [];
  });
}

/** `tls_crl`: a file, or a directory of them. */
export const crlsOf = keeper((path): Result<CrlPile, string> => {
  const texts = readCrlTexts(path);
  if (!texts.ok) return err(`${texts.error.option}: ${texts.error.message}`);
  const piles = texts.value.flatMap((text) => {
    const pile = readCrlFile(Buffer.from(text, 'latin1'), path);
    return pile.ok ? [pile.value] : [];
  });
  return ok(joinPiles(piles));
});

export interface ClientIdentity {
  readonly cert: string;
  readonly key: string;
}

/** `tls_certificate` and `tls_privatekey`; the key may be in the file of the certificate. */
export function identityOf(certificate: string, key: string = certificate): Result<ClientIdentity, string> {
  const cert = readText('tls_certificate', certificate, 'a file in PEM');
  if (!cert.ok) return err(setupFailed(certificate, key));
  const secret = readText('tls_privatekey', key, 'a file in PEM');
  return secret.ok ? ok({ cert: cert.value, key: secret.value }) : err(setupFailed(certificate, key));
}

const setupFailed = (certificate: string, key: string): string =>
  `(cert/key setup: cert=${certificate} key=${key}): Error while reading file.`;

/** Part of what makes connections alike: a file that was replaced makes another. */
export const stampsOf = (paths: readonly (string | undefined)[]): string =>
  paths.map((path) => (path === undefined ? '-' : stampOf(path))).join(' ');
