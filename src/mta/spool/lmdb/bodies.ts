/**
 * Bodies with a file of their own: `bodies/<id>.<pid>-<when it began>`.
 *
 * The name says whose file it is, so that one which no message names can be told from one that is still being written.
 * A file is flushed, and then the folder with its name, before the commit that names it.
 */

import type { Stats } from 'node:fs';
import { readdirSync } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CHUNK_OCTETS } from '../memory/body.ts';
import type { StoredBody } from '../spool.ts';
import { giveTo } from './folder.ts';
import { isLeftBehind, ourName } from './owner.ts';

export interface Bodies {
  create(id: string): Promise<BodyFile>;
  open(name: string): Promise<StoredBody>;
  remove(name: string): Promise<void>;
  /** Flushes the folder; who asks while one flush is under way shares the next. */
  syncFolder(): Promise<void>;
  /** What processes left that have ended. */
  leftBehind(): readonly { readonly id: string; readonly name: string }[];
}

export interface BodyFile {
  readonly name: string;
  readonly handle: FileHandle;
}

export function openBodies(path: string, owner: Stats): Bodies {
  const mark = ourName();
  return {
    create: async (id) => {
      const name = `${id}.${mark}`;
      const handle = await open(join(path, name), 'w+', 0o600);
      giveTo(join(path, name), owner);
      return { name, handle };
    },
    open: async (name) => fileBody(await open(join(path, name), 'r')),
    remove: (name) => unlink(join(path, name)).catch(() => {}), // who was killed in between has done it
    syncFolder: sharedFlush(async () => {
      const handle = await open(path, 'r');
      await handle.sync().finally(() => handle.close());
    }),
    leftBehind: () =>
      readdirSync(path).flatMap((name) => {
        const [, id, owner] = /^([0-9A-Za-z-]+)\.(.*)$/.exec(name) ?? [];
        return id !== undefined && isLeftBehind(owner!) ? [{ id, name }] : [];
      }),
  };
}

async function fileBody(handle: FileHandle): Promise<StoredBody> {
  const { size } = await handle.stat();
  return { octets: size, chunks: (from = 0) => readChunks(handle, from), close: () => handle.close() };
}

export async function* readChunks(handle: FileHandle, from: number): AsyncGenerator<Uint8Array> {
  for (let at = from; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK_OCTETS), 0, CHUNK_OCTETS, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** At most one flush at a time; one that began before the asking does not count. */
function sharedFlush(flush: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  return () => {
    next ??= (running ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        running = next;
        next = undefined;
        return flush();
      });
    return next;
  };
}
