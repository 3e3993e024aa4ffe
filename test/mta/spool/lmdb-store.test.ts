/** What only a store on a disk can meet: others' permissions, other formats, damage, a full disk. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open as openLmdb } from 'lmdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/base/process/index.ts';
import { openSpool, type Spool, storeFault } from '../../../src/mta/spool/index.ts';
import { arrived, bodyOf, claimed, entries, newIds, store, value } from './contract/world.ts';

const isRoot = process.getuid?.() === 0;
const MIB = 1024 * 1024;

describe('a store on a disk', () => {
  let folder: string;
  const at = (...names: string[]): string => join(folder, ...names);
  const mounted: string[] = [];
  const opened: Spool[] = [];
  const open = async (directory = folder): Promise<Spool> => {
    const spool = value(await openSpool({ directory }));
    opened.push(spool);
    return spool;
  };
  const closeAll = async (): Promise<void> => {
    for (const spool of opened.splice(0)) await spool.close();
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mxray-store-'));
  });
  afterEach(async () => {
    await closeAll();
    for (const directory of mounted.splice(0)) spawnSync('umount', [directory]);
    rmSync(folder, { recursive: true, force: true });
  });
  const mount = (octets: number): string => {
    const directory = at('small');
    mkdirSync(directory);
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${octets}`, 'none', directory]).status).toBe(0);
    mounted.push(directory);
    return directory;
  };

  it('is for its owner alone, whatever the umask', async () => {
    await store(await open(), newIds().next(), [Buffer.alloc(300_000)]);
    const modes = ['store', 'store/bodies', 'store/data.mdb', 'store/lock.mdb', 'store/FORMAT'].map((name) => [
      name,
      (statSync(at(name)).mode & 0o777).toString(8),
    ]);
    expect(modes).toEqual([
      ['store', '700'],
      ['store/bodies', '700'],
      ['store/data.mdb', '600'],
      ['store/lock.mdb', '600'],
      ['store/FORMAT', '600'],
    ]);
    for (const name of readdirSync(at('store', 'bodies')))
      expect(statSync(at('store', 'bodies', name)).mode & 0o777).toBe(0o600);
  });

  it('is closed to programs that are started while it is open', async () => {
    const looks = { command: '/bin/ls', args: ['-l', '/proc/self/fd'], timeoutMs: 20_000 };
    await runProgram(looks); // what was open before is known by now
    await open();
    const ended = await runProgram(looks);
    expect(ended).toMatchObject({ kind: 'exit', status: 0, output: expect.not.stringContaining(folder) });
  });

  const refusal = async (settings: Partial<Parameters<typeof openSpool>[0]> = {}) => {
    const result = await openSpool({ directory: folder, ...settings });
    if (result.ok) await result.value.close();
    return result.ok ? 'opened' : result.error;
  };

  it('is not opened where others may look into it', async () => {
    await open();
    await closeAll();
    chmodSync(at('store'), 0o755);
    expect(await refusal()).toMatchObject({
      code: 'spool/permissions',
      message: `${at('store')} is open to others than its owner (mode 0755)`,
      hint: `mail is nobody else's: chmod 700 ${at('store')}`,
    });
  });

  it('of a newer format, or that is no store, is refused', async () => {
    await open();
    await closeAll();
    writeFileSync(at('store', 'FORMAT'), 'mxray spool 3\n');
    expect(await refusal()).toMatchObject({ code: 'spool/format', temporary: false });
    writeFileSync(at('store', 'FORMAT'), 'something else\n');
    expect(await refusal()).toMatchObject({ code: 'spool/format' });
    unlinkSync(at('store', 'FORMAT'));
    expect(await refusal()).toMatchObject({ code: 'spool/format' });
  });

  it('is not made by who only looks', async () => {
    expect(await refusal({ create: false })).toMatchObject({ code: 'spool/missing' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['another thing', (file: string) => writeFileSync(file, Buffer.alloc(65_536, 'x'))],
    ['a word', (file: string) => writeFileSync(file, 'x')],
    ['half of it', (file: string) => truncateSync(file, 5000)],
    ['its first pages', (file: string) => truncateSync(file, 8192)],
    ['nothing', (file: string) => truncateSync(file, 0)],
  ])('whose database is %s is told, and left as it is', async (_, spoil) => {
    await store(await open(), newIds().next(), [Buffer.alloc(50_000)]);
    await closeAll();
    const file = at('store', 'data.mdb');
    spoil(file);
    const { size } = statSync(file);
    expect(await refusal()).toMatchObject({ code: 'spool/format', message: expect.stringContaining(file) });
    expect(statSync(file).size).toBe(size);
  });

  it('whose database is gone is told, unless there was none', async () => {
    await store(await open(), newIds().next(), [Buffer.alloc(50_000)]);
    await closeAll();
    for (const name of ['data.mdb', 'lock.mdb', 'begun']) unlinkSync(at('store', name)); // as a start that was cut short leaves it
    await open();
    await closeAll();
    unlinkSync(at('store', 'data.mdb'));
    expect(await refusal()).toMatchObject({
      code: 'spool/format',
      message: `${at('store', 'data.mdb')} is gone, and there was mail in it`,
      hint: expect.stringContaining(`move ${at('store')} away`),
    });
    unlinkSync(at('store', 'lock.mdb'));
    expect(await refusal()).toMatchObject({ message: `${at('store', 'data.mdb')} is gone, and there was mail in it` });
    unlinkSync(at('store', 'begun')); // of a version that made none
    writeFileSync(at('store', 'bodies', 'one'), 'a body');
    expect(await refusal()).toMatchObject({
      code: 'spool/format',
      message: expect.stringContaining('there was mail in it (left of it: 1 large body)'),
    });
    expect(readdirSync(at('store', 'bodies'))).toEqual(['one']);
  });

  it.each(['FORMAT', 'data.mdb', 'lock.mdb', 'begun', 'opening', 'bodies', 'committing'])(
    'with something else for %s is told, and nothing waits for it',
    async (name) => {
      await store(await open(), newIds().next(), [Buffer.alloc(300_000)]);
      await closeAll();
      rmSync(at('store', name), { recursive: true, force: true });
      expect(spawnSync('mkfifo', [at('store', name)]).status).toBe(0);
      expect(storeFault(folder)?.message).toMatch(new RegExp(`/store/${name} is no (?:file|folder)$`));
      expect(await refusal()).toMatchObject({ code: expect.stringMatching(/^spool\/(?:format|failed)$/) });
    },
  );

  it('is opened whatever stands beside what it knows', async () => {
    await store(await open(), newIds().next(), [Buffer.alloc(300_000)]);
    await closeAll();
    for (const place of ['', 'bodies', 'trays', 'committing']) {
      expect(spawnSync('mkfifo', [at('store', place, 'pipe')]).status).toBe(0);
      mkdirSync(at('store', place, 'a folder\nof others'));
      writeFileSync(at('store', place, 'file'), '1');
    }
    expect(await entries(await open())).toHaveLength(1);
    await closeAll();
    expect(readdirSync(at('store', 'trays')).length).toBeGreaterThanOrEqual(3);
  }, 20_000);

  it('with pages that are not what they should be is told before it is opened, whatever page it is', async () => {
    const ids = newIds();
    const spool = await open();
    for (let count = 0; count < 120; count += 1) await store(spool, ids.next(), [Buffer.alloc(1500)]);
    await closeAll();
    const file = at('store', 'data.mdb');
    const whole = readFileSync(file);
    expect(storeFault(folder)).toBeUndefined();
    const told = new Set<string>();
    for (let page = 2; page < whole.length / 4096; page += 1) {
      const spoilt = Buffer.from(whole);
      spoilt.fill(0xa5, page * 4096, (page + 1) * 4096);
      writeFileSync(file, spoilt);
      const fault = storeFault(folder);
      if (fault !== undefined) told.add(/data\.mdb is damaged: page (\d+) of it/.exec(fault.message)![1]!);
      if (fault !== undefined) expect(fault.message).toContain(` page ${page} of it `);
    }
    expect(told.size).toBeGreaterThan(whole.length / 4096 / 3); // the others are free, or hold one value that is long
    for (let pages = 4; pages < whole.length / 4096 - 20; pages += 7) {
      writeFileSync(file, whole.subarray(0, pages * 4096));
      expect(storeFault(folder)?.message, `${pages} pages`).toMatch(/data\.mdb is (?:cut off|damaged): /);
      expect(await refusal()).toMatchObject({ code: 'spool/format' });
    }
    writeFileSync(file, whole);
    expect((await open()).engine).toBe('lmdb');
  }, 60_000);

  it.runIf(isRoot)('on a file system that is read-only is told', async () => {
    const directory = mount(8 * MIB);
    await open(directory);
    await closeAll();
    spawnSync('mount', ['-o', 'remount,ro', directory]);
    expect(await refusal({ directory })).toMatchObject({ code: 'spool/read-only' });
  });

  /** As a disk or another program damages it. */
  const damage = async (database: string, key: string, record: Buffer | undefined): Promise<void> => {
    const env = openLmdb<Buffer, string>({
      path: at('store'),
      noSubdir: false,
      encoding: 'binary',
      overlappingSync: false,
      maxDbs: 12,
    });
    const rows = env.openDB<Buffer, string>({ name: database, encoding: 'binary' });
    const before = rows.get(key)!;
    before[before.length - 3]! ^= 0xff;
    await rows.put(key, record ?? before);
    await env.close();
  };

  it.each(['queue', 'content'])(
    'tells of a record in %s that does not read, sets it aside, and goes on',
    async (database) => {
      const ids = newIds();
      const [bad, good] = [ids.next(), ids.next()];
      const spool = await open();
      for (const id of [bad, good]) await store(spool, id, '');
      await damage(database, bad, undefined);
      expect(await spool.read(bad)).toMatchObject({ ok: false, error: { code: 'spool/corrupt' } });
      const kinds: string[] = [];
      for await (const item of spool.list()) kinds.push(item.kind);
      expect(kinds).toEqual(database === 'queue' ? ['unreadable', 'message'] : ['message', 'message']);
      expect(await spool.claim(bad, 1000)).toMatchObject({ ok: false, error: { code: 'spool/corrupt' } });
      expect((await entries(spool)).map(({ id }) => id)).toEqual([good]);
      expect(await spool.claim(bad, 1000)).toMatchObject({ ok: false, error: { code: 'spool/missing' } });
      expect((await claimed(spool, good)).id).toBe(good);
    },
  );

  it.each([Buffer.alloc(0), Buffer.alloc(7, 'x'), Buffer.alloc(200, 0xff)])(
    'survives any record (%#)',
    async (record) => {
      const id = newIds().next();
      const spool = await open();
      await store(spool, id);
      await damage('queue', id, record);
      expect(await spool.read(id)).toMatchObject({ ok: false, error: { code: 'spool/corrupt' } });
      expect(await spool.claim(id, 1000)).toMatchObject({ ok: false, error: { code: 'spool/corrupt' } });
    },
  );

  it('tells of a body whose file is gone, or shorter than it was', async () => {
    const ids = newIds();
    const [gone, short] = [ids.next(), ids.next()];
    const spool = await open();
    for (const id of [gone, short]) await store(spool, id, [Buffer.alloc(300_000)]);
    for (const name of readdirSync(at('store', 'bodies'))) {
      if (name.startsWith(gone)) unlinkSync(at('store', 'bodies', name));
      else truncateSync(at('store', 'bodies', name), 10);
    }
    for (const id of [gone, short])
      expect(await spool.body(id)).toMatchObject({ ok: false, error: { code: 'spool/corrupt' } });
  });

  it('gives its pages to new messages when old ones go', async () => {
    const ids = newIds();
    const spool = await open();
    const fill = async (): Promise<string[]> => {
      const made = Array.from({ length: 60 }, () => ids.next());
      await Promise.all(made.map((id) => store(spool, id, [Buffer.alloc(100_000)])));
      return made;
    };
    for (let round = 0; round < 6; round++) {
      const made = await fill();
      await Promise.all(made.map(async (id) => value(await (await claimed(spool, id)).remove())));
    }
    expect(statSync(at('store', 'data.mdb')).size).toBeLessThan(18 * MIB); // 36 have gone through it
  });

  it('frees what a dead process left, and leaves alone what a living one is writing', async () => {
    const ids = newIds();
    const spool = await open();
    const writer = spool.begin(ids.next());
    await writer.write(Buffer.alloc(400_000));
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(at('store', 'bodies', `${ids.next()}.${dead}-1`), 'half');
    expect(value(await spool.sweep())).toMatchObject({ bodies: 1 });
    expect(readdirSync(at('store', 'bodies'))).toHaveLength(1);
    value(await writer.commit(arrived(writer.id)));
    expect((await bodyOf(spool, writer.id)).length).toBe(400_000);
  });

  describe.runIf(isRoot)('that is full', () => {
    const OCTETS = 100_000;

    /** As many at once as sessions there are, until none is taken any more. */
    const fill = async (spool: Spool, ids: ReturnType<typeof newIds>): Promise<string[]> => {
      const kept: string[] = [];
      let refused = 0;
      const lane = async (): Promise<void> => {
        for (;;) {
          const writer = spool.begin(ids.next());
          await writer.write(Buffer.alloc(OCTETS, writer.id));
          const stored = await writer.commit(arrived(writer.id));
          if (stored.ok) kept.push(writer.id);
          else {
            expect(stored.error).toMatchObject({ code: 'spool/no-space', temporary: true });
            refused += 1;
            return;
          }
        }
      };
      await Promise.all(Array.from({ length: 10 }, lane));
      expect(refused).toBe(10);
      return kept;
    };
    const expectWhole = async (spool: Spool, ids: readonly string[]): Promise<void> => {
      expect((await entries(spool)).map(({ id }) => id)).toEqual([...ids].sort());
      for (const id of ids) expect((await bodyOf(spool, id)).equals(Buffer.alloc(OCTETS, id))).toBe(true);
    };

    it('refuses, keeps what it has, lets go of it, and takes new messages in its place', async () => {
      const ids = newIds();
      const spool = await open(mount(16 * MIB));
      const kept = await fill(spool, ids);
      expect(kept.length).toBeGreaterThan(50);
      await expectWhole(spool, kept);
      for (const id of kept.splice(0, 40)) value(await (await claimed(spool, id)).remove());
      const again = ids.next();
      await store(spool, again, [Buffer.alloc(OCTETS, again)]);
      await expectWhole(spool, [...kept, again]);
    });

    it('of other things refuses, and goes on without a restart when they have gone', async () => {
      const ids = newIds();
      const directory = mount(16 * MIB);
      const spool = await open(directory);
      const before = ids.next();
      await store(spool, before, [Buffer.alloc(OCTETS, before)]);
      spawnSync('dd', ['if=/dev/zero', `of=${join(directory, 'ballast')}`, 'bs=64k']);
      const writer = spool.begin(ids.next());
      spool.appendLog(writer.id, 'Received\n');
      await writer.write(Buffer.alloc(OCTETS));
      expect(await writer.commit(arrived(writer.id))).toMatchObject({ ok: false, error: { code: 'spool/no-space' } });
      const large = spool.begin(ids.next());
      for (let n = 0; n < 20; n++) await large.write(Buffer.alloc(65_536));
      expect(large.failure).toMatchObject({ code: 'spool/no-space' });
      expect(await large.commit(arrived(large.id))).toMatchObject({ ok: false, error: { code: 'spool/no-space' } });
      expect(await openSpool({ directory })).toMatchObject({ ok: false, error: { code: 'spool/no-space' } });
      await expectWhole(spool, [before]);
      unlinkSync(join(directory, 'ballast'));
      const after = ids.next();
      await store(spool, after, [Buffer.alloc(OCTETS, after)]);
      await expectWhole(spool, [before, after]);
      expect(await spool.messageLog(writer.id)).toBeUndefined();
    });
  });
});
