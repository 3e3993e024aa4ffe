/**
 * The embedded engine: LMDB, shared by the processes of one machine.
 *
 * Records and small bodies are in LMDB, whose batched commits let many sessions share one flush; larger bodies are streamed
 * to files of their own while they arrive. With `trayOctets`, what was taken lands in a tray first (`tray/`). `store.ts` has
 * the databases, `opening.ts` how they are opened beside others, `journal.ts` how a write reaches the disk, `writer.ts` how a
 * message comes in, `claims.ts` how it is worked on, `listing.ts` how the queue is read from their pages (`row-pages.ts`).
 */
import { statSync } from 'node:fs';
import { err, ok, type Result, systemClock } from '../../../base/index.ts';
import { type SpoolError, systemFailure } from '../failures.ts';
import { memoryBody } from '../memory/body.ts';
import type { Spool, StoredBody, Swept } from '../spool.ts';
import { readAttempts } from './attempts.ts';
import { openBodies } from './bodies.ts';
import { createClaims } from './claims.ts';
import type { Engine } from './engine.ts';
import { lossFault, noteBegun, openFailure, prepareFolder, type StoreFolder, takesFiles } from './folder.ts';
import { createGauge } from './gauge.ts';
import { createHints } from './hints.ts';
import { createJournal, quiet } from './journal.ts';
import { eachItem, eachPage, itemPages, outlinePages } from './listing.ts';
import { createMessageLogs } from './logs.ts';
import { moveOut } from './moving.ts';
import { newestId } from './newest.ts';
import { createGate, whileNobodyCommits, whileNobodyOpens } from './opening.ts';
import {
  corrupt,
  landedContent,
  landedMessage,
  placeOf,
  readContent,
  readMessage,
  type StoredContent,
} from './rows.ts';
import { INLINE_OCTETS, type LmdbSpoolSettings } from './settings.ts';
import { openStore, renewed, type Store } from './store.ts';
import { openTrays, type Trays } from './tray/index.ts';
import { lmdbWriter } from './writer.ts';

export async function openLmdbSpool(settings: LmdbSpoolSettings): Promise<Result<Spool, SpoolError>> {
  const folder = await prepareFolder(settings.directory, settings.create ?? true);
  if (!folder.ok) return folder;
  try {
    const opened = await whileNobodyCommits(folder.value, () => {
      const fault = lossFault(folder.value);
      if (fault !== undefined) return err(fault);
      const store = openStore(folder.value);
      noteBegun(folder.value);
      return ok(store);
    });
    const store = opened.ok ? opened.value : opened;
    if (!store.ok) return store;
    const engine = createEngine(folder.value, store.value, settings);
    await sweep(engine);
    if (settings.trayAtOnce === true) await engine.trays.prepare();
    return ok(createSpool(engine));
  } catch (cause) {
    return err(openFailure(folder.value.path, cause));
  }
}

function createEngine(folder: StoreFolder, store: Store, settings: LmdbSpoolSettings): Engine {
  const { clock = systemClock, inlineOctets = INLINE_OCTETS, trayOctets = 0 } = settings;
  const gauge = createGauge(folder.path, store, systemClock.monotonicMs);
  const owner = statSync(folder.path);
  const gate = createGate(folder, owner);
  const journal = createJournal(folder.path, gate, gauge.isFull, { isWritable: () => takesFiles(folder) });
  const bodies = openBodies(folder.bodies, owner);
  const trays: Trays = openTrays({
    store,
    journal,
    folder,
    gauge,
    trayOctets,
    moveOut: (ids) => moveOut(store, journal, trays, ids),
  });
  const logs = createMessageLogs(store, journal);
  const claims = createClaims({ store, journal, bodies, trays, logs, clock });
  return {
    folder,
    store,
    journal,
    gate,
    gauge,
    bodies,
    trays,
    logs,
    claims,
    clock,
    inlineOctets,
    held: { octets: 0 },
  };
}

