/**
 * The shelf: the trays of a process, and when one is made, used again and taken away.
 *
 * One takes messages, one more is kept ready when the first is half full, and those that are full stay until the last of
 * their messages has gone. A tray has a row in the database before anything lands in it, and loses the row before its file.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../../base/index.ts';
import type { StoreFolder } from '../folder.ts';
import type { Gauge } from '../gauge.ts';
import { type Journal, quiet } from '../journal.ts';
import { rangeOf } from '../keys.ts';
import { isLeftBehind, ourName } from '../owner.ts';
import { renewed, type Store } from '../store.ts';
import { makeTrayFile, openTrayFile } from './file.ts';
import { putTray, type TrayRecord, type TrayRow, trayRow, unfiled } from './filing.ts';
import { MARK_OCTETS } from './frame.ts';
import type { Tray } from './landing.ts';

export interface ShelfParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly folder: StoreFolder;
  readonly gauge: Gauge;
  /** Of a tray. */
  readonly trayOctets: number;
  /** Takes messages out of their trays, as far as it goes. */
  readonly moveOut: (ids: readonly string[]) => Promise<void>;
}

export interface Shelf {
  /** Is there a tray? One is made where there is none. */
  isReady(): boolean;
  /** Waits for the one that is made. */
  made(): Promise<void>;
  /** One with room for so many octets; undefined: none has it now. */
  trayFor(octets: number): Tray | undefined;
  own(name: string): Tray | undefined;
  /** Names of trays that are not ours. */
  others(): readonly string[];
  /** A message has gone from that tray: it may have been one of the last. */
  left(name: string): void;
  /** Begins to look after the full ones. */
  tidy(): void;
  /** Takes away what the dead left, where nothing is in it. */
  sweep(): Promise<void>;
  /** Takes no more messages. */
  shut(): void;
  /** After `shut`, when all has landed and is filed. */
  close(): Promise<void>;
}

/** A message that would fill more of a tray goes without. */
const LARGEST_SHARE = 1 / 8;
/** So many trays must fit into what is free, else none is made. */
const AMPLE_TRAYS = 8;
const TRY_AGAIN_MS = 10_000;
const TIDY_AFTER_MS = 1_000;
/** Every commit asks for it. */
const TIDY_EVERY_MS = 50;
/** Trays that are looked after at a time. */
const LOOKED_AT = 4;
/** A message that is moved out is worth it where so much of a tray is free again (64 messages of a usual one). */
const OCTETS_FOR_ONE = 512 * 1024;

export function openShelf(parts: ShelfParts): Shelf {
  const { store, folder, trayOctets } = parts;
  /** With those that are being made. */
  const own = new Map<string, Tray | undefined>();
  const full = new Set<Tray>();
  /** Trays of which a message has gone. */
  const leavings = new Set<string>();
  let current: Tray | undefined;
  let spare: Tray | undefined;
  let making: Promise<void> | undefined;
  let tidying: Promise<void> | undefined;
  let tidiedMs = Number.NEGATIVE_INFINITY;
  let isRefused = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const make = (): void => {
    if (spare !== undefined || making !== undefined || isRefused || isClosed) return;
    making = makeTray(parts, own)
      .then((tray) => {
        spare = tray;
        isRefused = tray === undefined;
        if (isRefused) setTimeout(() => (isRefused = false), TRY_AGAIN_MS).unref();
      })
      .finally(() => {
        making = undefined;
      });
  };

  const keepReady = (tray: Tray): void => {
    if (spare === undefined) spare = tray;
    else full.add(tray); // one was made meanwhile
  };

  const lookAfter = async (): Promise<void> => {
    for (const tray of [...full].slice(0, LOOKED_AT)) {
      if (isClosed) return;
      full.delete(tray);
      full.add(tray); // behind the others
      const row = trayRow(store, tray.name);
      if (row === undefined || !isFiled(tray, row) || !(await isEmptied(parts, tray.name))) continue;
      full.delete(tray);
      if (spare !== undefined || making !== undefined || tray.isBroken) await dispose(parts, own, tray);
      else if (await beginAgain(parts, tray, row)) keepReady(tray);
      else full.add(tray);
    }
  };

  /** Of the dead, whoever comes by looks after them. */
  const lookAfterDead = async (): Promise<void> => {
    const names = [...leavings].filter((name) => !own.has(name) && isDead(name));
    leavings.clear();
    for (const name of names) if (!isClosed) await clear(parts, name);
  };

  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      tidy();
    }, TIDY_AFTER_MS).unref();
  };

  /** One at a time; what cannot be done now is done another time. */
  const tidy = (): void => {
    const nowMs = systemClock.monotonicMs();
    if (nowMs < tidiedMs + TIDY_EVERY_MS) return void soon();
    tidiedMs = nowMs;
    tidying ??= lookAfterDead()
      .then(lookAfter)
      .catch(() => {})
      .finally(() => {
        tidying = undefined;
      });
  };

  return {
    isReady: () => {
      if (trayOctets === 0) return false;
      if (current === undefined && spare === undefined) make();
      return current !== undefined || spare !== undefined;
    },
    made: async () => {
      await making;
    },
    trayFor: (octets) => {
      if (isClosed || octets > trayOctets * LARGEST_SHARE) return undefined;
      if (current === undefined || current.isBroken || current.end + octets > trayOctets) {
        if (current !== undefined) full.add(current);
        current = spare;
        spare = undefined;
      }
      if (current === undefined || current.end > trayOctets / 2) make();
      return current;
    },
    own: (name) => own.get(name),
    others: () => namesOf(folder.trays).filter((name) => !own.has(name)),
    left: (name) => {
      if (isClosed) return;
      leavings.add(name);
      soon();
    },
    tidy,
    sweep: async () => {
      const names = new Set([...namesOf(folder.trays), ...renewed(store).trays.getKeys()]);
      for (const name of names) if (!own.has(name) && isDead(name)) await clear(parts, name);
    },
    shut: () => {
      isClosed = true;
    },
    close: async () => {
      clearTimeout(timer);
      await Promise.all([making, tidying]);
      for (const tray of [...full, current, spare]) {
        if (tray === undefined) continue;
        const row = trayRow(store, tray.name);
        if (row !== undefined && isFiled(tray, row)) await clear(parts, tray.name);
        tray.file.close();
      }
    },
  };
}

