/**
 * Is a file a database that can be opened? To be asked first: the library does not survive one that is something else, nor
 * a page that is not there, since it maps the file into memory.
 *
 * Each of the first two pages has, behind 24 octets of its own: magic, version, address, size of the map, two trees (free
 * pages and names) of 48 octets, the last page, the number of the transaction; all of it little-endian. In a tree's 48 the
 * first four octets are the size of a page (of the first tree), the last eight the page of its root. `database-page.ts` has
 * the pages below.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { type Pages, treeFault } from './database-tree.ts';

const MAGIC = 0xbeefc0de;
const META = 24;
const TREES = META + 24;
const TREE = 48;
const TRANSACTION = TREES + 2 * TREE + 8;
const META_END = TRANSACTION + 8;

export interface DatabaseLook {
  /** Pages that hold rows are read too, and not only those that lead to them. */
  readonly isDeep?: boolean;
  /** Others may write meanwhile: what is found is looked at again. */
  readonly isShared?: boolean;
}

/** Each time somebody has written in between. */
const MOST_LOOKS = 10;

/** @returns what is wrong with it; undefined: nothing, or it is not there yet */
export function databaseFault(
  path: string,
  { isDeep = false, isShared = false }: DatabaseLook = {},
): string | undefined {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined || facts.size === 0) return undefined;
  const descriptor = openSync(path, 'r');
  try {
    for (let looks = 1; ; looks += 1) {
      const newest = readNewest(descriptor);
      if (newest === undefined) return 'is no database';
      const fault = faultBelow(descriptor, newest, isDeep);
      const isStill = !isShared || fault === undefined || readNewest(descriptor)?.transaction === newest.transaction;
      if (isStill) return fault;
      if (looks === MOST_LOOKS) return undefined; // it is written to at a rate that nothing broken bears
    }
  } finally {
    closeSync(descriptor);
  }
}

export interface Newest {
  readonly pageOctets: number;
  readonly transaction: bigint;
  /** As a page has them: free pages, names. */
  readonly trees: readonly Buffer[];
}

/** The same while others write: one that is being written is read again. */
export function readNewestOfMany(descriptor: number): Newest | undefined {
  for (let before = readNewest(descriptor), reads = 1; ; reads += 1) {
    const newest = readNewest(descriptor);
    if (before === undefined || newest === undefined || reads > MOST_READS) return undefined;
    if (newest.transaction === before.transaction && newest.trees.every((tree, at) => tree.equals(before!.trees[at]!)))
      return newest;
    before = newest;
  }
}

/** Far more than commits can come between two reads one after the other. */
const MOST_READS = 1000;

/** What the last commit has left: the two take turns. */
function readNewest(descriptor: number): Newest | undefined {
  const first = readMeta(descriptor, 0);
  if (first === undefined) return undefined;
  const pageOctets = first.readUInt32LE(TREES);
  const isPage = pageOctets >= 512 && pageOctets <= 65_536 && (pageOctets & (pageOctets - 1)) === 0;
  const second = isPage ? readMeta(descriptor, pageOctets) : undefined;
  if (second === undefined) return undefined;
  const [one, other] = [first, second].map((meta) => meta.readBigUInt64LE(TRANSACTION)) as [bigint, bigint];
  const meta = one > other ? first : second;
  const trees = [0, 1].map((tree) => meta.subarray(TREES + tree * TREE, TREES + (tree + 1) * TREE));
  return { pageOctets, transaction: meta.readBigUInt64LE(TRANSACTION), trees };
}

function readMeta(descriptor: number, position: number): Buffer | undefined {
  const page = Buffer.alloc(META_END);
  if (readSync(descriptor, page, 0, META_END, position) < META_END) return undefined;
  return page.readUInt32LE(META) === MAGIC ? page : undefined;
}

function faultBelow(descriptor: number, { pageOctets, trees }: Newest, isDeep: boolean): string | undefined {
  const { size } = fstatSync(descriptor); // only now: it may have grown meanwhile, and pages come before who names them
  const pages: Pages = {
    octets: pageOctets,
    count: Math.floor(size / pageOctets),
    read: (page, into) => void readSync(descriptor, into, 0, pageOctets, page * pageOctets),
  };
  return treeFault(trees, pages, isDeep);
}
