/**
 * What is listed, as databases for reading alone, beside those of the store.
 *
 * Long queues are listed often, so rows are decoded where the library has them, without a copy or a view of each, and the
 * keys of progress are read as text at once.
 */
import type { Database, RootDatabase } from 'lmdb';
import type { Progress } from '../message.ts';
import { decodeRecord, type QueueRecord } from '../record.ts';

/** What a row of the queue was decoded to, or its octets where it does not read. */
export type QueueRow = QueueRecord | number;

export interface Listed {
  readonly queue: Database<QueueRow, string>;
  readonly progress: Database<Progress | number, string>;
}

export const openListed = (env: RootDatabase<Buffer, string>): Listed => ({
  queue: readerOf<QueueRecord>(env, 'queue', {}),
  progress: readerOf<Progress>(env, 'progress', { keyEncoder: TEXT_KEYS }),
});

/** @param keys  known to the library, as `encoder` is, and missing in its types */
function readerOf<T>(env: RootDatabase<Buffer, string>, name: string, keys: object): Database<T | number, string> {
  const encoder = {
    encode: (): never => {
      throw new Error('the listing writes nothing');
    },
    /** The library gives its own buffer, of which the row is the beginning. */
    decode: (buffer: Buffer, end: number): T | number => decodeRecord<T>(buffer, end) ?? end,
  };
  return env.openDB<T | number, string>({ name, ...keys, ...({ encoder } as object) });
}

/** Keys of `keys.ts`, an octet a character. */
const TEXT_KEYS = {
  writeKey: (key: string, target: Buffer, at: number): number => at + target.write(key, at, 'latin1'),
  readKey: (source: Buffer, start: number, end: number): string => source.toString('latin1', start, end),
};
