import type { Clock } from '../../../base/index.ts';
import type { Hint, Hints } from '../spool.ts';

export function memoryHints<V>(values: Map<string, Hint<unknown>>, clock: Clock): Hints<V> {
  const live = (key: string): Hint<V> | undefined => {
    const hint = values.get(key) as Hint<V> | undefined;
    return hint === undefined || isExpired(hint, clock.now().getTime()) ? undefined : hint;
  };
  return {
    get: (key) => live(key)?.value,
    update: async (key, change) => {
      const after = change(live(key));
      if (after === undefined) values.delete(key);
      else values.set(key, after);
      return after;
    },
    list: async function* (prefix = '') {
      for (const key of [...values.keys()].filter((name) => name.startsWith(prefix)).sort()) {
        const hint = live(key);
        if (hint !== undefined) yield [key, hint] as const;
      }
    },
    expire: async () => {
      const gone = [...values.keys()].filter((key) => live(key) === undefined);
      for (const key of gone) values.delete(key);
      return gone.length;
    },
  };
}

export function isExpired(hint: Hint<unknown>, nowMs: number): boolean {
  return hint.expiresAtMs !== undefined && hint.expiresAtMs <= nowMs;
}
