/**
 * The trees of a database file, followed from their roots: is each page there, and what the one above takes it for?
 *
 * A page: its number (8 octets), the transaction that wrote it (8), 2 of padding, kinds (2), the ends of the free room in its
 * middle (2 and 2, counted from behind these 24); then where its entries are, two octets each. An entry: 4 octets of size,
 * kinds (2), octets of the key (2), the key, the value. On a page that leads to others the first six are the page. A value
 * may be a tree of its own, its 48 octets as the file's head has them, or lie on pages in a row: the first (8), the
 * transaction (8), how many (8).
 */
export interface Pages {
  readonly octets: number;
  /** As many as the file has, whole. */
  readonly count: number;
  readonly read: (page: number, into: Buffer) => void;
}

const HEAD = 24;
const KINDS = 18;
const LOWER = 20;
const UPPER = 22;
const BRANCH = 1;
const LEAF = 2;
const ENTRY = 8;
const APART = 1;
const IS_TREE = 2;
const TREE = 48;
const DEPTH = 6;
const ROOT = 40;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

/** A tree that is deeper has a page that leads back to it. */
const DEEPEST = 32;
/** Rows are looked at for so long: a large store is not to keep a start waiting. Those that lead to rows are few. */
const PATIENCE_MS = 100;

/** @param isDeep  rows are looked at too, as long as there is patience */
export function treeFault(roots: readonly Uint8Array[], pages: Pages, isDeep: boolean): string | undefined {
  const walk = new Walk(pages, isDeep);
  for (const [index, tree] of roots.entries()) {
    const fault = walk.tree(Buffer.from(tree), index === 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

interface Visit {
  readonly page: number;
  /** Pages below it, down to the rows. */
  readonly below: number;
}

class Walk {
  private readonly pages: Pages;
  private readonly isDeep: boolean;
  private readonly untilMs = performance.now() + PATIENCE_MS;

  constructor(pages: Pages, isDeep: boolean) {
    this.pages = pages;
    this.isDeep = isDeep;
  }

  /** @param namesTrees  its rows are trees */
  tree(facts: Buffer, namesTrees: boolean): string | undefined {
    const root = facts.readBigUInt64LE(ROOT);
    if (root === NO_PAGE) return undefined;
    const depth = facts.readUInt16LE(DEPTH);
    if (depth < 1 || depth > DEEPEST) return damaged(`a tree of it is ${depth} pages deep`);
    const waiting: Visit[] = [{ page: Number(root), below: depth - 1 }];
    for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
      if (visit.page >= this.pages.count) return this.cutOff();
      if (visit.below === 0 && !namesTrees && !this.looksAtRows()) continue;
      const fault = this.visit(visit, waiting);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  private visit({ page, below }: Visit, waiting: Visit[]): string | undefined {
    const octets = Buffer.alloc(this.pages.octets);
    this.pages.read(page, octets);
    const entries = entriesOf(octets, page, below === 0 ? LEAF : BRANCH);
    if (entries === undefined) return damaged(`page ${page} of it is not what leads there says`);
    if (below > 0) for (const at of entries) waiting.push({ page: octets.readUIntLE(at, 6), below: below - 1 });
    else
      for (const at of entries) {
        const fault = this.row(octets, at);
        if (fault !== undefined) return fault;
      }
    return undefined;
  }

  private row(octets: Buffer, at: number): string | undefined {
    const kinds = octets.readUInt16LE(at + 4);
    const value = at + ENTRY + octets.readUInt16LE(at + 6);
    if ((kinds & IS_TREE) !== 0) {
      return value + TREE > octets.length
        ? damaged('a tree of it is cut off')
        : this.tree(octets.subarray(value), false);
    }
    if ((kinds & APART) === 0) return undefined;
    if (value + HEAD > octets.length) return damaged('a row of it is cut off');
    const end = octets.readBigUInt64LE(value) + octets.readBigUInt64LE(value + 16);
    return end > BigInt(this.pages.count) ? this.cutOff() : undefined;
  }

  private looksAtRows(): boolean {
    return this.isDeep && performance.now() < this.untilMs;
  }

  private cutOff(): string {
    return `is cut off: its ${this.pages.count} pages are fewer than it says of itself`;
  }
}

const damaged = (what: string): string => `is damaged: ${what}`;

/** Where they are; undefined: it is no such page. */
function entriesOf(octets: Buffer, page: number, kind: number): readonly number[] | undefined {
  const lower = octets.readUInt16LE(LOWER);
  const upper = octets.readUInt16LE(UPPER);
  const isRight =
    octets.readBigUInt64LE(0) === BigInt(page) &&
    (octets.readUInt16LE(KINDS) & (BRANCH | LEAF)) === kind &&
    lower % 2 === 0 &&
    lower <= upper &&
    upper <= octets.length - HEAD;
  if (!isRight) return undefined;
  const entries = Array.from({ length: lower / 2 }, (_, index) => HEAD + octets.readUInt16LE(HEAD + 2 * index));
  return entries.every((at) => at >= HEAD + upper && at + ENTRY <= octets.length) ? entries : undefined;
}