function createSpool(engine: Engine): Spool {
  const { store, claims, gauge, journal, trays, logs, clock, folder } = engine;
  const hints = createHints(store, journal, clock);
  let closed: Promise<void> | undefined;
  return {
    engine: 'lmdb',
    space: gauge.space,
    begin: (id) => lmdbWriter(id, engine),
    list: (options = {}) =>
      eachItem(async () => {
        await trays.file();
        return itemPages(store, options);
      }),
    outlines: (options = {}) =>
      eachPage(async () => {
        await trays.file();
        return outlinePages(store, options);
      }),
    count: async () => {
      await trays.file();
      return (renewed(store).queue.getStats() as { entryCount: number }).entryCount;
    },
    newestId: async () => {
      await trays.file();
      return newestId(renewed(store));
    },
    read: async (id) => {
      const landed = trays.landed(id);
      if (landed !== undefined) return landedMessage(trays, landed);
      await trays.fileOne(id);
      return readMessage(renewed(store), trays, id);
    },
    body: async (id) => {
      const landed = trays.landed(id);
      if (landed !== undefined) return await openBody(engine, id, landedContent(trays, landed));
      await trays.fileOne(id);
      return await openBody(engine, id, readContent(renewed(store), trays, id));
    },
    claim: claims.take,
    claimedUntil: async (id) => {
      await trays.fileOne(id);
      return claims.heldUntil(id);
    },
    hints: hints.open,
    appendLog: (id, line) => logs.append(id, line, clock.now().getTime()),
    messageLog: async (id) => {
      await trays.fileOne(id);
      const later = await logs.read(id);
      const place = placeOf(renewed(store), id);
      const first = (place === undefined ? undefined : trays.slipOf(place)?.log) ?? [];
      const text = first.map(([, line]) => line).join('') + (later ?? '');
      return text === '' ? undefined : text;
    },
    attempts: async (id) => readAttempts(store, id),
    sweep: async () => {
      try {
        return ok(await sweep(engine));
      } catch (cause) {
        return err(systemFailure(folder.path, 'sweep', cause));
      }
    },
    close: () => {
      closed ??= closeAll(engine);
      return closed;
    },
  };
}

async function closeAll({ folder, store, trays, logs, gate, journal }: Engine): Promise<void> {
  await trays.close();
  await logs.close();
  journal.close();
  await whileNobodyOpens(folder, () => store.env.close());
  gate.close();
}

async function openBody(
  { bodies, folder }: Engine,
  id: string,
  content: Result<StoredContent, SpoolError>,
): Promise<Result<StoredBody, SpoolError>> {
  if (!content.ok) return content;
  const { facts, file } = content.value.content;
  const { bodyOctets } = facts;
  const body = content.value.body();
  if (file === undefined) return body.length === bodyOctets ? ok(memoryBody([body])) : err(corrupt(id, 'body'));
  try {
    const found = await bodies.open(file);
    if (found.octets === bodyOctets) return ok(found);
    await found.close();
    return err(corrupt(id, 'body'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return err(
      code === 'ENOENT' ? corrupt(id, 'body, whose file is gone,') : systemFailure(folder.bodies, 'read', cause),
    );
  }
}

async function sweep(engine: Engine): Promise<Swept> {
  const { store, claims, trays } = engine;
  const readers = store.env.readerCheck();
  await trays.sweep();
  return { claims: await claims.sweep(), bodies: await sweepBodies(engine), readers };
}

/**
 * Takes away the files of dead processes that no message names.
 *
 * In this order: a process that has ended commits nothing more; to write takes the lock, and who gets it from a dead one
 * brings to light a commit that was cut off in its last step; then what is named is asked for.
 */
async function sweepBodies({ store, bodies, journal, trays }: Engine): Promise<number> {
  const left = bodies.leftBehind();
  if (left.length === 0) return 0;
  const filed = await trays.file(); // what they took before they died may be in a tray alone
  if (!filed.ok) return 0;
  const locked = await journal.write(
    (act) => store.env.batch(act),
    () => quiet(store.meta.put('swept', Buffer.alloc(0), 1)),
  );
  if (!locked.ok) return 0;
  renewed(store);
  const orphans = left.filter(({ id, name }) => !isNamed(store, trays, id, name));
  for (const { name } of orphans) await bodies.remove(name);
  return orphans.length;
}

/** A record that does not read may name it. */
function isNamed(store: Store, trays: Trays, id: string, name: string): boolean {
  if (store.aside.doesExist(`${id} content`)) return true;
  if (!store.queue.doesExist(id)) return false;
  const content = readContent(store, trays, id);
  return !content.ok || content.value.content.file === name;
}
