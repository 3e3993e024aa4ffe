/** Certificates named on a command line, or standing in a line of a batch. */
import type { Failure, Result } from '../../base/index.ts';
import type { Certificate } from '../../core/pki/index.ts';
import { readCertificateFile, readCertificateTexts } from './certificate-files.ts';

/** PEM texts with the field they are of, or a file still to be read with the flag that names it. */
export type CertificateSource =
  | { readonly texts: readonly string[]; readonly field: string }
  | { readonly file: string; readonly flag: string };

export async function readCertificateSource(
  source: CertificateSource,
): Promise<Result<readonly Certificate[], Failure>> {
  return 'file' in source
    ? readCertificateFile(source.file, source.flag)
    : readCertificateTexts(source.texts, source.field);
}
