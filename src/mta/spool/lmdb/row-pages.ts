/**
 * Rows read from the database's file, page by page, for who looks at all of them.
 *
 * The library maps the file into memory, and what of it has been looked at counts as the process's own: half a gigabyte for
 * a queue of a hundred thousand. Here each level of a tree has one page in memory, whatever the length of the queue, and a
 * row costs no call of the library. While it is read a view of the library is held, so that no page is used again that was
 * there then (`database-tree.ts` says what is on one; `database-file.ts` where trees begin).
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { RootDatabase } from 'lmdb';
import { readNewestOfMany } from './database-file.ts';
import {
  APART,
  BRANCH,
  DEEPEST,
  DEPTH,
  ENTRY,
  HEAD,
  isPageOf,
  KINDS,
  LEAF,
  LOWER,
  NO_PAGE,
  ROOT,
  TREE,
} from './database-page.ts';

/** The databases as one commit has left them. Nothing of it may be asked for later than in `act`. */
export function lookThrough<T>(env: RootDatabase<Buffer, string>, path: string, act: (look: Look) => T): T {
  const view = env.useReadTransaction();
  try {
    const descriptor = openSync(path, 'r');
    try {
      return act(new Look(descriptor));
    } finally {
      closeSync(descriptor);
    }
  } finally {
    view.done();
  }
}

export class Look {
  private readonly descriptor: number;
  private readonly pageOctets: number;
  private readonly trees = new Map<string, Buffer>();

  constructor(descriptor: number) {
    const newest = readNewestOfMany(descriptor);
    if (newest === undefined) throw new Error('the spool’s database is none any more');
    this.descriptor = descriptor;
    this.pageOctets = newest.pageOctets;
    const names = this.rowsOf(newest.trees[1]!);
    for (names.seek(''); names.next(); ) {
      const { octets, from } = names;
      this.trees.set(names.key(), Buffer.from(octets.subarray(from, from + TREE)));
    }
  }

  /** Of the database of that name, before the first of them. */
  rows(name: string): Rows {
    const tree = this.trees.get(`${name}\0`) ?? this.trees.get(name);
    if (tree === undefined) throw new Error(`the spool’s database has no ${name}`);
    return this.rowsOf(tree);
  }

  private rowsOf(tree: Buffer): Rows {
    return new Rows(this.descriptor, this.pageOctets, tree);
  }
}

interface Level {
  readonly octets: Buffer;
  page: number;
  isLeaf: boolean;
  /** Entries on it. */
  count: number;
  /** Of the entry where we are, which may be behind the last. */
  at: number;
}

const NOTHING = Buffer.alloc(0);

/** In the order of their keys; where one is, its value is `octets` between `from` and `end`, until the next. */
export class Rows {
  octets: Buffer = NOTHING;
  from = 0;
  end = 0;
  private readonly descriptor: number;
  private readonly pageOctets: number;
  private readonly root: number;
  /** From the root to the page of rows. */
  private readonly path: Level[] = [];
  private depth = 0;
  /** Where the key is. */
  private page: Buffer = NOTHING;
  private keyFrom = 0;
  private keyEnd = 0;

  constructor(descriptor: number, pageOctets: number, tree: Buffer) {
    this.descriptor = descriptor;
    this.pageOctets = pageOctets;
    const root = tree.readBigUInt64LE(ROOT);
    const depth = tree.readUInt16LE(DEPTH);
    this.root = root === NO_PAGE || depth === 0 ? -1 : Number(root);
  }

  /** Before the first row that has this key or one behind it. @param key  an octet a character */
  seek(key: string): void {
    this.depth = 0;
    if (this.root < 0) return;
    const wanted = Buffer.from(key, 'latin1');
    for (let page = this.root; ; ) {
      const level = this.descend(page);
      if (level.isLeaf) {
        level.at = this.firstFrom(level, wanted, 0) - 1;
        return;
      }
      // What is below an entry has its key or one behind it; the first has none, and stands for all that come before.
      const behind = this.firstFrom(level, wanted, 1);
      level.at = behind < level.count && this.compare(level, behind, wanted) === 0 ? behind : behind - 1;
      page = pageBelow(level);
    }
  }

