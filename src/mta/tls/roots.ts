/** `tls_verify_certificates` and `tls_crl`: what certificates of clients are held against. */
import { err, factsAt, ok, type Result } from '../../base/index.ts';
import { systemRootsFile } from '../../core/pki/index.ts';
import { readTexts } from './files.ts';
import type { TlsProblem } from './types.ts';

/** PEM; undefined where nothing is trusted: then no certificate can be good. */
export function readRootTexts(text: string | undefined): Result<readonly string[], TlsProblem> {
  const path = rootsPath(text);
  if (path === undefined) return ok([]);
  const texts = readPems(
    'tls_verify_certificates',
    path,
    'CERTIFICATE',
    'a file in PEM, a directory of them, or system',
  );
  if (texts.ok || factsAt(path) !== undefined) return texts;
  return err({
    ...texts.error,
    logged: 'NULL',
    loggedFirst: `could not stat '${path}' (tls_verify_certificates): No such file or directory`,
  });
}

/** `system` is where this system has its roots. */
export function rootsPath(text: string | undefined): string | undefined {
  return text === 'system' ? systemRootsFile() : text;
}

/** A text for each list: Node reads but the first of one. */
export function readCrlTexts(path: string): Result<readonly string[], TlsProblem> {
  const texts = readPems('tls_crl', path, 'X509 CRL', 'a file of revocation lists in PEM, or a directory of them');
  return texts.ok ? ok(texts.value.flatMap((text) => text.match(CRL_BLOCK) ?? [])) : texts;
}

const CRL_BLOCK = /-----BEGIN X509 CRL-----[^-]*-----END X509 CRL-----/g;

function readPems(option: string, path: string, label: string, wanted: string): Result<readonly string[], TlsProblem> {
  const texts = readTexts(option, path, wanted);
  if (!texts.ok) return texts;
  const good = texts.value.filter(
    (one) => one.includes(`-----BEGIN ${label}-----`) || one.includes(`-----BEGIN TRUSTED ${label}`),
  );
  if (good.length > 0) return ok(good);
  return { ok: false, error: { option, message: `${path} has no ${label} in it`, hint: `give ${wanted}` } };
}
