/** `--ca-file` and `--ca-path`: PEM texts of trust roots, as one. core/pki/trust.ts reads the same into certificates. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, type Failure, ok, type Result, readBoundedFile } from '../../base/index.ts';
import { usageError } from './fields.ts';
import type { Settings } from './settings.ts';

const MAX_CA_BYTES = 16 * 1024 * 1024;
/** A hashed directory of roots has some hundred entries, twice as many with links. */
const MAX_FILES = 5000;

/** Undefined where neither is given: the system's roots. */
export async function readCaPem({
  caFile,
  caPath,
}: Pick<Settings, 'caFile' | 'caPath'>): Promise<Result<string | undefined, Failure>> {
  if (caFile === undefined && caPath === undefined) return ok(undefined);
  const fromFile = caFile === undefined ? ok('') : await readCaFile(caFile);
  if (!fromFile.ok) return fromFile;
  const fromPath = caPath === undefined ? ok('') : await readCaDirectory(caPath);
  return fromPath.ok ? ok(`${fromFile.value}\n${fromPath.value}`) : fromPath;
}

async function readCaFile(file: string): Promise<Result<string, Failure>> {
  const read = await readBoundedFile(file, MAX_CA_BYTES);
  if (!read.ok) return err({ ...read.error, message: `--ca-file: ${read.error.message}` });
  const pem = pemOf(read.value);
  return pem === undefined
    ? err(usageError(`--ca-file ${file}: no certificate in it`, 'give PEM with -----BEGIN CERTIFICATE-----, or DER'))
    : ok(pem);
}

/** Every file that has a certificate in it, hash links or not; a named directory has one at least. */
async function readCaDirectory(directory: string): Promise<Result<string, Failure>> {
  const names = await readdir(directory).catch((cause: NodeJS.ErrnoException) => cause);
  if (names instanceof Error) return noRoots(`${directory} cannot be listed: ${names.code ?? names.message}`);
  const texts: string[] = [];
  for (const name of names.sort().slice(0, MAX_FILES)) {
    const read = await readBoundedFile(join(directory, name), MAX_CA_BYTES);
    const pem = read.ok ? pemOf(read.value) : undefined;
    if (pem !== undefined) texts.push(pem);
  }
  return texts.length > 0 ? ok(texts.join('\n')) : noRoots(`no file of ${directory} has a certificate in it`);
}

const DER_SEQUENCE = 0x30;

/** Undefined: there is no certificate in it, by its first look. */
function pemOf(octets: Uint8Array): string | undefined {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  if (octets[0] === DER_SEQUENCE)
    return `-----BEGIN CERTIFICATE-----\n${text.toString('base64')}\n-----END CERTIFICATE-----\n`;
  return text.includes('-----BEGIN ') ? text.toString('utf8').replace(/^\ufeff/, '') : undefined;
}

function noRoots(what: string): Result<never, Failure> {
  return err(usageError(`--ca-path: ${what}`, 'give a directory of PEM files, as c_rehash makes them'));
}
