import { describe, expect, it } from 'vitest';
import type { Bench } from './index.ts';
import { arrived, bodyOf, claimed, newIds, store, value } from './world.ts';

const MIB = 1024 * 1024;

export function spaceContract(bench: Bench): void {
  describe('space', () => {
    it('is told', async () => {
      expect(value(await bench.spool.space()).freeOctets).toBeGreaterThan(0);
    });

    it('ends with a refusal, loses nothing, and comes back when messages go', async (context) => {
      const spool = await bench.world.openSmall?.(8 * MIB);
      if (spool === undefined)
        return context.skip('this engine cannot be limited here: no right to mount a small file system');
      const ids = newIds();
      const kept = await fill(spool, ids, MIB);
      expect(kept.length).toBeGreaterThan(0);
      for (const id of kept) expect((await bodyOf(spool, id)).length).toBe(MIB);
      for (const id of kept) value(await (await claimed(spool, id)).remove());
      const again = ids.next();
      await store(spool, again, [Buffer.alloc(MIB)]);
      expect((await bodyOf(spool, again)).length).toBe(MIB);
    });
  });

  /** Stores until it is refused, which must be for want of space, and leave no trace. */
  async function fill(spool: Bench['spool'], ids: ReturnType<typeof newIds>, octets: number): Promise<string[]> {
    const kept: string[] = [];
    for (let n = 0; n < 100; n++) {
      const id = ids.next();
      const writer = spool.begin(id);
      for (let at = 0; at < octets; at += 65_536) await writer.write(Buffer.alloc(65_536, n));
      const stored = await writer.commit(arrived(id));
      if (stored.ok) {
        kept.push(id);
        continue;
      }
      expect(stored.error).toMatchObject({ code: 'spool/no-space', temporary: true });
      expect(await spool.read(id)).toMatchObject({ ok: false, error: { code: 'spool/missing' } });
      return kept;
    }
    return expect.fail('it never was full');
  }
}
