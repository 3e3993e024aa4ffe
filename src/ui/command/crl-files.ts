/** CRLs named on a command line (PEM or DER), or standing in a line of a batch (PEM, or base64 of DER). */
import { err, type Failure, fromBase64, ok, type Result, readBoundedFile } from '../../base/index.ts';
import { type CrlPile, joinPiles, MAX_CRL_BYTES, pileOf, readCrlFile } from '../../core/pki/index.ts';
import { usageError } from './fields.ts';

export type CrlSource = { readonly file: string } | { readonly text: string };

/** PEM is a third longer than what it holds. */
const MAX_FILE_BYTES = Math.ceil(MAX_CRL_BYTES * 1.4);

/** One pile of all. */
export async function readCrlSources(sources: readonly CrlSource[]): Promise<Result<CrlPile, Failure>> {
  const piles: CrlPile[] = [];
  for (const [i, source] of sources.entries()) {
    const read = 'file' in source ? await readFile(source.file) : readText(source.text, `crls[${i}]`);
    if (!read.ok) return read;
    piles.push(read.value);
  }
  return ok(joinPiles(piles));
}

async function readFile(file: string): Promise<Result<CrlPile, Failure>> {
  const read = await readBoundedFile(file, MAX_FILE_BYTES);
  if (!read.ok) return err({ ...read.error, message: `--crl: ${read.error.message}` });
  return readCrlFile(read.value, file);
}

/** Base64 is taken to be a CRL, and is told to be none by the verdict. */
function readText(text: string, place: string): Result<CrlPile, Failure> {
  if (text.includes('-----BEGIN ')) return readCrlFile(Buffer.from(text, 'latin1'), place);
  const der = fromBase64(text);
  if (der === undefined || der.length === 0)
    return err(usageError(`"${place}" must be PEM, or base64 of DER`, 'give -----BEGIN X509 CRL----- and base64'));
  return ok(pileOf([{ der, place }]));
}
