import { describe, expect, it } from 'vitest';
import { type ArrivedMessage, isSettled, type QueueEntry } from '../../../../src/mta/spool/index.ts';
import type { Bench } from './index.ts';
import { claimed, entries, newIds, outlines, START_MS, store, value } from './world.ts';

export function listingContract(bench: Bench): void {
  describe('the listing', () => {
    it('has a message in the queue it was moved to, and no more in the one it was in', async () => {
      const id = newIds().next();
      await store(bench.spool, id);
      const claim = await claimed(bench.spool, id);
      value(await claim.update({ queue: 'sales' }));
      expect(await entries(bench.spool, { queue: '' })).toEqual([]);
      expect(await entries(bench.spool, { queue: 'sales' })).toMatchObject([{ id, queue: 'sales' }]);
      value(await claim.update({ queue: '' }));
      const [entry] = await entries(bench.spool, { queue: '' });
      expect(entry).toMatchObject({ id });
      expect(entry).not.toHaveProperty('queue');
      expect(value(await bench.spool.read(id))).not.toHaveProperty('queue');
    });

    it('is empty in a new spool', async () => {
      expect(await entries(bench.spool)).toEqual([]);
      expect(await bench.spool.count()).toBe(0);
    });

    it('has the messages in the order of arrival, old ids among new ones', async () => {
      const ids = ['1vNtQc-0000000001A-0001', '1vNtQc-0000000001B-0000', '1vNtQd-0000Ab-Zz', '1vNtQd-0000000001A-0001'];
      for (const id of [ids[2]!, ids[0]!, ids[3]!, ids[1]!]) await store(bench.spool, id);
      expect((await entries(bench.spool)).map(({ id }) => id)).toEqual([...ids].sort());
    });

    it('tells what is shown of a message', async () => {
      const id = newIds().next();
      await store(bench.spool, id, '12345\r\n', {
        senderSetUntrusted: true,
        frozenAtMs: START_MS + 5,
        body: { lineCount: 1, wireFormat: true },
        headers: [
          { letter: ' ', text: 'A: b\r\n' },
          { letter: '*', text: 'Not: counted\n' },
        ],
      });
      expect(await entries(bench.spool)).toEqual([
        {
          id,
          receivedAtMs: START_MS,
          login: 'mail',
          senderSetUntrusted: true,
          sender: 'alice@example.org',
          recipients: [{ address: 'bob@example.net' }],
          progress: [],
          frozenAtMs: START_MS + 5,
          manualThaw: false,
          warnings: 0,
          firstDelivery: true,
          sizeOctets: 5 + 1 + 6, // line ends are one octet
        },
      ]);
    });

    it('is of one queue, or of a range of ids, where that was asked', async () => {
      const ids = newIds();
      const made = Array.from({ length: 6 }, () => ids.next());
      for (const [n, id] of made.entries()) await store(bench.spool, id, 'x', n % 2 === 0 ? {} : { queue: 'slow' });
      const listed = async (options: Parameters<typeof bench.spool.list>[0]): Promise<number[]> =>
        (await entries(bench.spool, options)).map(({ id }) => made.indexOf(id));
      expect(await listed({ queue: 'slow' })).toEqual([1, 3, 5]);
      expect(await listed({ queue: '' })).toEqual([0, 2, 4]);
      expect(await listed({ from: made[2]!, to: made[4]! })).toEqual([2, 3, 4]);
      expect(await listed({ from: made[3]!, queue: 'slow' })).toEqual([3, 5]);
    });

    it('leaves out what came of addresses where nobody wants to know', async () => {
      const settled = [{ address: 'bob@example.net', status: 'deferred', atMs: 1 }] as const;
      await store(bench.spool, newIds().next(), 'x', { settled });
      const progress = async (withoutProgress: boolean): Promise<number[]> =>
        (await entries(bench.spool, { withoutProgress })).map((entry) => entry.progress.length);
      expect(await progress(false)).toEqual([1]);
      expect(await progress(true)).toEqual([0]);
    });

    it('has in outlines what entries have of the same messages, whatever their texts', async () => {
      const ids = newIds();
      const many = Array.from({ length: 3000 }, (_, at) => ({ address: `u${at}@list.example` }));
      const far = `${'x'.repeat(1600)}@long.example`;
      const cases: readonly Partial<ArrivedMessage>[] = [
        {},
        { queue: 'slow', senderSetUntrusted: true, frozenAtMs: START_MS + 0.5, sender: '' },
        {
          sender: '"a\\"b" c"@x.example',
          recipients: [{ address: 'caf\u00c3\u00a9@x.example' }, { address: '"q\\\\"@x.example' }],
        },
        {
          recipients: [
            { address: 'a@x.example', orcpt: 'rfc822;a@x.example', notify: ['NEVER'] },
            { address: far, parent: 0 },
          ],
        },
        { recipients: many, settled: many.map(({ address }) => ({ address, status: 'done', atMs: 1 })) },
        { settled: [DEFERRED, { ...DEFERRED, address: '"},{"@x.example', text: 'said "no"' }] },
        {
          settled: [
            { ...DEFERRED, address: far, status: 'failed' },
            { address: 'z@x.example', status: 'done', atMs: 1 },
          ],
        },
      ];
      for (const more of cases) await store(bench.spool, ids.next(), 'x', more);
      const whole = await entries(bench.spool);
      expect(await outlines(bench.spool)).toMatchObject(whole.map(outlineOf));
      expect(await outlines(bench.spool, { queue: 'slow' })).toHaveLength(1);
      const settled = whole.map((entry) => entry.progress.filter(isSettled).map(({ address }) => address));
      const settledOnly = await outlines(bench.spool, { settledOnly: true });
      expect(settledOnly.map(({ progress }) => progress.map(({ address }) => address))).toEqual(settled);
      expect(settledOnly.flatMap(({ progress }) => progress).every(isSettled)).toBe(true);
    });

    it('goes over many pages, and begins in the middle of them', async () => {
      const ids = newIds();
      const made = Array.from({ length: 1200 }, () => ids.next());
      await Promise.all(made.map((id, at) => store(bench.spool, id, 'x', at % 3 === 0 ? { settled: [DEFERRED] } : {})));
      const found = await entries(bench.spool);
      expect(found.map(({ id, progress }) => [id, progress.length])).toEqual(
        made.map((id, at) => [id, at % 3 === 0 ? 1 : 0]),
      );
      const later = await outlines(bench.spool, { from: made[700]!, to: made[1150]! });
      expect(later.map(({ id }) => id)).toEqual(made.slice(700, 1151));
    });

    it('goes on while messages come and go', async () => {
      const ids = newIds();
      const made = Array.from({ length: 30 }, () => ids.next());
      for (const id of made) await store(bench.spool, id);
      const seen: string[] = [];
      for await (const item of bench.spool.list()) {
        const id = item.kind === 'message' ? item.entry.id : item.id;
        seen.push(id);
        const claim = await bench.spool.claim(id, 1000);
        if (claim.ok) await claim.value.remove();
      }
      expect(seen).toEqual(made);
      expect(await bench.spool.count()).toBe(0);
    });
  });
}

const DEFERRED = {
  address: 'bob@example.net',
  status: 'deferred',
  atMs: 1,
  router: 'out',
  transport: 'smtp',
  host: 'mx.example.net [192.0.2.1]:25',
  errno: 111,
  text: 'Connection refused',
  attempts: 2,
  nextAttemptAtMs: START_MS + 60_000,
  waitsFor: ['T:mx.example.net:192.0.2.1:25'],
  lastTryAtMs: START_MS + 3_600_000,
} as const;

function outlineOf({
  id,
  receivedAtMs,
  login,
  sender,
  recipients,
  frozenAtMs,
  sizeOctets,
  progress,
}: QueueEntry): object {
  return {
    ...{ id, receivedAtMs, login, sender, sizeOctets },
    ...(frozenAtMs !== undefined && { frozenAtMs }),
    recipients: recipients.map(({ address }) => ({ address })),
    progress: progress.map(({ address, status, text, host, attempts, nextAttemptAtMs }) =>
      Object.fromEntries(
        Object.entries({ address, status, text, host, attempts, nextAttemptAtMs }).filter(
          ([, one]) => one !== undefined,
        ),
      ),
    ),
  };
}