/** @returns undefined: it could not be made, or there is not much room */
async function makeTray(parts: ShelfParts, own: Map<string, Tray | undefined>): Promise<Tray | undefined> {
  const { store, journal, folder, gauge, trayOctets } = parts;
  const space = await gauge.space();
  if (!space.ok || space.value.freeOctets < AMPLE_TRAYS * trayOctets) return undefined;
  const name = `${ourName()}.${randomBytes(6).toString('hex')}`;
  const path = join(folder.trays, name);
  own.set(name, undefined);
  try {
    await makeTrayFile(path, trayOctets, statSync(folder.path));
    await flushFolder(folder.trays);
    const mark = randomBytes(MARK_OCTETS);
    const written = await journal.write(
      (act) => store.env.batch(act),
      () => putTray(store, name, { mark: mark.toString('hex'), filed: 0 }),
    );
    if (written.ok) {
      const tray = { name, mark, file: openTrayFile(path), end: 0, flying: 0, isBroken: false };
      own.set(name, tray);
      return tray;
    }
  } catch {
    // no room for it, or not for us: messages go without
  }
  own.delete(name);
  takeAway(path);
  return undefined;
}

/** For other messages. */
async function beginAgain({ store, journal }: ShelfParts, tray: Tray, { version }: TrayRow): Promise<boolean> {
  const mark = randomBytes(MARK_OCTETS);
  const written = await journal.write(
    (act) => store.trays.ifVersion(tray.name, version, act),
    () => putTray(store, tray.name, { mark: mark.toString('hex'), filed: 0 }),
  );
  if (!written.ok || !written.value) return false;
  tray.end = 0;
  mark.copy(tray.mark);
  return true;
}

async function dispose(parts: ShelfParts, own: Map<string, Tray | undefined>, tray: Tray): Promise<void> {
  await clear(parts, tray.name);
  own.delete(tray.name);
  tray.file.close();
}

/** All that has ever landed in it is filed, and nothing is on its way. */
const isFiled = (tray: Tray, row: TrayRecord): boolean => tray.flying === 0 && row.filed >= tray.end;

/**
 * Row and file, where no message is in it, and none has landed that is not in the database yet: the row goes only as it was
 * when that was found. To be called where nobody puts anything into it any more: its owner is dead, or it is our own.
 */
async function clear(parts: ShelfParts, name: string): Promise<void> {
  const { store, journal, folder } = parts;
  const row = trayRow(store, name);
  if (unfiled(folder.trays, name, row).length > 0 || !(await isEmptied(parts, name))) return;
  if (row === undefined && store.trays.doesExist(name)) return; // it does not read: somebody should look at it
  if (row !== undefined) {
    const written = await journal.write(
      (act) => store.trays.ifVersion(name, row.version, act),
      () => quiet(store.trays.remove(name)),
    );
    if (!written.ok || !written.value) return;
  }
  takeAway(join(folder.trays, name));
}

/** Is there no message in it any more? A few are moved out. */
async function isEmptied({ store, trayOctets, moveOut }: ShelfParts, name: string): Promise<boolean> {
  const few = Math.floor(trayOctets / OCTETS_FOR_ONE);
  const ids = tenantsOf(store, name, few + 1);
  if (ids.length === 0) return true;
  if (ids.length > few) return false;
  await moveOut(ids);
  return tenantsOf(store, name, 1).length === 0;
}

function tenantsOf(store: Store, name: string, limit: number): readonly string[] {
  const keys = renewed(store).tenants.getKeys({ ...rangeOf(name), limit });
  return [...keys].map((key) => key.toString('latin1').slice(name.length + 1));
}

const isDead = (name: string): boolean => isLeftBehind(name.split('.')[0]!);

function namesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a store of an earlier format that is only looked at
  }
}

function takeAway(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // gone already, or never there
  }
}

async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
