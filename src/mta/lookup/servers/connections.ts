/** Connections kept from one lookup to the next: one for each server and who is logged in there. */
import { within } from './within.ts';

export interface Connections<C> {
  /** The one that is open, or a new one; who asks at the same time shares it. */
  readonly get: (name: string, open: () => Promise<C>) => Promise<C>;
  /** Is it one that was there before? It may have died meanwhile. */
  readonly has: (name: string) => boolean;
  /** This one is of no use any more. */
  readonly drop: (name: string) => void;
  readonly close: () => Promise<void>;
}

/** As Exim's lookup_open_max; the one longest there goes first. */
const MAX_OPEN = 25;
/** Until a server is connected, has spoken its TLS and let us in; a little longer than what libraries wait for the connection. */
const OPEN_WITHIN_MS = 6000;
/** Until it has heard that we go. */
const END_WITHIN_MS = 1000;

export function createConnections<C>(end: (connection: C) => unknown): Connections<C> {
  const open = new Map<string, Promise<C>>();
  const drop = (name: string): void => {
    const connection = open.get(name);
    open.delete(name);
    if (connection !== undefined) ending(connection);
  };
  const ending = (connection: Promise<C>): Promise<unknown> =>
    within(END_WITHIN_MS, connection.then(end)).catch(() => undefined);
  return {
    get(name, start) {
      const known = open.get(name);
      if (known !== undefined) return known;
      if (open.size >= MAX_OPEN) drop([...open.keys()][0]!);
      const opening = start();
      const started = within(OPEN_WITHIN_MS, opening);
      open.set(name, started);
      started.catch(() => {
        if (open.get(name) === started) open.delete(name);
        // One that opens when nobody waits any more is of no use.
        opening.then(end).catch(() => undefined);
      });
      return started;
    },
    has: (name) => open.has(name),
    drop,
    async close() {
      const all = [...open.values()];
      open.clear();
      await Promise.all(all.map(ending));
    },
  };
}
