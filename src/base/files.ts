/** Reading bounded files and replacing files whole: a reader never sees half of one, and a failed write leaves the old. */
import { randomBytes } from 'node:crypto';
import { type BigIntStats, closeSync, createReadStream, openSync, readSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { err, type Failure, ok, type Result } from './result.ts';

export type FileErrorCode =
  | 'file/missing'
  | 'file/forbidden'
  | 'file/too-large'
  | 'file/not-a-file'
  | 'file/exists'
  | 'file/failed';
export type FileError = Failure<FileErrorCode>;

/** What is at a path, links followed; undefined where there is nothing, or no way leads there that we may take. */
export function factsAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // ENOTDIR, EACCES, ELOOP, ENAMETOOLONG, or a NUL in it
  }
}

/** The same, times to the nanosecond. */
export function exactFactsAt(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false, bigint: true });
  } catch {
    return undefined;
  }
}

/** The whole file, unless it is larger than the bound, which is named in the error. `-` is standard input. */
export async function readBoundedFile(path: string, maxBytes: number): Promise<Result<Uint8Array, FileError>> {
  if (path === '-') return readBoundedStream(process.stdin, 'standard input', maxBytes);
  try {
    const facts = statSync(path);
    if (facts.isDirectory()) return err(fileError('file/not-a-file', `${path} is a directory`));
    if (facts.size > maxBytes) return err(tooLarge(path, maxBytes));
    if (facts.isFile()) return readAtOnce(path, maxBytes);
    return await readBoundedStream(createReadStream(path), path, maxBytes); // a pipe may keep us waiting
  } catch (cause) {
    return err(systemError(path, 'read', cause));
  }
}

/** In one go: asynchronous reading costs a start several milliseconds of Node's streams. Files of /proc say size 0. */
function readAtOnce(path: string, maxBytes: number): Result<Uint8Array, FileError> {
  const descriptor = openSync(path, 'r');
  try {
    const parts: Uint8Array[] = [];
    for (let size = 0; ; ) {
      const part = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(descriptor, part, 0, part.length, null);
      if (count === 0) return ok(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
      size += count;
      if (size > maxBytes) return err(tooLarge(path, maxBytes));
      parts.push(part.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}

const CHUNK_BYTES = 64 * 1024;

export interface ReplaceOptions {
  /** Of a new file; 0644 when absent. */
  readonly mode?: number;
  /** Mode and, where we may, owner of the file that is replaced stay. */
  readonly asBefore?: boolean;
  /** Its modification time, there from the moment the file is. */
  readonly modifiedAt?: Date;
}

/** Temporary file in the same directory, fsync, rename (and fsync of the directory). */
export async function replaceFile(
  path: string,
  data: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: ReplaceOptions = {},
): Promise<Result<void, FileError>> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(TEMPORARY_OCTETS).toString('hex')}`);
  try {
    const before = options.asBefore === true ? await stat(path).catch(() => undefined) : undefined;
    const handle = await open(temporary, 'wx', before === undefined ? (options.mode ?? 0o644) : 0o600);
    try {
      await writeFile(handle, data);
      if (before !== undefined) await putOn(handle, before);
      if (options.modifiedAt !== undefined) await handle.utimes(new Date(), options.modifiedAt);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncDirectory(dirname(path));
    return ok(undefined);
  } catch (cause) {
    await unlink(temporary).catch(() => {}); // it may never have come to be
    return err(systemError(path, 'write', cause));
  }
}

const TEMPORARY_OCTETS = 6;

/** A file that was not there before, for what must not be lost, as keys; an error when there is one by that name. */
export async function writeNewFile(
  path: string,
  data: string | Uint8Array,
  mode: number,
): Promise<Result<void, FileError>> {
  try {
    const handle = await open(path, 'wx', mode);
    try {
      await handle.writeFile(data);
      await handle.sync();
    } catch (cause) {
      await unlink(path).catch(() => {}); // half a key is none
      throw cause;
    } finally {
      await handle.close();
    }
    return ok(undefined);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return err(fileError('file/exists', `${path} is there already, and is not replaced`));
    return err(systemError(path, 'write', cause));
  }
}

/** The owner before the mode, since a change of owner clears set-id bits. */
async function putOn(handle: FileHandle, { mode, uid, gid }: Stats): Promise<void> {
  await handle.chown(uid, gid).catch(() => {}); // only root may give files away
  await handle.chmod(mode & 0o7777);
}

/**
 * Takes away what `replaceFile` left of `path` when it was killed. To be called by who alone writes that file, under a lock.
 *
 * @returns how many there were
 */
export async function sweepTemporaries(path: string): Promise<number> {
  const prefix = `.${basename(path)}.`;
  const names = await readdir(dirname(path)).catch(() => [] as string[]);
  const stale = names.filter((name) => name.startsWith(prefix) && /^[0-9a-f]{12}$/.test(name.slice(prefix.length)));
  const gone = await Promise.all(
    stale.map((name) =>
      unlink(join(dirname(path), name)).then(
        () => 1,
        () => 0,
      ),
    ),
  );
  return gone.reduce<number>((sum, one) => sum + one, 0);
}

async function readBoundedStream(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  maxBytes: number,
): Promise<Result<Uint8Array, FileError>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of stream) {
      size += part.length;
      if (size > maxBytes) return err(tooLarge(name, maxBytes));
      parts.push(part);
    }
  } catch (cause) {
    return err(systemError(name, 'read', cause));
  }
  return ok(Buffer.concat(parts));
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function tooLarge(path: string, maxBytes: number): FileError {
  return fileError('file/too-large', `${path} is larger than ${maxBytes} octets`);
}

function systemError(path: string, act: string, cause: unknown): FileError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return fileError('file/missing', `${path}: no such file or directory`);
  if (code === 'EACCES' || code === 'EPERM') return fileError('file/forbidden', `${path}: not permitted to ${act} it`);
  return fileError('file/failed', `${path}: cannot ${act} it: ${code ?? message}`);
}

function fileError(code: FileErrorCode, message: string): FileError {
  return { code, message, fault: 'configuration', temporary: false };
}