  /** @returns false: there are no more */
  next(): boolean {
    while (this.depth > 0) {
      const level = this.path[this.depth - 1]!;
      level.at += 1;
      if (level.at >= level.count) this.depth -= 1;
      else if (level.isLeaf) {
        this.stand(level);
        return true;
      } else this.descend(pageBelow(level)).at = -1;
    }
    return false;
  }

  /** An octet a character. */
  key(): string {
    return this.page.toString('latin1', this.keyFrom, this.keyEnd);
  }

  /** Octets of the key. */
  get keyLength(): number {
    return this.keyEnd - this.keyFrom;
  }

  /** Below 0: the key here is before all that begin with the other's key and NUL or SOH (keys.ts); 0: it is one of them. */
  compareOwner(owner: Rows): number {
    const length = owner.keyLength;
    for (let at = 0; at < length; at += 1) {
      const difference = this.page[this.keyFrom + at]! - owner.page[owner.keyFrom + at]!;
      if (difference !== 0) return difference;
    }
    return this.page[this.keyFrom + length]! > 1 ? 1 : 0;
  }

  private stand({ octets, at }: Level): void {
    const entry = entryAt(octets, at);
    const length = octets.readUInt32LE(entry);
    this.page = octets;
    this.keyFrom = entry + ENTRY;
    this.keyEnd = this.keyFrom + keyOctets(octets, entry);
    const value = this.keyEnd;
    if ((octets[entry + 4]! & APART) === 0) [this.octets, this.from, this.end] = [octets, value, value + length];
    else [this.octets, this.from, this.end] = [this.readApart(octets, value, length), 0, length];
    if (this.end > this.octets.length) throw damaged(this.path[this.depth - 1]!.page);
  }

  /** A value that no page has room for: behind the head of the first of its own. */
  private readApart(octets: Buffer, at: number, length: number): Buffer {
    const page = Number(octets.readBigUInt64LE(at));
    const value = Buffer.allocUnsafe(length);
    if (readSync(this.descriptor, value, 0, length, page * this.pageOctets + HEAD) < length) throw damaged(page);
    return value;
  }

  private descend(page: number): Level {
    if (this.depth === DEEPEST) throw damaged(page);
    this.path[this.depth] ??= { octets: Buffer.allocUnsafeSlow(this.pageOctets), page, isLeaf: true, count: 0, at: 0 };
    const level = this.path[this.depth]!;
    const { octets } = level;
    this.depth += 1;
    const read = readSync(this.descriptor, octets, 0, octets.length, page * octets.length);
    level.page = page;
    level.isLeaf = (octets.readUInt16LE(KINDS) & LEAF) !== 0;
    if (read < octets.length || !isPageOf(octets, page, level.isLeaf ? LEAF : BRANCH)) throw damaged(page);
    level.count = octets.readUInt16LE(LOWER) / 2;
    return level;
  }

  /** The first entry from `low` on whose key is not before the one wanted. */
  private firstFrom(level: Level, wanted: Buffer, low: number): number {
    let [from, to] = [low, level.count];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.compare(level, middle, wanted) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private compare({ octets }: Level, at: number, wanted: Buffer): number {
    const entry = entryAt(octets, at);
    const from = entry + ENTRY;
    return octets.compare(wanted, 0, wanted.length, from, from + keyOctets(octets, entry));
  }
}

const entryAt = (octets: Buffer, at: number): number => HEAD + octets.readUInt16LE(HEAD + 2 * at);
const keyOctets = (octets: Buffer, entry: number): number => octets.readUInt16LE(entry + 6);
const pageBelow = ({ octets, at }: Level): number => octets.readUIntLE(entryAt(octets, at), 6);
const damaged = (page: number): Error =>
  new Error(`the spool’s database is damaged: page ${page} of it is not what leads there says`);
