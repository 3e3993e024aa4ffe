import { describe, expect, it } from 'vitest';
import type { Hint, Hints } from '../../../../src/mta/spool/index.ts';
import type { Bench } from './index.ts';
import { START_MS } from './world.ts';

const add =
  (by: number, expiresAtMs?: number) =>
  (before: Hint<number> | undefined): Hint<number> => ({
    value: (before?.value ?? 0) + by,
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  });

async function keys(hints: Hints<number>, prefix?: string): Promise<string[]> {
  const found: string[] = [];
  for await (const [key] of hints.list(prefix)) found.push(key);
  return found;
}

export function hintContract(bench: Bench): void {
  const hints = (): Hints<number> => bench.spool.hints<number>('ratelimit');

  describe('hints', () => {
    it('are read and written in one step, whoever else does', async () => {
      const others = await Promise.all([bench.world.open(), bench.world.open()]);
      const all = [bench.spool, ...others].map((spool) => spool.hints<number>('ratelimit'));
      await Promise.all(Array.from({ length: 90 }, (_, n) => all[n % 3]!.update('k', add(1))));
      for (const one of all) expect(await one.get('k')).toBe(90);
    });

    it('are of their namespace alone', async () => {
      await hints().update('k', add(1));
      for (const other of ['retry', 'callout', 'seen', 'misc', 'tls', 'wait'] as const)
        expect(await bench.spool.hints(other).get('k')).toBeUndefined();
    });

    it('end when they expire', async () => {
      await hints().update('short', add(1, START_MS + 1000));
      await hints().update('long', add(1, START_MS + 5000));
      await hints().update('ever', add(1));
      expect(await hints().get('short')).toBe(1);
      bench.clock.advance(1000);
      expect(await hints().get('short')).toBeUndefined();
      expect(await keys(hints())).toEqual(['ever', 'long']);
      await hints().update('long', add(1));
      expect(await hints().get('long')).toBe(2);
      expect(await hints().expire()).toBe(1);
      expect(await hints().expire()).toBe(0);
      await hints().update('short', add(7));
      expect(await hints().get('short')).toBe(7);
    });

    it('are taken away', async () => {
      await hints().update('k', add(1));
      expect(await hints().update('k', () => undefined)).toBeUndefined();
      expect(await hints().get('k')).toBeUndefined();
      expect(await hints().update('never', () => undefined)).toBeUndefined();
    });

    it('are listed by prefix, keys of any octets and length', async () => {
      const long = `T:${'h'.repeat(4000)}`;
      const all = ['', 'R:a', 'R:b\x00\xff', 'T:host:192.0.2.1', long, 'T:\xe9'];
      for (const [n, key] of all.entries()) await hints().update(key, add(n + 1));
      expect((await keys(hints())).sort()).toEqual([...all].sort());
      expect((await keys(hints(), 'T:')).sort()).toEqual(['T:host:192.0.2.1', long, 'T:\xe9'].sort());
      expect(await keys(hints(), 'R:b')).toEqual(['R:b\x00\xff']);
      for (const [n, key] of all.entries()) expect(await hints().get(key)).toBe(n + 1);
    });

    it('hold what JSON can say', async () => {
      const odd = { a: [1, 'é\x00', null, { b: true }], n: 1.5e300 };
      const misc = bench.spool.hints<typeof odd>('misc');
      await misc.update('k', () => ({ value: odd }));
      expect(await misc.get('k')).toEqual(odd);
    });

    it('are shared with who comes later', async () => {
      await hints().update('k', add(3));
      expect(await (await bench.world.open()).hints<number>('ratelimit').get('k')).toBe(3);
    });
  });
}
