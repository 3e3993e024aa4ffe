/** `--ca-file` and `--ca-path`: PEM texts of trust roots, as one. */
import { readdirSync } from 'node:fs';
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { usageError } from './fields.ts';
import type { Settings } from './settings.ts';
import { readTextFile } from './text-file.ts';

const MAX_CA_BYTES = 16 * 1024 * 1024;

/** Undefined where neither is given: the system's roots. */
export async function readCaPem({
  caFile,
  caPath,
}: Pick<Settings, 'caFile' | 'caPath'>): Promise<Result<string | undefined, Failure>> {
  if (caFile === undefined && caPath === undefined) return ok(undefined);
  const files = caFile === undefined ? [] : [caFile];
  if (caPath !== undefined) {
    const listed = listDirectory(caPath);
    if (!listed.ok) return listed;
    files.push(...listed.value);
  }
  const texts: string[] = [];
  for (const file of files) {
    const text = await readTextFile(file, file === caFile ? '--ca-file' : '--ca-path', MAX_CA_BYTES);
    if (!text.ok) return text;
    texts.push(text.value);
  }
  const pem = texts.join('\n');
  return pem.includes('-----BEGIN')
    ? ok(pem)
    : err(usageError(`${files.join(', ')}: no PEM certificate in it`, 'give a file with -----BEGIN CERTIFICATE-----'));
}

function listDirectory(path: string): Result<string[], Failure> {
  try {
    const names = readdirSync(path);
    return ok(
      names
        .filter((name) => /\.(pem|crt|cer|0)$/i.test(name))
        .sort()
        .map((name) => `${path}/${name}`),
    );
  } catch (cause) {
    return err(
      usageError(
        `--ca-path ${path}: ${(cause as NodeJS.ErrnoException).code ?? 'cannot be read'}`,
        'give a directory of PEM files',
      ),
    );
  }
}
