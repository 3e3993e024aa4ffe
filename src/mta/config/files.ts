/** Files of a configuration, read whole and within a bound. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { err, factsAt, ok, type Result } from '../../base/index.ts';

export interface ConfigurationFiles {
  /** Octets as characters, or why not. */
  readonly read: (path: string) => Result<string, string>;
  readonly exists: (path: string) => boolean;
}

/** No configuration comes near that; what a pipe or a device would give is not a file. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

export const systemFiles: ConfigurationFiles = {
  read: (path) => {
    try {
      if (!statSync(path).isFile()) return err('it is not a file');
      return readAll(path);
    } catch (cause) {
      return err(REASONS[(cause as NodeJS.ErrnoException).code ?? ''] ?? String((cause as Error).message));
    }
  },
  exists: (path) => factsAt(path) !== undefined,
};

function readAll(path: string): Result<string, string> {
  const descriptor = openSync(path, 'r');
  try {
    const octets = Buffer.allocUnsafe(MAX_FILE_BYTES + 1);
    let size = 0;
    for (let count = -1; count !== 0 && size < octets.length; size += count)
      count = readSync(descriptor, octets, size, octets.length - size, null);
    return size > MAX_FILE_BYTES
      ? err(`it is larger than ${MAX_FILE_BYTES} octets`)
      : ok(octets.toString('latin1', 0, size));
  } finally {
    closeSync(descriptor);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'no such file or directory',
  EACCES: 'permission denied',
};
