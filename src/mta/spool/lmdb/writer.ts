/** A message on its way in: held up to the inline limit, then streamed to a file. */
import { err, ok, type Result } from '../../../base/index.ts';
import { type SpoolError, spoolError, systemFailure } from '../failures.ts';
import { partsFrom } from '../memory/body.ts';
import type { ArrivedMessage, Progress } from '../message.ts';
import { encodeRecord, splitMessage } from '../record.ts';
import type { Claim, MessageWriter } from '../spool.ts';
import { type BodyFile, readChunks } from './bodies.ts';
import type { FreshClaim } from './claims.ts';
import type { Engine } from './engine.ts';
import { putMessage } from './rows.ts';
import { renewed } from './store.ts';

/** Beyond this a writer is told to wait until some of it has been written. */
const MAX_UNWRITTEN_OCTETS = 256 * 1024;

export function lmdbWriter(id: string, engine: Engine): MessageWriter {
  const body = incomingBody(id, engine);
  return {
    id,
    get octets() {
      return body.octets;
    },
    get failure() {
      return body.failure;
    },
    write: (part) => body.write(part),
    reread: () => body.reread(),
    commit: async (arrived, leaseMs) => {
      const stored = await commit(arrived, body, engine, leaseMs);
      if (stored.ok) await body.done();
      else await body.abort();
      if (!stored.ok && stored.error.code !== 'spool/exists') engine.logs.drop(id);
      return stored;
    },
    abort: () => body.abort(),
  };
}

async function commit(
  arrived: ArrivedMessage,
  body: IncomingBody,
  engine: Engine,
  leaseMs: number | undefined,
): Promise<Result<Claim | undefined, SpoolError>> {
  const file = await body.finish();
  if (body.failure !== undefined) return err(body.failure);
  const { id } = arrived;
  const { claims, gauge } = engine;
  const inline = file === undefined ? body.octets : 0;
  const { queue, content, settled } = splitMessage(arrived, body.octets, file);
  const [queueRecord, contentRecord] = [encodeRecord(queue), encodeRecord(content)];
  const refused = gauge.refuse(queueRecord.length + contentRecord.length + inline, 'store');
  const full = refused === undefined ? undefined : await refused;
  if (full !== undefined) return err(full);
  const claim = leaseMs === undefined ? undefined : claims.fresh(id, leaseMs);
  const parts = file === undefined ? [contentRecord, ...body.held] : [contentRecord];
  const stored = await put({ id, queue: queueRecord, content: parts, settled, claim }, engine);
  return stored.ok ? ok(claim?.claim) : stored;
}

interface Records {
  readonly id: string;
  readonly queue: Buffer;
  /** The record, and the body behind it. */
  readonly content: readonly Uint8Array[];
  readonly settled: readonly Progress[];
  readonly claim: FreshClaim | undefined;
}

/** Into a tray, or into the database at once. */
async function put(records: Records, engine: Engine): Promise<Result<void, SpoolError>> {
  const { id, queue, content, settled, claim } = records;
  const { store, trays, logs } = engine;
  if (trays.has(id) || renewed(store).queue.doesExist(id)) return err(exists(id));
  const log = logs.held(id);
  const slip = {
    id,
    ...(claim !== undefined && { claim: claim.row }),
    ...(settled.length > 0 && { settled }),
    ...(log !== undefined && { log }),
  };
  const landed = trays.land(slip, queue, content);
  if (landed === undefined) return await putRows(records, engine);
  logs.drop(id);
  return await landed;
}

async function putRows(records: Records, { store, journal, logs }: Engine): Promise<Result<void, SpoolError>> {
  const { id, queue, content, settled, claim } = records;
  const record = Buffer.concat(content);
  const written = await journal.write(
    (act) => store.queue.ifNoExists(id, act),
    () => {
      putMessage(store, id, queue, record, settled);
      logs.put(id);
      claim?.put();
    },
  );
  if (!written.ok) return written;
  return written.value ? ok(undefined) : err(exists(id));
}

