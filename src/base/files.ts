/** Reading bounded files and replacing files whole: a reader never sees half of one, and a failed write leaves the old. */
import { randomBytes } from 'node:crypto';
import { open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { err, type Failure, ok, type Result } from './result.ts';

export type FileErrorCode = 'file/missing' | 'file/forbidden' | 'file/too-large' | 'file/not-a-file' | 'file/failed';
export type FileError = Failure<FileErrorCode>;

/** The whole file, unless it is larger than the bound, which is named in the error. `-` is standard input. */
export async function readBoundedFile(path: string, maxBytes: number): Promise<Result<Uint8Array, FileError>> {
  if (path === '-') return readBoundedStream(process.stdin, 'standard input', maxBytes);
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return err(fileError('file/not-a-file', `${path} is a directory`));
    if (facts.size > maxBytes) return err(tooLarge(path, maxBytes));
    const handle = await open(path, 'r');
    try {
      return await readBoundedStream(handle.createReadStream({ autoClose: false }), path, maxBytes);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    return err(systemError(path, 'read', cause));
  }
}

/** Temporary file in the same directory, fsync, rename (and fsync of the directory). */
export async function replaceFile(
  path: string,
  data: string | Uint8Array,
  mode = 0o644,
): Promise<Result<void, FileError>> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(data);
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
