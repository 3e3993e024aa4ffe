/** The newest id there was, for generators that begin after the clock was put back. */
import { quiet } from './journal.ts';
import type { Store } from './store.ts';

/**
 * Remembers an id that goes, where it is the newest; to be called inside of a write.
 *
 * One row a process number, so that no two write the same.
 */
export function noteNewest(store: Store, id: string): void {
  const [last] = store.queue.getKeys({ reverse: true, limit: 1 });
  if (last !== undefined && last > id) return;
  const key = `newest ${process.pid}`;
  const before = store.meta.get(key)?.toString('latin1');
  if (before === undefined || before < id) quiet(store.meta.put(key, Buffer.from(id, 'latin1'), 1));
}

export function newestId(store: Store): string | undefined {
  const [last] = store.queue.getKeys({ reverse: true, limit: 1 });
  const gone = [...store.meta.getRange({ start: 'newest ', end: 'newest!' })].map(({ value }) =>
    value.toString('latin1'),
  );
  return [...(last === undefined ? [] : [last]), ...gone].sort().at(-1);
}
