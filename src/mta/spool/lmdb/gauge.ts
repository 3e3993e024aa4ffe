/**
 * How much room there is, without asking the system for every message.
 *
 * A reading is good for a while, less what was written since. When the disk is nearly full, room inside the store counts:
 * pages that removed messages left are used again. A reserve is kept, since to remove something also takes a few pages.
 */
import { statfs } from 'node:fs/promises';
import { err, ok, type Result } from '../../../base/index.ts';
import { noSpace, type SpoolError, systemFailure } from '../failures.ts';
import type { Space } from '../spool.ts';
import type { Store } from './store.ts';

export interface Gauge {
  /** At once where it was read a moment ago. */
  space(): Result<Space, SpoolError> | Promise<Result<Space, SpoolError>>;
  /** Is there room for octets in a file of their own, or in the store? Undefined: yes, and nobody needs to wait. */
  refuse(octets: number, where: 'file' | 'store'): Promise<SpoolError | undefined> | undefined;
  isFull(): Promise<boolean>;
}

/** Kept free, so that messages can be removed. */
const RESERVE_OCTETS = 2 * 1024 * 1024;
/** With this much free a reading may be old. */
const AMPLE_OCTETS = 64 * 1024 * 1024;
const FRESH_MS = 500;
/** What a record costs beside itself: changed pages of the trees. */
const OVERHEAD_OCTETS = 64 * 1024;

interface Reading extends Space {
  readonly atMs: number;
  spent: number;
}

export function createGauge(path: string, store: Store, monotonicMs: () => number): Gauge {
  let last: Reading | undefined;
  let asking: Promise<Reading> | undefined;

  const ask = (): Promise<Reading> => {
    asking ??= read(path, monotonicMs).finally(() => {
      asking = undefined;
    });
    return asking.then((reading) => {
      last = reading;
      return reading;
    });
  };

  const judge = async (octets: number, where: 'file' | 'store'): Promise<SpoolError | undefined> => {
    try {
      const { freeOctets, freeInodes } = await ask();
      const isRoomy = freeOctets >= octets + OVERHEAD_OCTETS + RESERVE_OCTETS;
      if (where === 'file') return isRoomy && freeInodes > 0 ? undefined : noSpace(path);
      return isRoomy || unusedInside(store) >= octets + OVERHEAD_OCTETS + RESERVE_OCTETS ? undefined : noSpace(path);
    } catch (cause) {
      return systemFailure(path, 'look at', cause);
    }
  };

  return {
    space: () =>
      last !== undefined && isFresh(last, monotonicMs())
        ? ok(last)
        : ask().then(ok, (cause) => err(systemFailure(path, 'look at', cause))),
    refuse: (octets, where) => {
      if (last !== undefined && isFresh(last, monotonicMs())) {
        last.spent += octets;
        if (last.freeOctets - last.spent > AMPLE_OCTETS && last.freeInodes > 0) return undefined;
      }
      return judge(octets, where);
    },
    isFull: async () => {
      const reading = await ask().catch(() => undefined);
      return reading !== undefined && reading.freeOctets < RESERVE_OCTETS;
    },
  };
}

const isFresh = ({ atMs }: Reading, nowMs: number): boolean => nowMs - atMs < FRESH_MS;

/** File systems that count no inodes say that there are none at all. */
async function read(path: string, monotonicMs: () => number): Promise<Reading> {
  const { bavail, bsize, files, ffree } = await statfs(path);
  return {
    freeOctets: bavail * bsize,
    freeInodes: files === 0 ? Number.MAX_SAFE_INTEGER : ffree,
    atMs: monotonicMs(),
    spent: 0,
  };
}

interface TreeStats {
  readonly pageSize: number;
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

/** Octets of pages that belong to the file and to no tree. */
function unusedInside(store: Store): number {
  const { env, file: _, ...trees } = store;
  const stats = env.getStats() as TreeStats & { root: TreeStats; free: TreeStats; lastPageNumber: number };
  const all = [stats.root, stats.free, ...Object.values(trees).map((tree) => tree.getStats() as TreeStats)];
  const used = all.reduce((sum, { treeBranchPageCount, treeLeafPageCount, overflowPages }) => {
    return sum + treeBranchPageCount + treeLeafPageCount + overflowPages;
  }, META_PAGES);
  return Math.max(0, stats.lastPageNumber + 1 - used) * stats.pageSize;
}

const META_PAGES = 2;
