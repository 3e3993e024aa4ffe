/** Trays from inside: what is found of frames, what fails with what, and when a file is used again. */
import { type fdatasync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Claim, openSpool, type Spool } from '../../../src/mta/spool/index.ts';
import { prepareFolder } from '../../../src/mta/spool/lmdb/folder.ts';
import { createJournal } from '../../../src/mta/spool/lmdb/journal.ts';
import { createGate, whileNobodyCommits } from '../../../src/mta/spool/lmdb/opening.ts';
import { openStore } from '../../../src/mta/spool/lmdb/store.ts';
import { makeTrayFile, readFrames, type TrayFile } from '../../../src/mta/spool/lmdb/tray/file.ts';
import { fileAll, putTray, trayRow } from '../../../src/mta/spool/lmdb/tray/filing.ts';
import { encodeFrame, type Frame } from '../../../src/mta/spool/lmdb/tray/frame.ts';
import { type Landed, throughLastDue } from '../../../src/mta/spool/lmdb/tray/landed.ts';
import { createLanding, type Tray } from '../../../src/mta/spool/lmdb/tray/landing.ts';
import { encodeRecord } from '../../../src/mta/spool/record.ts';
import { arrived, bodyOf, claimed, entries, newIds, store, value } from './contract/world.ts';

const MARK = Buffer.from('12345678');
const KIB = 1024;

