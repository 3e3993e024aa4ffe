/**
 * Tables of Berkeley DB (versions 4.1 to 6, hash and btree), read only; `exim_dbmbuild`, `postmap` and `db_load` write them.
 *
 * ```
 * the file    pages of one size; page 0 says what it is, from octet 12 on: magic (4, in the byte order of the file),
 *             version (4), octets a page (4), encryption (1), type (1), flags (1); the flags of the table at 48
 * a page      its number at 8, the page before at 12, the next at 16, count of items (2) at 20, free space or octets of
 *             overflow (2) at 22, level (1), type (1) at 25; then where each item is (2 each)
 * an item     of hash: type (1), octets up to the item before. Of btree: length (2), type (1), octets
 * ```
 *
 * Keys and values take turns. A reader that stays inside the file whatever its numbers say, and ends: pages are visited once,
 * a chain has no more pages than the file. Hashes and the inner pages of the tree are not used: all keys are indexed at once.
 */
import { err, ok, type Result } from '../../../base/index.ts';

export interface BerkeleyTable {
  /** The first value of that key. @returns `corrupt`: it points outside of the file */
  readonly find: (key: Buffer) => Buffer | undefined | 'corrupt';
}

const HASH_MAGIC = 0x061561;
const BTREE_MAGIC = 0x053162;
const META = { magic: 12, pageSize: 20, encryption: 24, flags: 26, tableFlags: 48 } as const;
const META_OCTETS = 72;
/** Of META.flags. */
const CHECKED = 1;
/** Of META.tableFlags: records by number, tables in the table, compressed ones. */
const RECNO = 0x02;
const BTREE_TABLES = 0x20;
const COMPRESSED = 0x80;
const HASH_TABLES = 0x02;
const PAGE = { before: 12, next: 16, count: 20, used: 22, type: 25, head: 26, checkedHead: 32 } as const;
const TYPE = {
  unsortedHash: 2,
  tree: 3,
  numbers: 4,
  leaf: 5,
  numberLeaf: 6,
  overflow: 7,
  doubles: 12,
  hash: 13,
} as const;
const HASH_ITEM = { data: 1, doubles: 2, overflow: 3, doublesElsewhere: 4 } as const;
const LEAF_ITEM = { data: 1, doublesElsewhere: 2, overflow: 3 } as const;
const DELETED = 0x80;

interface Pages {
  readonly file: Buffer;
  readonly size: number;
  readonly head: number;
  readonly u16: (at: number) => number;
  readonly u32: (at: number) => number;
}

/** What stands for an item: octets of its own, those of a chain of pages, or the first of several in a tree of their own. */
type Item =
  | { readonly kind: 'octets'; readonly octets: Buffer }
  | { readonly kind: 'overflow'; readonly page: number; readonly octets: number }
  | { readonly kind: 'doubles'; readonly page: number };

