/**
 * Messages that stay long keep a tray from being used again: when few are left in it, they go into the database.
 *
 * All in one transaction, in which they are looked at and written, so that nobody changes them in between; who has a claim
 * may be about to, so claimed ones stay where they are.
 */
import { type Journal, quiet } from './journal.ts';
import { keyOf } from './keys.ts';
import { putLine } from './logs.ts';
import { placeOf, recordOfRow } from './rows.ts';
import type { Store } from './store.ts';
import type { Trays } from './tray/index.ts';

export async function moveOut(store: Store, journal: Journal, trays: Trays, ids: readonly string[]): Promise<void> {
  await journal.write(
    (act) =>
      store.env.transaction(() => {
        act();
        return true;
      }),
    () => {
      for (const id of ids) moveOne(store, trays, id);
    },
  );
}

function moveOne(store: Store, trays: Trays, id: string): void {
  const [place, row] = [placeOf(store, id), store.queue.get(id)];
  if (place === undefined || row === undefined || store.claims.doesExist(id)) return;
  const content = trays.read(place);
  if (content === undefined) return;
  quiet(store.queue.put(id, recordOfRow(row)));
  quiet(store.content.put(id, content));
  for (const [key, line] of trays.slipOf(place)?.log ?? []) putLine(store, id, key, line);
  quiet(store.tenants.remove(keyOf(place.tray, id)));
}
