/**
 * Logs of messages: a row a line, in the order of time; lines of the same instant by process, and in their order.
 *
 * Lines are held until something else of their message is written, or some tenths of a second.
 */
import { encodeBase62 } from '../../message-id/index.ts';
import { type Journal, quiet } from './journal.ts';
import { keyOf, rangeOf } from './keys.ts';
import { renewed, type Store } from './store.ts';

export type LogLine = readonly [key: string, line: string];

export interface MessageLogs {
  append(id: string, line: string, nowMs: number): void;
  /** What is on its way to the database is waited for. */
  read(id: string): Promise<string | undefined>;
  /** What is held of that message. */
  held(id: string): readonly LogLine[] | undefined;
  /** Inside of a write: what is held of that message goes with it. */
  put(id: string): void;
  /** What is held of that message goes another way, or nowhere. */
  drop(id: string): void;
  /** Writes all that is held. */
  close(): Promise<void>;
}

const HELD_MS = 200;

let count = 0;

export function createMessageLogs(store: Store, journal: Journal): MessageLogs {
  const held = new Map<string, LogLine[]>();
  let timer: NodeJS.Timeout | undefined;
  /** Lines that are held no more, and not there yet. */
  let leaving: Promise<unknown> | undefined;

  const put = (id: string): void => {
    for (const [key, line] of held.get(id) ?? []) putLine(store, id, key, line);
    held.delete(id);
  };
  const writeAll = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (held.size === 0) return;
    leaving = journal.write(
      (act) => store.env.batch(act),
      () => {
        for (const id of [...held.keys()]) put(id);
      },
    );
    await leaving;
  };
  return {
    append: (id, line, nowMs) => {
      count += 1;
      const entry = [
        `${encodeBase62(nowMs, 8)}${encodeBase62(process.pid, 4)}${encodeBase62(count, 5)}`,
        line,
      ] as const;
      const known = held.get(id);
      if (known === undefined) held.set(id, [entry]);
      else known.push(entry);
      timer ??= setTimeout(writeAll, HELD_MS).unref();
    },
    read: async (id) => {
      await leaving;
      const written = [...renewed(store).logs.getRange(rangeOf(id))].map(({ value }) => value.toString('latin1'));
      const lines = [...written, ...(held.get(id) ?? []).map(([, line]) => line)];
      return lines.length === 0 ? undefined : lines.join('');
    },
    held: (id) => held.get(id),
    put,
    drop: (id) => void held.delete(id),
    close: writeAll,
  };
}

/** Inside of a write. */
export function putLine(store: Store, id: string, key: string, line: string): void {
  quiet(store.logs.put(keyOf(id, key), Buffer.from(line, 'latin1')));
}
