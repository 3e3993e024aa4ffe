/**
 * Files kept in memory in the form a driver looks things up in, for as long as they stay the same: device, inode, size and
 * times of modification and change are looked at on every use. Bounded in number (as Exim's `lookup_open_max`) and octets;
 * what was not used for longest goes first.
 */
import { readFileSync, type Stats, statSync } from 'node:fs';
import { type Failure, failed, isFailure } from '../../expand/index.ts';
import { cannotOpen } from './errors.ts';
import { octetPath } from './octet-path.ts';

export interface KeptFiles<T> {
  /** @param turn  where given, the file is looked at once in it (`DriverQuestion.turn`) */
  readonly get: (path: string, turn?: number) => T | Failure;
}

export interface KeptFilesOptions<T> {
  /** For errors: `linear search`. */
  readonly purpose: string;
  /** What is said of what is no file. */
  readonly notAFile: (path: string) => string;
  readonly read: (octets: Buffer, path: string) => T | Failure;
  /** What is said where the system does not let us; absent: the usual, with the purpose. */
  readonly cannotOpen?: (path: string, cause: unknown) => Failure;
}

/** Larger ones are no longer tables to be kept whole. */
const MAX_FILE_OCTETS = 256 * 1024 * 1024;
const MAX_KEPT_OCTETS = 512 * 1024 * 1024;
const MAX_KEPT_FILES = 25;

interface Kept<T> {
  readonly facts: Stats;
  readonly content: T;
  /** The last in which it was looked at. */
  turn: number | undefined;
}

export function createKeptFiles<T>({
  purpose,
  notAFile,
  read,
  cannotOpen: refuse = (path, cause) => cannotOpen(path, purpose, cause),
}: KeptFilesOptions<T>): KeptFiles<T> {
  const kept = new Map<string, Kept<T>>();
  let octets = 0;

  const drop = (path: string): void => {
    octets -= kept.get(path)?.facts.size ?? 0;
    kept.delete(path);
  };
  const keep = (path: string, facts: Stats, content: T, turn: number | undefined): void => {
    drop(path);
    for (const [oldest] of kept) {
      if (kept.size < MAX_KEPT_FILES && octets + facts.size <= MAX_KEPT_OCTETS) break;
      drop(oldest);
    }
    kept.set(path, { facts, content, turn });
    octets += facts.size;
  };
  const load = (path: string, facts: Stats, turn: number | undefined): T | Failure => {
    if (!facts.isFile()) return failed(notAFile(path));
    if (facts.size > MAX_FILE_OCTETS) return failed(`${path} is larger than ${MAX_FILE_OCTETS} octets (${purpose})`);
    const content = read(readFileSync(octetPath(path)), path);
    if (!isFailure(content)) keep(path, facts, content, turn);
    return content;
  };

  return {
    get(path, turn) {
      const known = kept.get(path);
      if (known !== undefined && turn !== undefined && known.turn === turn) return known.content;
      try {
        const facts = statSync(octetPath(path));
        if (known === undefined || !isSame(known.facts, facts)) return load(path, facts, turn);
        known.turn = turn;
        if (kept.size > 1) touch(kept, path, known);
        return known.content;
      } catch (cause) {
        drop(path);
        return refuse(path, cause);
      }
    },
  };
}

function touch<T>(kept: Map<string, T>, path: string, known: T): void {
  kept.delete(path);
  kept.set(path, known);
}

const isSame = (before: Stats, now: Stats): boolean =>
  before.mtimeMs === now.mtimeMs &&
  before.ino === now.ino &&
  before.size === now.size &&
  before.ctimeMs === now.ctimeMs &&
  before.dev === now.dev;
