/**
 * Trays: files into which a process puts the messages it takes, before they become records of the database.
 *
 * To commit to the database costs two flushes, pages beside those that change, and a lock that all processes share. A tray
 * costs one flush of octets that lie behind one another, with nobody to wait for (`landing.ts`). What has **landed** is
 * durable, and may be answered by 250. It is **filed** some tenths of a second later, some hundred messages by one commit
 * (`filing.ts`), or as soon as somebody asks; the content stays in the tray, and the database knows its place. One that its
 * own process claims or removes before that is filed as claimed, or passed over as gone; what landed behind it waits its own
 * time, so that most messages that are delivered at once never have a row. A tray whose messages have all gone is used again
 * (`shelf.ts`).
 *
 * A message goes into the database at once where no tray is ready for it: before the first one is made, where the message is
 * large beside a tray, and where the disk has not room for many.
 *
 * Why nothing is lost, whoever dies when:
 *
 * 1. Frames follow one another without a gap, and each is told of only after all before it are on the disk. So what was
 *    promised is found from `filed` of the tray's row on, before the first frame that is not whole.
 * 2. `filed` grows, together with the rows of what it passes over, and only where the row is still what was read. So a frame is
 *    filed once, whoever does it, and however many try. Who files for another flushes first: no row names what is not on the disk.
 * 3. A tray's use ends (it is used again, or taken away) when nothing is on its way into it, all that landed is filed, and
 *    none of its messages is there; it ends by a change of the row that was read before all of this was found. Each use has a
 *    mark, in the row and in the frames; what landed in one that has ended is not filed any more.
 * 4. Only its process writes into a tray, on the thread that answers clients; others take it away only when that one has
 *    ended (number and time of start), and its own process only when it has stopped taking messages.
 * 5. Who has a claim on a message finds it where it was: only others are moved. Who has none looks again when it has moved.
 * 6. The file of a large body is held to be nobody's only after the trays of the dead have been filed.
 */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result, sleep, systemClock } from '../../../../base/index.ts';
import type { SpoolError } from '../../failures.ts';
import type { Journal } from '../journal.ts';
import type { Place, Places } from '../place.ts';
import { renewed, type Store } from '../store.ts';
import { readAt } from './file.ts';
import { fileAll, trayRow, unfiled } from './filing.ts';
import { decodeSlip, encodeFrame, type Slip } from './frame.ts';
import { type Fate, type Landed, throughLastDue } from './landed.ts';
import { createLanding } from './landing.ts';
import { openShelf, type ShelfParts } from './shelf.ts';

