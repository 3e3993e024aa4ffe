/** Where the entries come from: a configuration file, or every certificate of a directory. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, type Failure, ok, type Result, readBoundedFile } from '../../../base/index.ts';
import { type Certificate, readCertificates } from '../../pki/index.ts';
import { proofFileFor } from '../wanted.ts';
import { configError, MAX_WATCH_CONFIG_BYTES, parseWatchConfig, type WatchEntry } from './config.ts';

/** A chain with its key. */
const MAX_CERTIFICATE_BYTES = 4 * 1024 * 1024;
const MAX_FILES = 10_000;

/**
 * @param path  a configuration file, or a directory whose *.pem files are watched
 * @param outDir  where a directory's proofs go; beside the certificates when absent
 */
export async function loadEntries(path: string, outDir?: string): Promise<Result<readonly WatchEntry[], Failure>> {
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) => cause);
  if (facts instanceof Error)
    return err(configError(`${path}: ${facts.code === 'ENOENT' ? 'no such file or directory' : facts.code}`));
  if (facts.isDirectory()) return await entriesOfDirectory(path, outDir ?? path);
  const read = await readBoundedFile(path, MAX_WATCH_CONFIG_BYTES);
  return read.ok ? parseWatchConfig(new TextDecoder().decode(read.value), path) : read;
}

/** Files of keys, of authorities and of anything else are passed over: a directory of certificates has those as well. */
async function entriesOfDirectory(path: string, outDir: string): Promise<Result<readonly WatchEntry[], Failure>> {
  const names = await readdir(path).catch((cause: NodeJS.ErrnoException) => cause);
  if (names instanceof Error) return err(configError(`${path}: the directory cannot be listed: ${names.code}`));
  const entries: WatchEntry[] = [];
  for (const name of names
    .filter((one) => one.endsWith('.pem'))
    .sort()
    .slice(0, MAX_FILES)) {
    const cert = join(path, name);
    const read = await readCertificateFile(cert);
    if (read.ok && read.value.some(isLeaf)) entries.push({ cert, out: proofFileFor(cert, outDir) });
  }
  return ok(entries);
}

const isLeaf = ({ extensions }: Certificate): boolean => extensions.basicConstraints?.isCa !== true;

export async function readCertificateFile(file: string): Promise<Result<readonly Certificate[], Failure>> {
  const read = await readBoundedFile(file, MAX_CERTIFICATE_BYTES);
  return read.ok ? readCertificates(read.value, file) : read;
}
