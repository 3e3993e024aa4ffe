import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ArrivedMessage } from '../../../../src/mta/spool/index.ts';
import type { Bench } from './index.ts';
import { arrived, bodyOf, claimed, entries, newIds, START_MS, store, value } from './world.ts';

/** Every field there is, with octets that are no ASCII. */
const FULL: Omit<ArrivedMessage, 'id'> = {
  queue: 'slow',
  receivedAtMs: START_MS + 0.123,
  receptionMs: 17,
  submitter: { login: 'jos\xe9', uid: 1000, gid: 1000 },
  sender: 'al\xffce@example.org',
  senderSetUntrusted: true,
  recipients: [
    {
      address: 'a@example.net',
      errorsTo: 'x@example.net',
      orcpt: 'rfc822;a@example.net',
      notify: ['FAILURE', 'DELAY'],
    },
    { address: '"b c"@example.net', parent: 0, notify: ['NEVER'] },
  ],
  headers: [
    { letter: '*', text: 'Old: \x00\xff\n' },
    { letter: 'F', text: 'From: \xc3\xa9\n\t<a@b>\n' },
  ],
  body: { lineCount: 3, zeroCount: 1, maxLineOctets: 998, wireFormat: false },
  connection: {
    protocol: 'esmtpsa',
    heloName: '[192.0.2.1]',
    host: { address: '192.0.2.1', port: 1025 },
    hostName: 'c.example',
    interface: { address: '2001:db8::1', port: 25 },
    ident: 'i',
    activeHostname: 'mx.example',
    authenticator: 'plain',
    authenticatorPublicName: 'PLAIN',
    authenticatedId: 'u',
    authenticatedSender: 's@example.org',
  },
  tls: { version: 'TLS1.3', cipher: 'X', certificateVerified: true, peerDn: 'CN=c', sni: 'mx', ocsp: 4, resumption: 1 },
  variables: { c0: { text: '\x80', tainted: true }, m_note: { text: 'a\nb', tainted: false } },
  flags: { smtpUtf8: true, local: true, utf8Downconvert: 'optional' },
  dsn: { envid: 'e+1', ret: 'HDRS' },
  spam: { score: '1.2', scoreInt: '12', bar: '+' },
  localScanData: 'l',
  debug: { selector: '0x1', logName: 'd' },
  frozenAtMs: START_MS,
};

export function messageContract(bench: Bench): void {
  describe('messages', () => {
    it('come back with every field they had', async () => {
      const id = newIds().next();
      await store(bench.spool, id, 'body', FULL);
      const { settled: _, ...facts } = { ...FULL, settled: undefined };
      expect(value(await bench.spool.read(id))).toEqual({
        ...facts,
        id,
        progress: [],
        manualThaw: false,
        warnings: 0,
        firstDelivery: true,
        bodyOctets: 4,
      });
    });

    it('are not there before they are committed', async () => {
      const id = newIds().next();
      const writer = bench.spool.begin(id);
      await writer.write(Buffer.alloc(300_000));
      const other = await bench.world.open();
      expect(await other.read(id)).toMatchObject({ ok: false, error: { code: 'spool/missing' } });
      expect(await other.count()).toBe(0);
      await writer.abort();
      expect(await bench.spool.read(id)).toMatchObject({ ok: false, error: { code: 'spool/missing' } });
    });

    it('are there for every process once they are', async () => {
      const id = newIds().next();
      const other = await bench.world.open();
      expect(await other.count()).toBe(0);
      await store(bench.spool, id, 'x');
      expect((await bodyOf(other, id)).toString()).toBe('x');
      expect(await other.count()).toBe(1);
    });

    it.each([0, 1, 1023, 131_071, 131_072, 131_073, 1_000_000])(
      'keep a body of %i octets as it was',
      async (octets) => {
        const id = newIds().next();
        const body = randomFillSync(Buffer.alloc(octets));
        const parts = Array.from({ length: Math.ceil(octets / 7000) }, (_, n) =>
          body.subarray(n * 7000, (n + 1) * 7000),
        );
        await store(bench.spool, id, parts);
        expect(value(await bench.spool.read(id)).bodyOctets).toBe(octets);
        expect((await bodyOf(bench.spool, id)).equals(body)).toBe(true);
        const from = Math.floor(octets / 3);
        expect((await bodyOf(bench.spool, id, from)).equals(body.subarray(from))).toBe(true);
      },
    );

    it.each([10, 500_000])('can be looked into before they are committed (%i octets)', async (octets) => {
      const id = newIds().next();
      const body = randomFillSync(Buffer.alloc(octets));
      const writer = bench.spool.begin(id);
      await writer.write(body.subarray(0, octets / 2));
      await writer.write(body.subarray(octets / 2));
      for (let time = 0; time < 2; time++) {
        const seen: Uint8Array[] = [];
        for await (const part of writer.reread()) seen.push(Uint8Array.from(part));
        expect(Buffer.concat(seen).equals(body)).toBe(true);
      }
      expect(writer.octets).toBe(octets);
      value(await writer.commit(arrived(id)));
      expect((await bodyOf(bench.spool, id)).equals(body)).toBe(true);
    });

    it('are not replaced by another of the same id', async () => {
      const id = newIds().next();
      await store(bench.spool, id, 'first');
      const writer = bench.spool.begin(id);
      await writer.write(Buffer.from('second'));
      expect(await writer.commit(arrived(id))).toMatchObject({ ok: false, error: { code: 'spool/exists' } });
      expect((await bodyOf(bench.spool, id)).toString()).toBe('first');
    });

    it('bring what was settled while they came', async () => {
      const id = newIds().next();
      await store(bench.spool, id, 'x', {
        settled: [{ address: 'bob@example.net', status: 'done', atMs: START_MS }],
      });
      expect(value(await bench.spool.read(id)).progress).toEqual([
        { address: 'bob@example.net', status: 'done', atMs: START_MS },
      ]);
      expect((await entries(bench.spool))[0]?.progress).toHaveLength(1);
    });

    it('are committed many at a time, each whole', async () => {
      const ids = newIds();
      const made = Array.from({ length: 200 }, () => ids.next());
      await Promise.all(made.map((id, n) => store(bench.spool, id, `body ${n}`)));
      expect((await entries(bench.spool)).map(({ id }) => id)).toEqual(made);
      for (const [n, id] of made.entries()) expect((await bodyOf(bench.spool, id)).toString()).toBe(`body ${n}`);
    });

    it('tell which id was the newest, also when it has gone', async () => {
      const ids = newIds();
      expect(await bench.spool.newestId()).toBeUndefined();
      const [first, second] = [ids.next(), ids.next()];
      await store(bench.spool, second);
      await store(bench.spool, first);
      value(await (await claimed(bench.spool, second)).remove());
      expect(await bench.spool.newestId()).toBe(second);
    });

    it('have a log of their own, which goes with them', async () => {
      const ids = newIds();
      const [id, other] = [ids.next(), ids.next()];
      expect(await bench.spool.messageLog(id)).toBeUndefined();
      bench.spool.appendLog(id, 'one \xff\n');
      bench.spool.appendLog(other, 'other\n');
      await store(bench.spool, id);
      bench.spool.appendLog(id, 'two\n');
      const claim = await claimed(bench.spool, id);
      expect(await bench.spool.messageLog(id)).toBe('one \xff\ntwo\n');
      value(await claim.remove());
      expect(await bench.spool.messageLog(id)).toBeUndefined();
      expect(await bench.spool.messageLog(other)).toBe('other\n');
    });
  });
}
