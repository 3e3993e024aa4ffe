import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../../src/mta/spool/index.ts';
import type { Bench } from './index.ts';
import { arrived, bodyOf, claimed, entries, newIds, START_MS, store, value } from './world.ts';

const progress = (address: string, status: Progress['status'], more: Partial<Progress> = {}): Progress => ({
  address,
  status,
  atMs: START_MS,
  ...more,
});

export function claimContract(bench: Bench): void {
  describe('a claim', () => {
    it('is one at a time, also between processes', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const other = await bench.world.open();
      const claim = await claimed(bench.spool, id);
      expect(await bench.spool.claim(id, 1000)).toMatchObject({ ok: false, error: { code: 'spool/claimed' } });
      expect(await other.claim(id, 1000)).toMatchObject({ ok: false, error: { code: 'spool/claimed' } });
      await claim.release();
      expect((await other.claim(id, 1000)).ok).toBe(true);
    });

    it('goes to one alone of many who ask at once', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const others = await Promise.all([bench.world.open(), bench.world.open()]);
      const asked = [bench.spool, ...others].flatMap((spool) =>
        Array.from({ length: 10 }, () => spool.claim(id, 60_000)),
      );
      expect((await Promise.all(asked)).filter((got) => got.ok)).toHaveLength(1);
    });

    it('comes with the message to who stored it, where asked', async () => {
      const id = newIds().next();
      const writer = bench.spool.begin(id);
      await writer.write(Buffer.from('x'));
      const claim = value(await writer.commit(arrived(id), 60_000));
      expect(claim?.id).toBe(id);
      expect(await bench.spool.claim(id, 1000)).toMatchObject({ ok: false, error: { code: 'spool/claimed' } });
      value(await claim!.remove());
      expect(await bench.spool.count()).toBe(0);
    });

    it('ends with its lease, and who had it can write no more', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const slow = await claimed(bench.spool, id, 10_000);
      bench.clock.advance(10_001);
      const other = await bench.world.open();
      const quick = await claimed(other, id, 10_000);
      expect(await slow.update({ warnings: 9 })).toMatchObject({ ok: false, error: { code: 'spool/lost' } });
      expect(await slow.renew(10_000)).toMatchObject({ ok: false, error: { code: 'spool/lost' } });
      expect(await slow.remove()).toMatchObject({ ok: false, error: { code: 'spool/lost' } });
      await slow.release();
      expect(await bench.spool.claim(id, 1000)).toMatchObject({ ok: false, error: { code: 'spool/claimed' } });
      value(await quick.update({ warnings: 1 }));
      expect(value(await bench.spool.read(id)).warnings).toBe(1);
    });

    it('ends neither sooner nor later when the wall clock is set', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const claim = await claimed(bench.spool, id, 10_000);
      const other = await bench.world.open();
      bench.clock.jump(24 * 3600_000);
      expect(await other.claim(id, 1000)).toMatchObject({ ok: false, error: { code: 'spool/claimed' } });
      value(await claim.update({ warnings: 1 }));
      bench.clock.jump(-48 * 3600_000);
      expect(await other.claimedUntil(id)).toBe(START_MS - 24 * 3600_000 + 10_000);
      bench.clock.advance(10_001);
      value(await other.claim(id, 1000));
    });

    it('can be looked for', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const other = await bench.world.open();
      expect(await other.claimedUntil(id)).toBeUndefined();
      const claim = await claimed(bench.spool, id, 10_000);
      expect(await other.claimedUntil(id)).toBe(START_MS + 10_000);
      await claim.release();
      expect(await other.claimedUntil(id)).toBeUndefined();
      await claimed(bench.spool, id, 10_000);
      bench.clock.advance(10_001);
      expect(await other.claimedUntil(id)).toBeUndefined();
    });

    it('is kept by renewal', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const claim = await claimed(bench.spool, id, 10_000);
      bench.clock.advance(9_000);
      value(await claim.renew(10_000));
      expect(claim.untilMs).toBe(START_MS + 19_000);
      bench.clock.advance(9_000);
      expect(await bench.spool.claim(id, 1000)).toMatchObject({ ok: false, error: { code: 'spool/claimed' } });
      value(await claim.update({ warnings: 2 }));
    });

    it('is not to be had of a message that is not there', async () => {
      expect(await bench.spool.claim('1vNtQc-0000000001A-0001', 1000)).toMatchObject({
        ok: false,
        error: { code: 'spool/missing' },
      });
    });
  });

  describe('a change', () => {
    it('of recipients tells what came of each, and leaves the rest', async () => {
      const id = newIds().next();
      await store(bench.spool, id, 'body', {
        recipients: [{ address: 'a@x' }, { address: 'b@x' }, { address: 'c@x' }],
      });
      const claim = await claimed(bench.spool, id);
      value(await claim.update({ progress: [progress('a@x', 'done'), progress('b@x', 'deferred', { errno: -44 })] }));
      value(
        await claim.update({ progress: [progress('b@x', 'deferred', { attempts: 2 }), progress('child@y', 'done')] }),
      );
      const read = value(await bench.spool.read(id));
      expect([...read.progress].sort((a, b) => (a.address < b.address ? -1 : 1))).toEqual([
        progress('a@x', 'done'),
        progress('b@x', 'deferred', { attempts: 2 }),
        progress('child@y', 'done'),
      ]);
      expect(read.recipients).toHaveLength(3);
      expect((await bodyOf(bench.spool, id)).toString()).toBe('body');
      expect((await entries(bench.spool))[0]?.progress).toHaveLength(3);
    });

    it('is all of it or nothing, and seen by others', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const claim = await claimed(bench.spool, id);
      value(
        await claim.update({
          sender: 'new@example.org',
          addRecipients: [{ address: 'more@example.net', notify: ['NEVER'] }],
          frozenAtMs: START_MS + 7,
          warnings: 3,
          firstDelivery: false,
        }),
      );
      const other = await bench.world.open();
      expect(value(await other.read(id))).toMatchObject({
        sender: 'new@example.org',
        recipients: [{ address: 'bob@example.net' }, { address: 'more@example.net', notify: ['NEVER'] }],
        frozenAtMs: START_MS + 7,
        warnings: 3,
        firstDelivery: false,
        manualThaw: false,
      });
    });

    it('thaws', async () => {
      const id = newIds().next();
      await store(bench.spool, id, 'x', { frozenAtMs: START_MS });
      const claim = await claimed(bench.spool, id);
      value(await claim.update({ frozenAtMs: 'thawed', manualThaw: true }));
      const read = value(await bench.spool.read(id));
      expect(read.manualThaw).toBe(true);
      expect('frozenAtMs' in read).toBe(false);
    });

    it('of many recipients is as good as of one', async () => {
      const id = newIds().next();
      const addresses = Array.from({ length: 2000 }, (_, n) => `user${n}@example.net`);
      await store(bench.spool, id, 'x', { recipients: addresses.map((address) => ({ address })) });
      const claim = await claimed(bench.spool, id);
      for (let at = 0; at < addresses.length; at += 100)
        value(
          await claim.update({ progress: addresses.slice(at, at + 100).map((address) => progress(address, 'done')) }),
        );
      expect(value(await bench.spool.read(id)).progress).toHaveLength(2000);
    });

    it('takes addresses of any length and octets', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const claim = await claimed(bench.spool, id);
      const odd = ['|/bin/sh -c "\xff\x01"', `${'l'.repeat(5000)}@example.net`, `${'l'.repeat(5000)}@example.com`, ''];
      value(await claim.update({ progress: odd.map((address) => progress(address, 'done')) }));
      const known = value(await bench.spool.read(id)).progress.map(({ address }) => address);
      expect([...known].sort()).toEqual([...odd].sort());
    });
  });

  describe('a removal', () => {
    it.each([5, 400_000])('takes away everything of a message of %i octets', async (octets) => {
      const ids = newIds();
      const [gone, stays] = [ids.next(), ids.next()];
      await store(bench.spool, gone, [Buffer.alloc(octets)]);
      await store(bench.spool, stays);
      const claim = await claimed(bench.spool, gone);
      value(await claim.update({ progress: [progress('bob@example.net', 'done')] }));
      value(await claim.remove());
      expect(await bench.spool.read(gone)).toMatchObject({ ok: false, error: { code: 'spool/missing' } });
      expect(await bench.spool.body(gone)).toMatchObject({ ok: false, error: { code: 'spool/missing' } });
      expect(await bench.spool.claim(gone, 1)).toMatchObject({ ok: false, error: { code: 'spool/missing' } });
      expect((await entries(bench.spool)).map(({ id }) => id)).toEqual([stays]);
      await store(bench.spool, gone, 'again');
      expect(value(await bench.spool.read(gone)).progress).toEqual([]);
    });

    it('leaves the body to who is reading it', async () => {
      const id = newIds().next();
      const octets = Buffer.alloc(600_000, 'x');
      await store(bench.spool, id, [octets]);
      const body = value(await bench.spool.body(id));
      value(await (await claimed(bench.spool, id)).remove());
      let seen = 0;
      for await (const part of body.chunks()) seen += part.length;
      await body.close();
      expect(seen).toBe(octets.length);
    });
  });
}
