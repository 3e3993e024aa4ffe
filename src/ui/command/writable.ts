/** Files the command will write, looked at before anything is tried: what cannot be written is wrong usage. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type UsageError, usageError } from './fields.ts';
import type { Settings } from './settings.ts';

/** The first file that has no folder, or one where we may not write. */
export async function findUnwritable({
  outputs,
  traceFile,
}: Pick<Settings, 'outputs' | 'traceFile'>): Promise<UsageError | undefined> {
  const outputFiles = outputs.map(({ format, file }) => ({ flag: `--output ${format}=`, file }));
  for (const { flag, file } of [...outputFiles, { flag: '--trace-file ', file: traceFile }]) {
    const problem = file === undefined ? undefined : await problemWith(file);
    if (problem !== undefined)
      return usageError(`${flag}${file}: ${problem}`, 'give a file in a folder you may write to');
  }
  return undefined;
}

async function problemWith(file: string): Promise<string | undefined> {
  if (await isDirectory(file)) return 'is a directory';
  if (!(await isDirectory(dirname(file)))) return `there is no directory ${dirname(file)}`;
  try {
    await access(dirname(file), constants.W_OK);
    return undefined;
  } catch {
    return `not permitted to write in ${dirname(file)}`;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