/** @returns or why it is none that can be read */
export function openBerkeleyTable(file: Buffer): Result<BerkeleyTable, string> {
  if (file.length < META_OCTETS) return err('it is no Berkeley DB file');
  const isLittle = [HASH_MAGIC, BTREE_MAGIC].includes(file.readUInt32LE(META.magic));
  const u32 = (at: number): number => (isLittle ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const u16 = (at: number): number => (isLittle ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const isHash = u32(META.magic) === HASH_MAGIC;
  const unfit = unfitness(file, u32, isHash);
  if (unfit !== undefined) return err(unfit);
  const head = (file[META.flags]! & CHECKED) === 0 ? PAGE.head : PAGE.checkedHead;
  const pages: Pages = { file, size: u32(META.pageSize), head, u16, u32 };
  try {
    const values = isHash ? indexHash(pages) : indexTree(pages);
    return ok({ find: (key) => findIn(values, key, pages) });
  } catch (cause) {
    if (cause instanceof RangeError) return err('it points outside of itself');
    throw cause;
  }
}

function unfitness(file: Buffer, u32: (at: number) => number, isHash: boolean): string | undefined {
  if (!isHash && u32(META.magic) !== BTREE_MAGIC) return 'it is no table of Berkeley DB (hash or btree)';
  if (file[META.encryption] !== 0) return 'it is encrypted';
  const size = u32(META.pageSize);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) return `it has pages of ${size} octets`;
  if (file.length % size !== 0) return `its size is not a multiple of its pages, of ${size} octets each`;
  const flags = u32(META.tableFlags);
  if (!isHash && (flags & RECNO) !== 0) return 'it has numbers for keys';
  if (!isHash && (flags & COMPRESSED) !== 0) return 'it is compressed';
  if ((flags & (isHash ? HASH_TABLES : BTREE_TABLES)) !== 0) return 'it has several tables';
  return undefined;
}

function findIn(values: ReadonlyMap<string, Item>, key: Buffer, pages: Pages): Buffer | undefined | 'corrupt' {
  const item = values.get(key.toString('latin1'));
  if (item === undefined) return undefined;
  try {
    return octetsOf(item, pages);
  } catch (cause) {
    if (cause instanceof RangeError) return 'corrupt';
    throw cause;
  }
}

interface Index {
  readonly values: ReadonlyMap<string, Item>;
  /** Of equal keys the first counts. */
  readonly put: (key: Item | undefined, value: Item) => void;
}

/** All keys together are no longer than the file; one that was forged may have a thousand of them in the same long chain. */
function createIndex(pages: Pages): Index {
  const values = new Map<string, Item>();
  let octets = 0;
  return {
    values,
    put: (key, value) => {
      if (key === undefined) return;
      const name = octetsOf(key, pages).toString('latin1');
      octets += name.length;
      if (octets > pages.file.length) throw new RangeError('keys longer than the file');
      if (!values.has(name)) values.set(name, value);
    },
  };
}

function indexHash(pages: Pages): ReadonlyMap<string, Item> {
  const { values, put } = createIndex(pages);
  for (let at = pages.size; at < pages.file.length; at += pages.size) {
    const type = pages.file[at + PAGE.type];
    if (type !== TYPE.hash && type !== TYPE.unsortedHash) continue;
    const count = pages.u16(at + PAGE.count);
    for (let index = 0; index + 1 < count; index += 2) put(hashItem(pages, at, index), hashItem(pages, at, index + 1));
  }
  return values;
}

/** Its end is where the one before begins. */
function hashItem(pages: Pages, page: number, index: number): Item {
  const begins = (at: number): number => pages.u16(page + pages.head + 2 * at);
  const from = page + begins(index);
  const end = page + (index === 0 ? pages.size : begins(index - 1));
  if (end <= from || end > page + pages.size) throw new RangeError('an item without an end');
  switch (pages.file[from]) {
    case HASH_ITEM.data:
      return { kind: 'octets', octets: pages.file.subarray(from + 1, end) };
    case HASH_ITEM.doubles:
      return { kind: 'octets', octets: slice(pages, from + 3, pages.u16(from + 1)) };
    case HASH_ITEM.overflow:
      return { kind: 'overflow', page: pages.u32(from + 4), octets: pages.u32(from + 8) };
    case HASH_ITEM.doublesElsewhere:
      return { kind: 'doubles', page: pages.u32(from + 4) };
    default:
      throw new RangeError('an item of no known type');
  }
}

/** Leaf after leaf, in their order. */
function indexTree(pages: Pages): ReadonlyMap<string, Item> {
  const { values, put } = createIndex(pages);
  const isLeaf = (at: number): boolean => pages.file[at + PAGE.type] === TYPE.leaf;
  let first = pages.size;
  while (first < pages.file.length && !(isLeaf(first) && pages.u32(first + PAGE.before) === 0)) first += pages.size;
  if (first >= pages.file.length) return values;
  for (const at of chainFrom(pages, first / pages.size)) {
    const count = pages.u16(at + PAGE.count);
    for (let index = 0; index + 1 < count; index += 2) {
      const value = leafItem(pages, at, index + 1);
      if (value !== undefined) put(leafItem(pages, at, index), value);
    }
  }
  return values;
}

/** Undefined: it was deleted. */
function leafItem(pages: Pages, page: number, index: number): Item | undefined {
  const from = page + pages.u16(page + pages.head + 2 * index);
  const type = pages.file[from + 2] ?? 0;
  if ((type & DELETED) !== 0) return undefined;
  switch (type) {
    case LEAF_ITEM.data:
      return { kind: 'octets', octets: slice(pages, from + 3, pages.u16(from)) };
    case LEAF_ITEM.overflow:
      return { kind: 'overflow', page: pages.u32(from + 4), octets: pages.u32(from + 8) };
    case LEAF_ITEM.doublesElsewhere:
      return { kind: 'doubles', page: pages.u32(from + 4) };
    default:
      throw new RangeError('an item of no known type');
  }
}

function octetsOf(item: Item, pages: Pages): Buffer {
  if (item.kind === 'octets') return item.octets;
  return item.kind === 'overflow' ? overflowOf(item, pages) : octetsOf(firstOf(item.page, pages), pages);
}

function overflowOf({ page, octets }: Extract<Item, { kind: 'overflow' }>, pages: Pages): Buffer {
  const pieces: Buffer[] = [];
  let left = octets;
  for (const at of chainFrom(pages, page)) {
    if (pages.file[at + PAGE.type] !== TYPE.overflow) throw new RangeError('no page of a long item');
    const used = pages.u16(at + PAGE.used);
    left -= used;
    if (left < 0) break;
    pieces.push(slice(pages, at + pages.head, used));
  }
  if (left !== 0) throw new RangeError('a long item of another length');
  return Buffer.concat(pieces);
}

/** Down the left side of a tree that one key has for its values. */
function firstOf(root: number, pages: Pages): Item {
  let number = root;
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const at = pageAt(pages, number);
    const from = at + pages.u16(at + pages.head);
    switch (pages.file[at + PAGE.type]) {
      case TYPE.tree:
        number = pages.u32(from + 4);
        break;
      case TYPE.numbers:
        number = pages.u32(from);
        break;
      case TYPE.leaf:
      case TYPE.numberLeaf:
      case TYPE.doubles: {
        const item = leafItem(pages, at, 0);
        if (item === undefined || item.kind === 'doubles') throw new RangeError('a tree without a first value');
        return item;
      }
      default:
        throw new RangeError('no page of a tree');
    }
  }
  throw new RangeError('a tree that goes round');
}

const MAX_LEVELS = 32;

/** Where each page of the chain begins. */
function* chainFrom(pages: Pages, first: number): Generator<number> {
  const most = pages.file.length / pages.size;
  let visited = 0;
  for (let number = first; number !== 0; number = pages.u32(pageAt(pages, number) + PAGE.next)) {
    if (visited === most) throw new RangeError('a chain that goes round');
    visited += 1;
    yield pageAt(pages, number);
  }
}

function pageAt({ file, size }: Pages, number: number): number {
  if (number === 0 || number >= file.length / size) throw new RangeError('no page of this file');
  return number * size;
}

function slice({ file }: Pages, from: number, octets: number): Buffer {
  if (from + octets > file.length) throw new RangeError('an item without an end');
  return file.subarray(from, from + octets);
}