function frame(id: string, content = 'content'): Frame {
  const made = encodeFrame({ id }, Buffer.from(`queue of ${id}`), [Buffer.from(content), Buffer.from('body')]);
  made.front.set(MARK);
  return made;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-trays-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('frames', () => {
  const written = async (octets: Buffer, size = 64 * KIB): Promise<number> => {
    const path = join(folder, 'tray');
    await makeTrayFile(path, size, statSync(folder));
    const descriptor = openSync(path, 'r+');
    writeSync(descriptor, octets, 0, octets.length, 0);
    return descriptor;
  };
  const two = Buffer.concat([...frame('one').parts, ...frame('two').parts]);
  const idsIn = (descriptor: number, mark = MARK): string[] =>
    readFrames(descriptor, mark, 0).map(({ slip }) => slip.id);

  it('come back as they were, and where', async () => {
    const [one, second] = readFrames(await written(two), MARK, 0);
    expect(one).toMatchObject({ slip: { id: 'one' }, at: 0, octets: frame('one').octets });
    expect(one!.queue.toString()).toBe('queue of one');
    const { at, contentAt, contentOctets } = second!;
    expect(two.toString('latin1', at + contentAt, at + contentAt + contentOctets)).toBe('contentbody');
  });

  it('end before the first that is not whole, wherever it was cut off', async () => {
    const descriptor = await written(Buffer.alloc(0));
    const first = frame('one').octets;
    for (let cut = 0; cut < two.length; cut++) {
      writeSync(descriptor, Buffer.alloc(two.length), 0, two.length, 0);
      writeSync(descriptor, two, 0, cut, 0);
      expect(idsIn(descriptor)).toEqual(cut < first ? [] : ['one']);
    }
  });

  it('of an earlier use, or by somebody else, are none', async () => {
    expect(idsIn(await written(two), Buffer.from('87654321'))).toEqual([]);
  });

  it('that say they are longer than the file are none', async () => {
    const long = Buffer.from(two);
    long.writeUInt32LE(0xffff_fff0, 12);
    expect(idsIn(await written(long))).toEqual([]);
  });
});

describe('landing', () => {
  /** A file whose flushes end when the test says so. */
  function slowFile(): { file: TrayFile; wrote: number[]; ends: ((cause: Error | null) => void)[] } {
    const wrote: number[] = [];
    const ends: ((cause: Error | null) => void)[] = [];
    const file: TrayFile = {
      write: (_, at) => void wrote.push(at),
      flush: (_, done) => void ends.push(done),
      read: () => Buffer.alloc(0),
      close: () => {},
    };
    return { file, wrote, ends };
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const trayOf = (file: TrayFile): Tray => ({ name: 't', mark: MARK, file, end: 0, flying: 0, isBroken: false });

  /** After a first flush that took long, so that the next overlap. */
  async function overlapping(): Promise<
    { outcomes: string[]; land: (at: number) => Promise<void> } & ReturnType<typeof slowFile>
  > {
    const slow = slowFile();
    const tray = trayOf(slow.file);
    let nowMs = 0;
    const landing = createLanding('/trays', () => nowMs);
    const outcomes: string[] = [];
    const land = async (at: number): Promise<void> => {
      void landing.land(tray, at, frame('x')).then(({ ok }) => outcomes.push(`${at} ${ok}`));
      await turn();
      await turn();
    };
    await land(0);
    nowMs = 100;
    slow.ends[0]!(null);
    await turn();
    outcomes.length = 0;
    return { ...slow, outcomes, land };
  }

  it('is one flush at a time where flushes are quick, and all who came meanwhile share the next', async () => {
    const { file, wrote, ends } = slowFile();
    const tray = trayOf(file);
    const landing = createLanding('/trays', () => 0);
    const all = [0, 1, 2, 3].map((at) => landing.land(tray, at, frame('x')));
    await turn();
    const late = [4, 5].map((at) => landing.land(tray, at, frame('x')));
    await turn();
    expect(wrote).toEqual([0]);
    ends[0]!(null);
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
    await turn();
    expect(wrote).toEqual([0, 4]);
    ends[1]!(null);
    expect((await Promise.all(late)).every(({ ok }) => ok)).toBe(true);
    await landing.idle();
  });

  it('overlaps slow flushes, and tells of them in their order', async () => {
    const { ends, outcomes, land } = await overlapping();
    await land(1);
    await land(2);
    expect(ends).toHaveLength(3);
    ends[2]!(null);
    await turn();
    expect(outcomes).toEqual([]);
    ends[1]!(null);
    await turn();
    expect(outcomes).toEqual(['1 true', '2 true']);
  });

  it('fails with what was before it, and takes no more', async () => {
    const { wrote, ends, outcomes, land } = await overlapping();
    await land(1);
    await land(2);
    ends[2]!(null);
    ends[1]!(new Error('EIO'));
    await turn();
    expect(outcomes).toEqual(['1 false', '2 false']);
    expect(wrote).toEqual([0, 1, 2, 1]); // the last one so that nobody finds it
    await land(3);
    expect(outcomes).toEqual(['1 false', '2 false', '3 false']);
  });
});

describe('a spool with trays', () => {
  const spools: Spool[] = [];
  const open = async (trayOctets = 256 * KIB): Promise<Spool> => {
    const spool = value(await openSpool({ directory: folder, trayOctets, trayAtOnce: true }));
    spools.push(spool);
    return spool;
  };
  const trays = (): readonly string[] => readdirSync(join(folder, 'store', 'trays'));
  const sizes = async (): Promise<readonly number[]> =>
    trays().map((name) => statSync(join(folder, 'store', 'trays', name)).size);
  afterEach(async () => {
    for (const spool of spools.splice(0)) await spool.close();
  });

  it('uses a tray again when its messages have gone', async () => {
    const spool = await open();
    const ids = newIds();
    for (let round = 0; round < 12; round++) {
      const made = Array.from({ length: 10 }, () => ids.next());
      for (const id of made) await store(spool, id, [Buffer.alloc(20 * KIB, id)]);
      for (const id of made) {
        expect((await bodyOf(spool, id)).equals(Buffer.alloc(20 * KIB, id))).toBe(true);
        value(await (await claimed(spool, id)).remove());
      }
    }
    expect(trays().length).toBeLessThan(9); // 2.4 MiB have gone through them
    expect(await sizes()).toEqual(trays().map(() => 256 * KIB));
  });

  it('keeps those whose messages wait, and takes them away when the last has gone', async () => {
    const ids = newIds();
    const made = Array.from({ length: 40 }, () => ids.next());
    const first = await open();
    for (const id of made) await store(first, id, [Buffer.alloc(20 * KIB, id)]);
    await first.close();
    const second = await open();
    expect((await entries(second)).map(({ id }) => id)).toEqual(made);
    for (const id of made) {
      expect((await bodyOf(second, id)).equals(Buffer.alloc(20 * KIB, id))).toBe(true);
      value(await (await claimed(second, id)).remove());
    }
    await second.close();
    expect(await (await open()).count()).toBe(0);
  });

  it('moves the last few of a tray into the database, whole, with what was changed of them', async () => {
    const ids = newIds();
    const made = Array.from({ length: 30 }, () => ids.next());
    const spool = await open(1024 * KIB);
    for (const id of made) {
      spool.appendLog(id, 'came\n');
      await store(spool, id, [Buffer.alloc(60 * KIB, id)]);
    }
    const kept = made.filter((_, at) => at % 10 === 0); // one or two of each tray
    for (const id of kept) {
      const claim = await claimed(spool, id);
      value(await claim.update({ warnings: 7 }));
      await claim.release();
    }
    for (const id of made) if (!kept.includes(id)) value(await (await claimed(spool, id)).remove());
    await spool.close();
    expect(trays()).toEqual([]);
    const next = await open(1024 * KIB);
    expect((await entries(next)).map(({ id, warnings }) => `${id} ${warnings}`)).toEqual(kept.map((id) => `${id} 7`));
    for (const id of kept) {
      expect((await bodyOf(next, id)).equals(Buffer.alloc(60 * KIB, id))).toBe(true);
      expect(await next.messageLog(id)).toBe('came\n');
    }
  });

  it('removes a message that is not filed yet, and gives claims on others, whoever files meanwhile', async () => {
    const [owner, other] = [await open(), await open(0)];
    const ids = newIds();
    const left: string[] = [];
    for (const isFiledByOthers of [false, true]) {
      const [gone, kept, plain] = [ids.next(), ids.next(), ids.next()];
      const commit = async (id: string, leaseMs?: number): Promise<Claim | undefined> => {
        const writer = owner.begin(id);
        await writer.write(Buffer.from(id));
        return value(await writer.commit(arrived(id), leaseMs));
      };
      const [claim] = [await commit(gone, 60_000), await commit(kept, 60_000), await commit(plain)];
      expect(value(await owner.read(gone)).id).toBe(gone);
      expect((await bodyOf(owner, gone)).toString()).toBe(gone);
      if (isFiledByOthers) expect(await other.count()).toBe(3 + left.length);
      value(await claim!.remove());
      expect((await owner.claim(kept, 1000)).ok).toBe(false);
      const taken = value(await owner.claim(plain, 60_000));
      expect((await other.claim(plain, 1000)).ok).toBe(false);
      expect((await entries(other)).map(({ id }) => id)).toEqual([...left, kept, plain]);
      expect(await owner.newestId()).toBe(plain);
      value(await taken.remove());
      expect(await other.newestId()).toBe(plain);
      left.push(kept);
    }
  });

  it('is not used again while a message is on its way into it, though others have filed and removed that one', async () => {
    const [owner, other] = [await open(), await open(0)];
    const ids = newIds();
    const put = (id: string): Promise<void> => store(owner, id, [Buffer.alloc(20 * KIB, id)]);
    const first = Array.from({ length: 11 }, () => ids.next());
    for (const id of first) await put(id);
    await until(() => trays().length === 2); // the next one is ready
    const flush = holdFlushes();
    const [late, next] = [ids.next(), ids.next()];
    const landing = [put(late), put(next)]; // the last that there is room for, and one for the next tray
    await until(() => flush.held.length > 0);
    expect((await entries(other)).map(({ id }) => id)).toEqual(expect.arrayContaining([...first, late]));
    for (const id of [...first, late]) value(await (await claimed(other, id)).remove());
    await setTimeout(400); // the owner looks after the full one
    flush.release();
    await Promise.all(landing);
    const more = Array.from({ length: 22 }, () => ids.next());
    for (const id of more) await put(id);
    await setTimeout(400);
    expect((await entries(other)).map(({ id }) => id)).toEqual([next, ...more]);
    for (const id of [next, ...more]) expect((await bodyOf(other, id)).equals(Buffer.alloc(20 * KIB, id))).toBe(true);
  });

  it('loses nothing of what lands while it is closed', async () => {
    const ids = newIds();
    const promised: string[] = [];
    const spool = await open();
    const lanes = Array.from({ length: 8 }, async () => {
      for (;;) {
        const writer = spool.begin(ids.next());
        await writer.write(Buffer.alloc(KIB));
        const stored = await writer.commit(arrived(writer.id)).catch(() => undefined);
        if (stored?.ok !== true) return;
        promised.push(writer.id);
      }
    });
    await until(() => promised.length > 40);
    await spool.close();
    await Promise.all(lanes);
    const found = (await entries(await open())).map(({ id }) => id);
    expect(promised.filter((id) => !found.includes(id))).toEqual([]);
  });

  it('reads a message, wherever it is moved meanwhile', async () => {
    const [owner, other] = [await open(1024 * KIB), await open(0)];
    const ids = newIds();
    const made = Array.from({ length: 24 }, () => ids.next());
    for (const id of made) await store(owner, id, [Buffer.alloc(60 * KIB, id)]);
    await entries(other);
    const kept = made.slice(0, 2);
    let isOver = false;
    const reading = (async () => {
      for (; !isOver; await setTimeout(0))
        for (const id of kept) expect((await bodyOf(other, id)).equals(Buffer.alloc(60 * KIB, id))).toBe(true);
    })();
    for (const id of made.slice(2)) value(await (await claimed(owner, id)).remove());
    await setTimeout(1500); // the owner moves them, and uses their tray again
    for (let n = 0; n < 30; n += 1) await store(owner, ids.next(), [Buffer.alloc(60 * KIB, 'other')]);
    isOver = true;
    await reading;
  });
});

describe('filing', () => {
  it('leaves alone what landed behind the last that goes, is claimed, or has waited', () => {
    const one = (fate: Landed['fate'], sinceMs: number): Landed => ({ fate, sinceMs }) as Landed;
    const due = (...landed: Landed[]): number => throughLastDue(landed, 100).length;
    const claim = { token: 1, record: {} };
    expect(due(one(undefined, 150), one(undefined, 150))).toBe(0);
    expect(due(one(undefined, 150), one('gone', 150), one(undefined, 150))).toBe(2);
    expect(due(one(claim, 150), one(undefined, 150))).toBe(1);
    expect(due(one(undefined, 100), one(undefined, 101))).toBe(1);
    expect(due(one('gone', 150), one(undefined, 99), one(undefined, 150))).toBe(2);
  });

  it('leaves out what landed in an earlier use of the tray', async () => {
    const opened = value(await prepareFolder(folder, true));
    const database = value(await whileNobodyCommits(opened, () => openStore(opened)));
    const gate = createGate(opened, statSync(opened.path));
    const journal = createJournal(opened.path, gate, async () => false);
    const write = (act: () => void): Promise<boolean> => database.env.batch(act);
    value(await journal.write(write, () => putTray(database, 'tray', { mark: 'abcd', filed: 0 })));
    const landed: Landed = {
      slip: { id: 'old' },
      queue: encodeRecord({ id: 'old' }),
      use: '1234',
      place: { tray: 'tray', from: 0, at: 10, octets: 10 },
      sinceMs: 0,
      to: 20,
    };
    value(await fileAll(database, journal, [landed]));
    expect([database.queue.doesExist('old'), trayRow(database, 'tray')?.filed]).toEqual([false, 0]);
    value(await fileAll(database, journal, [{ ...landed, use: 'abcd' }]));
    expect([database.queue.doesExist('old'), trayRow(database, 'tray')?.filed]).toEqual([true, 20]);
    await database.env.close();
    gate.close();
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 10_000; !holds(); await setTimeout(5))
    if (performance.now() > deadline) throw new Error('it has not come to that');
}

/** Flushes of trays that are asked for from now on end when they are released. */
function holdFlushes(): { readonly held: (() => void)[]; release(): void } {
  const files = createRequire(import.meta.url)('node:fs') as { fdatasync: typeof fdatasync };
  const real = files.fdatasync;
  const held: (() => void)[] = [];
  const holding = (descriptor: number, done: (cause: NodeJS.ErrnoException | null) => void): void =>
    void held.push(() => real(descriptor, done));
  files.fdatasync = holding as typeof fdatasync;
  syncBuiltinESMExports();
  return {
    held,
    release: () => {
      files.fdatasync = real;
      syncBuiltinESMExports();
      for (const go of held) go();
    },
  };
}
