/**
 * revokedCertificates (RFC 5280 §5.1.2.6, §5.3), read when asked for.
 *
 * One scan looks at every entry's form and extensions, since an unknown critical one anywhere forbids the whole CRL (§5.3),
 * and puts offsets into an index by serial; entries become objects one at a time.
 */
import { type Random, systemRandom } from '../../../base/index.ts';
import { Cursor } from './cursor.ts';
import { readEntry } from './entry.ts';
import { EntryWalker, type ListFrame } from './entry-walker.ts';
import { createTurns } from './issuer-turns.ts';
import { createKeys } from './serial-keys.ts';
import type { ListFault, RevokedList } from './types.ts';

/** More entries than any authority has; it bounds the index to 64 MiB. */
export const MAX_ENTRIES = 4_000_000;

export function createRevokedList(contents: Uint8Array, frame: ListFrame, random: Random = systemRandom): RevokedList {
  let scanned: Scan | undefined;
  const scan = (): Scan => {
    scanned ??= scanEntries(contents, frame, random);
    return scanned;
  };
  return {
    get count() {
      return scan().count;
    },
    get fault() {
      return scan().fault;
    },
    find(serial, issuer) {
      const { fault, find } = scan();
      const offset = fault === undefined ? find(serial, issuer) : undefined;
      return offset === undefined ? undefined : readEntry(contents, offset, scan().issuerAt(offset));
    },
    *[Symbol.iterator]() {
      const { end, issuerAt } = scan();
      const cursor = new Cursor(contents);
      for (let at = 0; at < end && cursor.set(at, contents.length) >= 0; ) {
        const { end: next } = cursor;
        yield readEntry(contents, at, issuerAt(at));
        at = next;
      }
    },
  };
}

interface Scan {
  readonly count: number;
  readonly fault?: ListFault | undefined;
  /** Where the sound part of the list ends. */
  readonly end: number;
  issuerAt(offset: number): Uint8Array;
  find(serial: Uint8Array, issuer: Uint8Array): number | undefined;
}

function scanEntries(contents: Uint8Array, frame: ListFrame, random: Random): Scan {
  const turns = createTurns(frame.issuer);
  const keys = createKeys(contents, Buffer.from(random.bytes(4)).readUInt32BE(), turns);
  const walker = new EntryWalker(contents, frame, turns);
  let at = 0;
  let count = 0;
  let fault: ListFault | undefined;
  for (; at < contents.length; at = walker.next, count += 1) {
    fault = count === MAX_ENTRIES ? tooMany() : (walker.step(at) ?? keys.add(at));
    if (fault !== undefined) break;
  }
  return { count, ...(fault !== undefined && { fault }), end: at, issuerAt: turns.issuerAt, find: keys.find };
}

const tooMany = () => ({ code: 'malformed' as const, detail: `it has more than ${MAX_ENTRIES} entries` });
