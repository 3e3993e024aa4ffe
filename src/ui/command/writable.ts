/** Files the command will write, looked at before anything is tried: what cannot be written is wrong usage. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type UsageError, usageError } from './fields.ts';
import type { Settings } from './settings.ts';

/** The first file that has no folder, or one where we may not write. */
export function findUnwritable({
  outputs,
  traceFile,
}: Pick<Settings, 'outputs' | 'traceFile'>): UsageError | undefined {
  const outputFiles = outputs.map(({ format, file }) => ({ flag: `--output ${format}=`, file }));
  for (const { flag, file } of [...outputFiles, { flag: '--trace-file ', file: traceFile }]) {
    const problem = file === undefined ? undefined : problemWith(file);
    if (problem !== undefined)
      return usageError(`${flag}${file}: ${problem}`, 'give a file in a folder you may write to');
  }
  return undefined;
}

function problemWith(file: string): string | undefined {
  if (isDirectory(file)) return 'is a directory';
  if (!isDirectory(dirname(file))) return `there is no directory ${dirname(file)}`;
  try {
    accessSync(dirname(file), constants.W_OK);
    return undefined;
  } catch {
    return `not permitted to write in ${dirname(file)}`;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