const exists = (id: string): SpoolError => spoolError('spool/exists', `a message ${id} is in the spool already`);

interface IncomingBody {
  readonly octets: number;
  readonly held: readonly Uint8Array[];
  readonly failure: SpoolError | undefined;
  write(part: Uint8Array): Promise<void> | undefined;
  reread(): AsyncIterable<Uint8Array>;
  /** Everything on the disk; the file's name, where there is one. */
  finish(): Promise<string | undefined>;
  done(): Promise<void>;
  abort(): Promise<void>;
}

function incomingBody(id: string, engine: Engine): IncomingBody {
  const { bodies, gauge, held: budget, folder } = engine;
  let held: Uint8Array[] = [];
  let heldOctets = 0;
  let octets = 0;
  let failure: SpoolError | undefined;
  let file: BodyFile | undefined;
  let isStreaming = false;
  let draining: Promise<void> | undefined;

  const drop = (): void => {
    budget.octets -= heldOctets;
    held = [];
    heldOctets = 0;
  };

  /** Writes what is held until nothing is; one at a time for a message. */
  const drain = async (): Promise<void> => {
    while (heldOctets > 0 && failure === undefined) {
      const parts = held;
      const count = heldOctets;
      held = [];
      try {
        failure = await gauge.refuse(count, 'file');
        if (failure !== undefined) break;
        file ??= await bodies.create(id);
        await writeAll(file, parts);
      } catch (cause) {
        failure = systemFailure(folder.bodies, 'write to', cause);
      }
      heldOctets -= count;
      budget.octets -= count;
    }
    if (failure !== undefined) drop();
    draining = undefined;
  };

  return {
    get octets() {
      return octets;
    },
    get held() {
      return held;
    },
    get failure() {
      return failure;
    },
    write: (part) => {
      octets += part.length;
      if (failure !== undefined || part.length === 0) return undefined;
      held.push(part);
      if (held.length >= MANY_PARTS) held = [Buffer.concat(held)];
      heldOctets += part.length;
      budget.octets += part.length;
      isStreaming ||= octets > engine.inlineOctets || isTooMuch(heldOctets, budget.octets);
      if (!isStreaming) return undefined;
      draining ??= drain();
      return heldOctets > MAX_UNWRITTEN_OCTETS ? draining : undefined;
    },
    reread: async function* () {
      await draining;
      if (file === undefined) yield* partsFrom(held, 0);
      else yield* readChunks(file.handle, 0);
    },
    finish: async () => {
      await draining;
      if (file === undefined || failure !== undefined) return undefined;
      try {
        await file.handle.datasync();
        await bodies.syncFolder();
      } catch (cause) {
        failure = systemFailure(folder.bodies, 'flush', cause);
      }
      return file.name;
    },
    done: async () => {
      drop();
      await file?.handle.close();
    },
    abort: async () => {
      await draining;
      drop();
      if (file === undefined) return;
      const { handle, name } = file;
      file = undefined;
      await handle.close();
      await bodies.remove(name);
    },
  };
}

/** However many peers are slow, what all their messages hold is bounded: beyond that, small ones go to files as well. */
const BUDGET_OCTETS = 48 * 1024 * 1024;
const SMALL_OCTETS = 8 * 1024;
/** A body in single octets is put together from time to time: each part costs more than its octets. */
const MANY_PARTS = 512;

function isTooMuch(ownOctets: number, allOctets: number): boolean {
  return allOctets > BUDGET_OCTETS && ownOctets > SMALL_OCTETS;
}

/** A short write is gone on with: the last octets are what a full disk refuses. */
async function writeAll({ handle }: BodyFile, parts: readonly Uint8Array[]): Promise<void> {
  const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  for (let at = 0; at < all.length; ) {
    const { bytesWritten } = await handle.write(all, at);
    at += bytesWritten;
  }
}
