/** Messages of a sink as JSON lines, as they come. */
import { createWriteStream, openSync } from 'node:fs';
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { usageError } from './fields.ts';

export interface SinkEvents {
  tell(event: unknown): void;
  /** All of them are written. */
  close(): Promise<void>;
}

/** @param path  `-` is standard output */
export function openEvents(path: string): Result<SinkEvents, Failure> {
  if (path === '-')
    return ok({ tell: (event) => void process.stdout.write(`${JSON.stringify(event)}\n`), close: async () => {} });
  try {
    const stream = createWriteStream(path, { fd: openSync(path, 'a', 0o600) });
    return ok({
      tell: (event) => void stream.write(`${JSON.stringify(event)}\n`),
      close: () => new Promise((resolve) => void stream.end(resolve)),
    });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return err(
      usageError(`--events ${path}: cannot be written: ${code}`, 'name a file in a place that is yours to write'),
    );
  }
}
