import { describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS, type StoredAttempt } from '../../../../src/mta/spool/index.ts';
import type { Bench } from './index.ts';
import { claimed, newIds, START_MS, store, value } from './world.ts';

const attempt = (number: number): StoredAttempt => ({
  atMs: START_MS + number,
  tookMs: 5,
  router: 'dnslookup',
  transport: 'remote_smtp',
  recipients: [{ address: 'bob@example.net', status: 'deferred', errno: -44, text: `number ${number}` }],
  hosts: [{ host: 'mx.example.net [192.0.2.25]:25', result: 'deferred', errno: -44 }],
  transcript: ['< 220 mx.example.net ESMTP', '> EHLO here.example', '< 250 caf\u00e9'],
});

export function attemptContract(bench: Bench): void {
  describe('attempts', () => {
    it('are kept in their order, as they were written, for every process', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const claim = await claimed(bench.spool, id);
      expect(await bench.spool.attempts(id)).toEqual([]);
      value(await claim.update({ attempts: [attempt(1), attempt(2)] }));
      value(await claim.update({ attempts: [attempt(3)], warnings: 1 }));
      const other = await bench.world.open();
      expect(await other.attempts(id)).toEqual([attempt(1), attempt(2), attempt(3)]);
      expect(value(await other.read(id)).warnings).toBe(1);
    });

    it(`are the newest ${MAX_ATTEMPTS}, of many at once and one after another`, async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const claim = await claimed(bench.spool, id);
      const all = Array.from({ length: 3 * MAX_ATTEMPTS }, (_, number) => attempt(number));
      value(await claim.update({ attempts: all.slice(0, 2 * MAX_ATTEMPTS) }));
      for (const one of all.slice(2 * MAX_ATTEMPTS, -1)) value(await claim.update({ attempts: [one] }));
      value(await claim.update({ attempts: all.slice(-1) }));
      expect(await bench.spool.attempts(id)).toEqual(all.slice(-MAX_ATTEMPTS));
    });

    it('belong to one message, go with it, and are not written by who has lost it', async () => {
      const ids = newIds();
      const [one, other] = [ids.next(), ids.next()];
      await store(bench.spool, one);
      await store(bench.spool, other);
      const claim = await claimed(bench.spool, one, 1000);
      value(await claim.update({ attempts: [attempt(1)] }));
      value(await (await claimed(bench.spool, other)).update({ attempts: [attempt(2)] }));
      bench.clock.advance(1001);
      const later = await claimed(bench.spool, one);
      expect(await claim.update({ attempts: [attempt(9)] })).toMatchObject({ error: { code: 'spool/lost' } });
      expect(await bench.spool.attempts(one)).toEqual([attempt(1)]);
      value(await later.remove());
      expect(await bench.spool.attempts(one)).toEqual([]);
      expect(await bench.spool.attempts(other)).toEqual([attempt(2)]);
    });
  });
}
