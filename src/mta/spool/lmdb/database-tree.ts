/** The trees of a database file, followed from their roots: is each page there, and what the one above takes it for? */
import {
  APART,
  BRANCH,
  DEEPEST,
  DEPTH,
  ENTRY,
  HEAD,
  IS_TREE,
  isPageOf,
  LEAF,
  LOWER,
  NO_PAGE,
  ROOT,
  TREE,
  UPPER,
} from './database-page.ts';

export interface Pages {
  readonly octets: number;
  /** As many as the file has, whole. */
  readonly count: number;
  readonly read: (page: number, into: Buffer) => void;
}

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
  if (!isPageOf(octets, page, kind)) return undefined;
  const lower = octets.readUInt16LE(LOWER);
  const upper = octets.readUInt16LE(UPPER);
  const entries = Array.from({ length: lower / 2 }, (_, index) => HEAD + octets.readUInt16LE(HEAD + 2 * index));
  return entries.every((at) => at >= HEAD + upper && at + ENTRY <= octets.length) ? entries : undefined;
}
