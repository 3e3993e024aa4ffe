/**
 * Messages that stay long keep a tray from being used again: when few are left in it, they go into the database.
 *
 * Under a claim, since who has one may be about to write the row that names the place.
 */
import type { Claims } from './claims.ts';
import { quiet } from './journal.ts';
import { keyOf } from './keys.ts';
import { putLine } from './logs.ts';
import { placeOf, recordOfRow } from './rows.ts';
import { renewed, type Store } from './store.ts';
import type { Trays } from './tray/index.ts';

const LEASE_MS = 60_000;

/** Those that somebody is at work on stay where they are. */
export async function moveOut(store: Store, trays: Trays, claims: Claims, ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map((id) => moveOne(store, trays, claims, id)));
}

async function moveOne(store: Store, trays: Trays, claims: Claims, id: string): Promise<void> {
  const held = await claims.take(id, LEASE_MS);
  if (!held.ok) return;
  const place = placeOf(renewed(store), id);
  const [row, content] = [store.queue.get(id), place && trays.read(place)];
  if (place !== undefined && row !== undefined && content !== undefined)
    await held.value.write(() => {
      quiet(store.queue.put(id, recordOfRow(row)));
      quiet(store.content.put(id, content));
      for (const [key, line] of trays.slipOf(place)?.log ?? []) putLine(store, id, key, line);
      quiet(store.tenants.remove(keyOf(place.tray, id)));
    });
  await held.value.release();
}
