/** Logs of messages: a row a line, in the order of time; lines of the same instant by process, and in their order. */
import { encodeBase62 } from '../../message-id/index.ts';
import { quiet } from './journal.ts';
import { keyOf, rangeOf } from './keys.ts';
import { renewed, type Store } from './store.ts';

let count = 0;

export function appendLog(store: Store, id: string, line: string, nowMs: number): void {
  count += 1;
  const key = keyOf(id, `${encodeBase62(nowMs, 8)}${encodeBase62(process.pid, 4)}${encodeBase62(count, 5)}`);
  quiet(store.logs.put(key, Buffer.from(line, 'latin1')));
}

export function messageLog(store: Store, id: string): string | undefined {
  const lines = [...renewed(store).logs.getRange(rangeOf(id))].map(({ value }) => value.toString('latin1'));
  return lines.length === 0 ? undefined : lines.join('');
}

/** Of a message that was not stored after all. */
export function dropLog(store: Store, id: string): void {
  for (const key of renewed(store).logs.getKeys(rangeOf(id))) quiet(store.logs.remove(key));
}
