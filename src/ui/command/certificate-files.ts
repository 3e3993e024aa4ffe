/** Certificates from files named on the command line, or from PEM texts of a batch line. */
import { err, type Failure, ok, type Result, readBoundedFile } from '../../base/index.ts';
import { type Certificate, readCertificates } from '../../core/pki/index.ts';

/** A bundle of roots is some hundred KiB. */
export const MAX_CERTIFICATE_FILE_BYTES = 4 * 1024 * 1024;

/** @param flag  as typed, for errors: `--cert` */
export async function readCertificateFile(
  path: string,
  flag: string,
): Promise<Result<readonly Certificate[], Failure>> {
  const read = await readBoundedFile(path, MAX_CERTIFICATE_FILE_BYTES);
  if (!read.ok) return err({ ...read.error, message: `${flag}: ${read.error.message}` });
  return readCertificates(read.value, path);
}

/** @param field  of the batch line, for errors */
export function readCertificateTexts(texts: readonly string[], field: string): Result<readonly Certificate[], Failure> {
  return readCertificates(Buffer.from(texts.join('\n'), 'latin1'), `"${field}"`);
}

/**
 * @param sources  PEM texts of a batch line, or names of files
 * @param name     of the flag and the field, for errors
 */
export async function readCertificateSources(
  sources: readonly string[],
  name: string,
): Promise<Result<readonly Certificate[], Failure>> {
  const all: Certificate[] = [];
  for (const source of sources) {
    const isText = source.includes('-----BEGIN ');
    const read = isText ? readCertificateTexts([source], name) : await readCertificateFile(source, `--${name}`);
    if (!read.ok) return read;
    all.push(...read.value);
  }
  return ok(all);
}
