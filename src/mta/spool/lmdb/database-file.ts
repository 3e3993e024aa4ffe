/**
 * Is a file a database that can be opened? To be asked first: the library does not survive one that is something else.
 *
 * Each of the first two pages has, behind 24 octets of its own: magic, version, address, size of the map, two trees (free
 * pages and names) of 48 octets, the last page, the number of the transaction; all of it little-endian. In a tree's 48 the
 * first four octets are the size of a page (of the first tree), the last eight the page of its root.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

const MAGIC = 0xbeefc0de;
const META = 24;
const TREES = META + 24;
const TREE = 48;
const META_END = TREES + 2 * TREE + 16;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

/** @returns what is wrong with it; undefined: nothing, or it is not there yet */
export function databaseFault(path: string): string | undefined {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined || facts.size === 0) return undefined;
  const descriptor = openSync(path, 'r');
  try {
    const first = readMeta(descriptor, 0);
    if (first === undefined) return 'is no database';
    const pageOctets = first.readUInt32LE(TREES);
    const isPage = pageOctets >= 512 && pageOctets <= 65_536 && (pageOctets & (pageOctets - 1)) === 0;
    const second = isPage ? readMeta(descriptor, pageOctets) : undefined;
    if (second === undefined) return 'is no database';
    const { size } = fstatSync(descriptor); // only now: it may have grown meanwhile, and pages come before who names them
    const reaches = [first, second].every((meta) => rootsOf(meta).every((page) => page * pageOctets < size));
    return reaches ? undefined : 'is cut off: it is shorter than what it says of itself';
  } finally {
    closeSync(descriptor);
  }
}

function readMeta(descriptor: number, position: number): Buffer | undefined {
  const page = Buffer.alloc(META_END);
  if (readSync(descriptor, page, 0, META_END, position) < META_END) return undefined;
  return page.readUInt32LE(META) === MAGIC ? page : undefined;
}

const rootsOf = (meta: Buffer): readonly number[] =>
  [0, 1]
    .map((tree) => meta.readBigUInt64LE(TREES + (tree + 1) * TREE - 8))
    .filter((page) => page !== NO_PAGE)
    .map(Number);
