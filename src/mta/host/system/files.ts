/** Files as `readfile`, `stat` and `exists` see them. */
import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { thrownErrorText } from '../../../base/index.ts';
import { beforeZero, clean, type Failure, type FileFacts, failed, type Text } from '../../expand/index.ts';

/** A configuration's files are small; a larger one is a mistake that would fill memory. */
const MAX_FILE_OCTETS = 16 * 1024 * 1024;
const CHUNK_OCTETS = 64 * 1024;

export function readFileText(path: string): Text | Failure {
  const octets = Buffer.from(path, 'latin1');
  let descriptor: number;
  try {
    descriptor = openSync(octets, 'r');
  } catch (cause) {
    return failed(`failed to open ${path}: ${thrownErrorText(cause)}`);
  }
  try {
    return readAll(descriptor, path);
  } catch (cause) {
    return failed(`error reading ${path}: ${thrownErrorText(cause)}`);
  } finally {
    closeSync(descriptor);
  }
}

/** A pipe would keep everything waiting, so what is not an ordinary file or a device is not read. */
function readAll(descriptor: number, path: string): Text | Failure {
  const found = fstatSync(descriptor);
  if (found.isDirectory()) return clean(''); // which opens as a file does, and has nothing to read
  if (found.isFIFO()) return failed(`error reading ${path}: it is a pipe`);
  const parts: Buffer[] = [];
  for (let size = 0; ; ) {
    const part = Buffer.allocUnsafe(CHUNK_OCTETS);
    const count = readSync(descriptor, part, 0, part.length, null);
    if (count === 0) return clean(beforeZero(Buffer.concat(parts).toString('latin1')));
    size += count;
    if (size > MAX_FILE_OCTETS) return failed(`error reading ${path}: it is larger than ${MAX_FILE_OCTETS} octets`);
    parts.push(part.subarray(0, count));
  }
}

export function statFile(path: string): FileFacts | Failure {
  try {
    return factsOf(statSync(Buffer.from(path, 'latin1')));
  } catch (cause) {
    return failed(`stat(${path}) failed: ${thrownErrorText(cause)}`);
  }
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

const factsOf = (stats: Stats): FileFacts => ({
  mode: stats.mode,
  inode: stats.ino,
  device: stats.dev,
  links: stats.nlink,
  uid: stats.uid,
  gid: stats.gid,
  sizeBytes: stats.size,
  accessedSeconds: seconds(stats.atimeMs),
  modifiedSeconds: seconds(stats.mtimeMs),
  changedSeconds: seconds(stats.ctimeMs),
});
