/** Moments of a worker's life at which it may be told to end without a word. */
import type { fdatasync, writevSync } from 'node:fs';
import { open, type unlink } from 'node:fs/promises';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const { KILL_AT: at, KILL_AFTER: after = '1' } = process.env;
let left = Number(after);

export function moment(name: string): void {
  if (name !== at) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

/** Body files are flushed, their folder is flushed, and they are taken away, trays are written and flushed: before and after each. */
export async function watchFiles(): Promise<void> {
  const handle = await open('/dev/null', 'r');
  const prototype = Object.getPrototypeOf(handle) as Record<'datasync' | 'sync', () => Promise<void>>;
  await handle.close();
  for (const [method, name] of [
    ['datasync', 'body'],
    ['sync', 'folder'],
  ] as const) {
    const flush = prototype[method];
    prototype[method] = async function (this: unknown) {
      moment(`${name}-written`);
      await flush.call(this);
      moment(`${name}-flushed`);
    };
  }
  const files = createRequire(import.meta.url)('node:fs/promises') as { unlink: typeof unlink };
  const original = files.unlink;
  files.unlink = async (path) => {
    moment('unlink-asked');
    await original(path);
  };
  watchTrays();
  syncBuiltinESMExports();
}

function watchTrays(): void {
  const files = createRequire(import.meta.url)('node:fs') as {
    writevSync: typeof writevSync;
    fdatasync: typeof fdatasync;
  };
  const { writevSync: write, fdatasync: flush } = files;
  files.writevSync = (...args) => {
    const written = write(...args);
    moment('tray-written');
    return written;
  };
  const watched = (descriptor: number, done: (cause: NodeJS.ErrnoException | null) => void): void =>
    flush(descriptor, (cause) => {
      moment('tray-flushed');
      done(cause);
    });
  files.fdatasync = watched as typeof fdatasync;
}
