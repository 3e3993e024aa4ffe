/**
 * What is on a page of a database file, all of it little-endian.
 *
 * A page: its number (8 octets), the transaction that wrote it (8), 2 of padding, kinds (2), the ends of the free room in its
 * middle (2 and 2, counted from behind these 24); then where its entries are, two octets each. An entry: 4 octets of size,
 * kinds (2), octets of the key (2), the key, the value. On a page that leads to others the first six are the page. A value
 * may be a tree of its own, its 48 octets as the file's head has them, or lie on pages in a row: the first (8), the
 * transaction (8), how many (8).
 */
export const HEAD = 24;
export const KINDS = 18;
export const LOWER = 20;
export const UPPER = 22;
export const BRANCH = 1;
export const LEAF = 2;
/** In front of an entry's key. */
export const ENTRY = 8;
/** Kinds of entries. */
export const APART = 1;
export const IS_TREE = 2;
/** Octets of a tree, and what is where in them. */
export const TREE = 48;
export const DEPTH = 6;
export const ROOT = 40;
export const NO_PAGE = 0xffff_ffff_ffff_ffffn;

/** A tree that is deeper has a page that leads back to it. */
export const DEEPEST = 32;

/** Is it the page of that number, and of that kind? @param kind  `BRANCH` or `LEAF` */
export function isPageOf(octets: Buffer, page: number, kind: number): boolean {
  const lower = octets.readUInt16LE(LOWER);
  const upper = octets.readUInt16LE(UPPER);
  return (
    octets.readUInt32LE(0) === page % 2 ** 32 &&
    octets.readUInt32LE(4) === Math.floor(page / 2 ** 32) &&
    (octets.readUInt16LE(KINDS) & (BRANCH | LEAF)) === kind &&
    lower % 2 === 0 &&
    lower <= upper &&
    upper <= octets.length - HEAD
  );
}
