/** Trays from inside: what is found of frames, what fails with what, and when a file is used again. */
import { mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpool, type Spool } from '../../../src/mta/spool/index.ts';
import { makeTrayFile, readFrames, type TrayFile } from '../../../src/mta/spool/lmdb/tray/file.ts';
import { encodeFrame, type Frame } from '../../../src/mta/spool/lmdb/tray/frame.ts';
import { createLanding, type Tray } from '../../../src/mta/spool/lmdb/tray/landing.ts';
import { bodyOf, claimed, entries, newIds, store, value } from './contract/world.ts';

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
});
