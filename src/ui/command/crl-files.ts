/** CRLs named on a command line (PEM or DER), or standing in a line of a batch (PEM, or base64 of DER). */
import { err, type Failure, fromBase64, ok, type Result, readBoundedFile } from '../../base/index.ts';
import { type CrlPile, MAX_CRL_BYTES, readCrlFile } from '../../core/pki/index.ts';
import { usageError } from './fields.ts';

export type CrlSource = { readonly file: string } | { readonly text: string };

/** PEM is a third longer than what it holds. */
const MAX_FILE_BYTES = Math.ceil(MAX_CRL_BYTES * 1.4);

/** One pile of all. */
export async function readCrlSources(sources: readonly CrlSource[]): Promise<Result<CrlPile, Failure>> {
  const crls: CrlPile['crls'][number][] = [];
  const unreadable: CrlPile['unreadable'][number][] = [];
  for (const source of sources) {
    const read = 'file' in source ? await readFile(source.file) : readText(source.text);
    if (!read.ok) return read;
    crls.push(...read.value.crls);
    unreadable.push(...read.value.unreadable);
  }
  return ok({ crls, unreadable });
}

async function readFile(file: string): Promise<Result<CrlPile, Failure>> {
  const read = await readBoundedFile(file, MAX_FILE_BYTES);
  if (!read.ok) return err({ ...read.error, message: `--crl: ${read.error.message}` });
  return readCrlFile(read.value, file);
}

function readText(text: string): Result<CrlPile, Failure> {
  if (text.includes('-----BEGIN ')) return readCrlFile(Buffer.from(text, 'latin1'), '"crls"');
  const der = fromBase64(text);
  if (der === undefined || der.length === 0)
    return err(usageError('"crls" must be a list of PEM texts, or of base64 of DER'));
  return readCrlFile(der, '"crls"');
}
