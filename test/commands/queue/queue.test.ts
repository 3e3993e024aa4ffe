import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSpool } from '../../../src/mta/spool/index.ts';
import { claimed, store, value } from '../../mta/spool/contract/world.ts';
import { mxray } from '../../support/cli.ts';

const [FIRST, SECOND, THIRD] = [
  '1xWLVV-00000002IQ0-0001',
  '1xWLVW-00000002IQ0-0002',
  '1xWLVX-00000002IQ0-0003',
] as const;

interface Answer {
  readonly data: {
    readonly messages: readonly { readonly messageId: string }[];
    readonly message: object;
    readonly results: readonly object[];
  };
}

describe('queue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-queue-'));
  const config = join(folder, 'exim.conf');
  const spool = join(folder, 'spool');
  beforeAll(async () => {
    writeFileSync(config, `spool_directory = ${spool}\n`);
    const opened = value(await openSpool({ directory: spool }));
    const now = Date.now();
    await store(opened, FIRST, 'hello\r\n', { receivedAtMs: now });
    await store(opened, SECOND, 'x'.repeat(20_000), { receivedAtMs: now - 7_200_000, sender: '', frozenAtMs: now });
    await store(opened, THIRD, 'x', { receivedAtMs: now, sender: 'other@example.com' });
    await opened.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const json = async (...words: string[]) => {
    const { out, status } = await mxray(['queue', ...words, '-C', config, '--json']);
    return { status, ...(JSON.parse(out) as Answer) };
  };
  const listed = async (...words: string[]): Promise<string[]> =>
    (await json('list', ...words)).data.messages.map(({ messageId }) => messageId);

  it('list has them in the order of arrival, narrowed by filters', async () => {
    expect(await listed()).toEqual([FIRST, SECOND, THIRD]);
    expect(await listed('--frozen')).toEqual([SECOND]);
    expect(await listed('--no-frozen')).toEqual([FIRST, THIRD]);
    expect(await listed('--older', '1h')).toEqual([SECOND]);
    expect(await listed('--younger', '1h', '--sender', 'ALICE')).toEqual([FIRST]);
    expect(await listed('--sender', '<>')).toEqual([SECOND]);
    expect(await listed('--larger', '10K')).toEqual([SECOND]);
    expect(await listed('--smaller', '10K', '--recipient', 'bob@')).toEqual([FIRST, THIRD]);
    expect(await listed(THIRD)).toEqual([THIRD]);
  });

  it.skipIf(process.getuid?.() !== 0).each([
    ['whose folder may have been left to root’s group', 0o755, 8, 0],
    ['whose folder may be another’s, who lets all write to it', 0o777, 9, 9],
  ])('is shown to root by its owner, %s', async (_, mode, uid, gid) => {
    const place = mkdtempSync(join(tmpdir(), 'mxray-owned-'));
    try {
      chmodSync(place, mode);
      const store = join(place, 'store');
      await value(await openSpool({ directory: place })).close();
      for (const path of readdirSync(store, { recursive: true }) as string[]) chownSync(join(store, path), 8, 8);
      chownSync(store, 8, 8);
      chownSync(place, uid, gid);
      const owned = join(folder, 'owned.conf');
      writeFileSync(owned, `spool_directory = ${place}\n`);
      const { status } = await mxray(['queue', 'list', '-C', owned]);
      expect(status).toBe(0);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });

  it('list shows the same as text, with nothing of a stranger that could speak to a terminal', async () => {
    const place = join(folder, 'strange');
    const opened = value(await openSpool({ directory: place }));
    for (const [at, sender] of ['a\x1b[2J@x', 'b\n9m  1K forged <c@x', 'd@x'].entries())
      await store(opened, `1xWLVV-00000002IQ0-000${at}`, 'x', {
        sender,
        recipients: [{ address: `r${at}@example.com` }],
      });
    await opened.close();
    const strange = join(folder, 'strange.conf');
    writeFileSync(strange, `spool_directory = ${place}\n`);
    const { out } = await mxray(['queue', 'list', '-C', strange]);
    expect(out.match(/<[^>]*>|r\d@\S+|^3 messages/gm)).toEqual([
      ...['<a?[2J@x>', 'r0@example.com', '<b?9m  1K forged <c@x>', 'r1@example.com', '<d@x>', 'r2@example.com'],
      '3 messages',
    ]);
  });

  it('show tells everything of one, and one that is not there is status 1', async () => {
    const { data } = await json('show', FIRST, '--body');
    expect(data.message).toMatchObject({
      messageId: FIRST,
      sender: 'alice@example.org',
      body: 'hello\r\n',
      bodySize: 7,
    });
    expect(await json('show', 'nope')).toMatchObject({ status: 1, data: { messageId: 'nope' } });
  });

  it('freeze, thaw and remove change one after the other, and the log has who did it', async () => {
    expect((await json('freeze', FIRST, SECOND)).data.results).toEqual([
      { messageId: FIRST, outcome: 'done' },
      { messageId: SECOND, outcome: 'unchanged' },
    ]);
    expect(await listed('--frozen')).toEqual([FIRST, SECOND]);
    expect((await json('thaw', FIRST)).status).toBe(0);
    expect((await json('remove', THIRD)).status).toBe(0);
    const again = await json('remove', THIRD);
    expect(again).toMatchObject({ status: 1, data: { results: [{ outcome: 'missing' }] } });
    const log = readFileSync(join(spool, 'log', 'mainlog'), 'latin1');
    expect(log).toMatch(
      new RegExp(
        `${FIRST} frozen by \\S+\\n.*${FIRST} unfrozen by .*\\n.*${THIRD} removed by .*\\n.*${THIRD} Completed`,
      ),
    );
  });

  it('what another process is at work on is left alone: status 3', async () => {
    const opened = value(await openSpool({ directory: spool }));
    const claim = await claimed(opened, FIRST);
    expect(await json('freeze', FIRST)).toMatchObject({ status: 3, data: { results: [{ outcome: 'claimed' }] } });
    await claim.release();
    await opened.close();
    expect((await json('freeze', FIRST)).status).toBe(0);
  });

  it('a spool that is not there has no messages', async () => {
    const { out, status } = await mxray(['queue', 'list'], { XDG_STATE_HOME: join(folder, 'none') });
    expect({ out, status }).toEqual({ out: `no messages in ${join(folder, 'none', 'mxray', 'spool')}\n`, status: 0 });
  });
});
