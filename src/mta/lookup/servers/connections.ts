/** Connections kept from one lookup to the next: one for each server and who is logged in there. */

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

export function createConnections<C>(end: (connection: C) => unknown): Connections<C> {
  const open = new Map<string, Promise<C>>();
  const drop = (name: string): void => {
    const connection = open.get(name);
    open.delete(name);
    if (connection !== undefined) ending(connection);
  };
  const ending = (connection: Promise<C>): Promise<unknown> => connection.then(end).catch(() => undefined);
  return {
    get(name, start) {
      const known = open.get(name);
      if (known !== undefined) return known;
      if (open.size >= MAX_OPEN) drop([...open.keys()][0]!);
      const started = start();
      open.set(name, started);
      started.catch(() => {
        if (open.get(name) === started) open.delete(name);
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
