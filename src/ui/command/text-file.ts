import { err, type Failure, ok, type Result, readBoundedFile } from '../../base/index.ts';

/** A text file named by a flag. */
export async function readTextFile(path: string, flag: string, maxBytes: number): Promise<Result<string, Failure>> {
  const read = await readBoundedFile(path, maxBytes);
  if (!read.ok) return err({ ...read.error, message: `${flag}: ${read.error.message}` });
  return ok(
    Buffer.from(read.value.buffer, read.value.byteOffset, read.value.length)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );
}
