/**
 * Hints: read, changed, and written where nobody else has written since.
 *
 * Changes of one key by one process do not wait for each other: each builds on what the one before is about to write, and
 * if that one fails (another process was faster), they all begin again.
 */
import type { Clock } from '../../../base/index.ts';
import { isExpired } from '../memory/hints.ts';
import { decodeRecord, encodeRecord } from '../record.ts';
import type { Hint, HintNamespace, Hints } from '../spool.ts';
import { type Journal, quiet } from './journal.ts';
import { keyOf, rangeOf } from './keys.ts';
import { newToken, renewed, type Store } from './store.ts';

interface HintRecord extends Hint<unknown> {
  readonly key: string;
}

/** A row as it is, or is about to be; no version: there is none. */
interface Row {
  readonly version: number | undefined;
  readonly record: HintRecord | undefined;
}

export interface HintStore {
  open<V>(namespace: HintNamespace): Hints<V>;
}

export function createHints(store: Store, journal: Journal, clock: Clock): HintStore {
  /** What this process is writing, by key, until it is written. */
  const pending = new Map<string, Row>();

  const readRow = (key: Buffer, { hints } = store): Row => {
    const entry = hints.getEntry(key);
    if (entry === undefined) return { version: undefined, record: undefined };
    return { version: entry.version, record: decodeRecord<HintRecord>(entry.value) };
  };
  const live = (record: HintRecord | undefined): HintRecord | undefined =>
    record === undefined || isExpired(record, clock.now().getTime()) ? undefined : record;

  const writeRow = async (key: Buffer, before: Row, after: Row): Promise<boolean> => {
    const version = (before.version ?? null) as number; // null: there must be none
    const written = await journal.write(
      (act) => store.hints.ifVersion(key, version, act),
      () => {
        if (after.record !== undefined)
          quiet(store.hints.put(key, encodeRecord(after.record), after.version ?? newToken()));
        else if (before.version !== undefined) quiet(store.hints.remove(key));
      },
    );
    return !written.ok || written.value; // what cannot be stored is lost, and not tried again
  };

  const update = async <V>(
    key: Buffer,
    text: string,
    change: (before: Hint<V> | undefined) => Hint<V> | undefined,
  ): Promise<Hint<V> | undefined> => {
    const name = key.toString('latin1');
    for (;;) {
      const before = pending.get(name) ?? readRow(key, renewed(store));
      const hint = change(hintOf<V>(live(before.record)));
      const record = hint === undefined ? undefined : { ...hint, key: text };
      const after: Row = { version: record === undefined ? undefined : newToken(), record };
      pending.set(name, after);
      const isWritten = await writeRow(key, before, after);
      if (!isWritten || pending.get(name) === after) pending.delete(name);
      if (isWritten) return hint;
    }
  };

  return {
    open: <V>(namespace: HintNamespace): Hints<V> => ({
      get: (text) => {
        const key = keyOf(namespace, text);
        const row = (pending.size === 0 ? undefined : pending.get(key.toString('latin1'))) ?? readRow(key);
        return live(row.record)?.value as V | undefined;
      },
      update: (text, change) => update<V>(keyOf(namespace, text), text, change),
      list: async function* (prefix = '') {
        for (const { record } of rowsOf(store, namespace))
          if (record.key.startsWith(prefix) && live(record) !== undefined)
            yield [record.key, hintOf<V>(record)!] as const;
      },
      expire: async () => {
        const gone = rowsOf(store, namespace).filter(({ record }) => live(record) === undefined);
        const removed = await Promise.all(
          gone.map(({ key, version }) =>
            journal.write(
              (act) => store.hints.ifVersion(key, version, act),
              () => quiet(store.hints.remove(key)),
            ),
          ),
        );
        return removed.filter((written) => written.ok && written.value).length;
      },
    }),
  };
}

function hintOf<V>(record: HintRecord | undefined): Hint<V> | undefined {
  if (record === undefined) return undefined;
  const { value, expiresAtMs } = record as Hint<V>;
  return { value, ...(expiresAtMs !== undefined && { expiresAtMs }) };
}

interface StoredHint {
  readonly key: Buffer;
  readonly version: number;
  readonly record: HintRecord;
}

function rowsOf(store: Store, namespace: HintNamespace): StoredHint[] {
  return [...renewed(store).hints.getRange({ ...rangeOf(namespace), versions: true })].flatMap(
    ({ key, version, value }) => {
      const record = decodeRecord<HintRecord>(value);
      return record === undefined ? [] : [{ key, version: version!, record }];
    },
  );
}
