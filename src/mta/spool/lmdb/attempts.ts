/** Deliveries that were tried: a row each, numbered as they came, the newest kept. */
import { decodeBase62, encodeBase62 } from '../../message-id/index.ts';
import { MAX_ATTEMPTS, type StoredAttempt } from '../message.ts';
import { decodeRecord, encodeRecord } from '../record.ts';
import { quiet } from './journal.ts';
import { keyOf, rangeOf } from './keys.ts';
import { renewed, type Store } from './store.ts';

const DIGITS = 6;

/** Inside of a write, by who has the claim. */
export function putAttempts(store: Store, id: string, attempts: readonly StoredAttempt[]): void {
  if (attempts.length === 0) return;
  const keys = [...store.attempts.getKeys(rangeOf(id))];
  let next = keys.length === 0 ? 0 : numberOf(keys.at(-1)!) + 1;
  for (const attempt of attempts.slice(-MAX_ATTEMPTS)) {
    const key = keyOf(id, encodeBase62(next, DIGITS));
    quiet(store.attempts.put(key, encodeRecord(attempt)));
    keys.push(key);
    next += 1;
  }
  for (const key of keys.slice(0, -MAX_ATTEMPTS)) quiet(store.attempts.remove(key));
}

const numberOf = (key: Buffer): number => decodeBase62(key.toString('latin1', key.length - DIGITS)) ?? 0;

/** One that does not read is left out. */
export function readAttempts(store: Store, id: string): readonly StoredAttempt[] {
  return [...renewed(store).attempts.getRange(rangeOf(id))]
    .map(({ value }) => decodeRecord<StoredAttempt>(value))
    .filter((attempt) => attempt !== undefined);
}
