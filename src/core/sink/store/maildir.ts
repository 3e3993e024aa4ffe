/** A Maildir: written in tmp/, moved to new/, so that nobody ever sees half a message. */
import { mkdir, open, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { err, ok } from '../../../base/index.ts';
import { storeError } from './error.ts';
import { createFileWriter } from './file-writer.ts';
import type { MessageWriter, OpenStore } from './types.ts';

export const openMaildir: OpenStore = async (path, syncs) => {
  try {
    for (const folder of ['tmp', 'new', 'cur']) await mkdir(join(path, folder), { recursive: true, mode: 0o700 });
  } catch (cause) {
    return err(storeError(path, cause));
  }
  const names = uniqueNames();
  return ok({ begin: () => beginMessage(path, names(), syncs) });
};

function beginMessage(path: string, name: string, syncs: boolean): MessageWriter {
  const [temporary, final] = [join(path, 'tmp', name), join(path, 'new', name)];
  const file = createFileWriter(temporary);
  return {
    write: file.write,
    discard: file.discard,
    async finish() {
      const handle = await file.flushed();
      if (syncs) await handle.sync();
      await handle.close();
      await rename(temporary, final);
      if (syncs) await syncFolder(join(path, 'new'));
      return final;
    },
  };
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Seconds, then what sets two messages of one second apart, then the host, its `/` and `:` written as numbers. */
function uniqueNames(): () => string {
  const host = hostname().replaceAll('/', '\\057').replaceAll(':', '\\072');
  let count = 0;
  return () => {
    const now = Date.now();
    count += 1;
    return `${Math.floor(now / 1000)}.M${(now % 1000) * 1000}P${process.pid}Q${count}.${host}`;
  };
}