export interface Trays extends Places {
  /** Makes the first tray now. */
  prepare(): Promise<void>;
  /**
   * Durable once it resolves with success.
   *
   * @param content  the record of the content and the body, in parts that must not change before then
   * @returns undefined: no tray is ready for it
   */
  land(slip: Slip, queue: Buffer, content: readonly Uint8Array[]): Promise<Result<void, SpoolError>> | undefined;
  /** Is a message of that id here, on its way in or not yet filed? */
  has(id: string): boolean;
  /** Has closing begun? Nothing is taken any more. */
  isShut(): boolean;
  /** What has landed here and is not filed yet. */
  landed(id: string): Landed | undefined;
  /**
   * Files it together with what is to become of it, by one write with others.
   *
   * @returns false: it is in the database as it came, since somebody was faster, or none of ours
   */
  fileAs(id: string, fate: Fate): Promise<Result<boolean, SpoolError>>;
  /** Files all that has landed, whoever took it. */
  file(): Promise<Result<void, SpoolError>>;
  /** The same for what is known of one message. Undefined: nothing is to be waited for. */
  fileOne(id: string): Promise<Result<void, SpoolError>> | undefined;
  /** What came with the message; undefined where the tray is gone. */
  slipOf(place: Place): Slip | undefined;
  /** A message has gone from that tray. */
  left(tray: string): void;
  /** Files what the dead left, and takes their empty trays away. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** How long a message may wait for more to be filed with it. */
const FILE_AFTER_MS = 200;
/** So many do not wait. */
const MANY = 1000;
/**
 * What goes under load goes together: so long after a commit began for it, the next may. At ten sessions there is a third
 * less to write; where messages come more seldom than that, none waits. A crash meanwhile makes a second copy, as one within
 * the commit does (deliver/index.ts), and nobody else waits: the sender has had his 250, and the next hop has its message.
 */
const GO_EVERY_MS = 10;

export function openTrays(parts: ShelfParts): Trays {
  const { store, journal, folder } = parts;
  const shelf = openShelf(parts);
  const landing = createLanding(folder.trays, systemClock.monotonicMs);
  const landed = new Map<string, Landed>();
  const onTheWay = new Set<string>();
  let filing: Promise<Result<void, SpoolError>> | undefined;
  let isShut = false;
  let timer: NodeJS.Timeout | undefined;
  let wentMs = Number.NEGATIVE_INFINITY;
  let gathering: Promise<void> | undefined;

  const later = (): void => {
    if (landed.size >= MANY) void fileOwn();
    timer ??= setTimeout(() => {
      timer = undefined;
      void fileOwn('due').then((filed) => (filed.ok && landed.size === 0) || later());
    }, FILE_AFTER_MS).unref();
  };

  const fileOwn = async (which: Which = 'all'): Promise<Result<void, SpoolError>> => {
    while (filing !== undefined) await filing;
    if (landed.size === 0) return ok(undefined);
    filing = filePass(store, journal, landed, which).finally(() => {
      filing = undefined;
    });
    const filed = await filing;
    if (filed.ok) shelf.tidy();
    return filed;
  };

  /** When the next may go; undefined: now. */
  const turnToGo = (): Promise<void> | undefined => {
    const nowMs = systemClock.monotonicMs();
    const waitMs = wentMs + GO_EVERY_MS - nowMs;
    if (waitMs <= 0 || isShut) {
      wentMs = nowMs;
      return undefined;
    }
    gathering ??= sleep(waitMs).finally(() => {
      gathering = undefined;
    });
    return gathering;
  };

  const fileOthers = async (): Promise<Result<void, SpoolError>> => {
    for (const name of shelf.others()) {
      const found = unfiled(folder.trays, name, trayRow(store, name));
      const filed = found.length === 0 ? ok(undefined) : await fileAll(store, journal, found);
      if (!filed.ok) return filed;
    }
    return ok(undefined);
  };

  const part = (tray: string, at: number, octets: number): Buffer | undefined => {
    const own = shelf.own(tray);
    return own === undefined ? readPart(join(folder.trays, tray), at, octets) : own.file.read(at, octets);
  };

  return {
    prepare: async () => {
      if (!shelf.isReady()) await shelf.made();
    },
    land: (slip, queue, content) => {
      if (!shelf.isReady()) return undefined;
      const frame = encodeFrame(slip, queue, content);
      const tray = shelf.trayFor(frame.octets);
      if (tray === undefined) return undefined;
      frame.front.set(tray.mark);
      const use = tray.mark.toString('hex');
      const from = tray.end;
      tray.end += frame.octets;
      const place = { tray: tray.name, from, at: from + frame.contentAt, octets: frame.contentOctets };
      onTheWay.add(slip.id);
      return landing.land(tray, from, frame).then((outcome) => {
        onTheWay.delete(slip.id);
        if (!outcome.ok) return outcome;
        landed.set(slip.id, { slip, queue, use, place, sinceMs: systemClock.monotonicMs(), to: from + frame.octets });
        later();
        return outcome;
      });
    },
    has: (id) => onTheWay.has(id) || landed.has(id),
    isShut: () => isShut,
    landed: (id) => landed.get(id),
    fileAs: async (id, fate) => {
      const one = landed.get(id);
      if (one === undefined || one.fate !== undefined) return ok(false);
      // Said at once: the pass that begins next files all that wait for it, and none of them leaves a row.
      one.fate = fate;
      while (landed.has(id)) {
        const before = filing ?? (fate === 'gone' ? turnToGo() : undefined);
        if (before !== undefined) {
          await before; // it may be among those that are being filed
          continue;
        }
        const filed = await fileOwn('due');
        if (!filed.ok) {
          delete one.fate;
          return filed;
        }
      }
      return ok(one.filedAs === fate);
    },
    file: async () => {
      const own = await fileOwn();
      return own.ok ? await fileOthers() : own;
    },
    fileOne: (id) => {
      if (landed.has(id)) return fileOwn();
      return renewed(store).queue.doesExist(id) ? undefined : fileOthers();
    },
    read: ({ tray, at, octets }) => part(tray, at, octets),
    slipOf: ({ tray, from, at }) => {
      const front = part(tray, from, at - from);
      return front === undefined ? undefined : decodeSlip(front);
    },
    left: shelf.left,
    sweep: async () => {
      await fileOthers();
      await shelf.sweep();
    },
    close: async () => {
      isShut = true;
      shelf.shut();
      await landing.idle();
      clearTimeout(timer);
      await fileOwn();
      await shelf.close();
    },
  };
}

/**
 * All, or what something is to become of and what has waited long enough, with what landed before those: what landed behind
 * the last of them may be gone before it has to be filed, which saves its rows.
 */
type Which = 'all' | 'due';

/** What has landed so far, tray by tray, and each use of one by itself. */
async function filePass(
  store: Store,
  journal: Journal,
  landed: Map<string, Landed>,
  which: Which,
): Promise<Result<void, SpoolError>> {
  const byUse = new Map<string, Landed[]>();
  for (const each of landed.values()) {
    const known = byUse.get(each.use);
    if (known === undefined) byUse.set(each.use, [each]);
    else known.push(each);
  }
  for (const each of byUse.values()) {
    const due = which === 'all' ? each : throughLastDue(each, systemClock.monotonicMs() - FILE_AFTER_MS);
    const filed = due.length === 0 ? ok(undefined) : await fileAll(store, journal, due);
    if (!filed.ok) return err(filed.error);
    for (const { slip } of due) landed.delete(slip.id);
  }
  return ok(undefined);
}

function readPart(path: string, at: number, octets: number): Buffer | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const record = readAt(descriptor, at, octets);
    return record.length === octets ? record : undefined;
  } finally {
    closeSync(descriptor);
  }
}
