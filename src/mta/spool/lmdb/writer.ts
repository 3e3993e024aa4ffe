/** A message on its way in: held up to the inline limit, then streamed to a file. */
import { err, ok, type Result } from '../../../base/index.ts';
import { type SpoolError, spoolError, systemFailure } from '../failures.ts';
import { firstClaim, partsFrom } from '../memory/body.ts';
import type { ArrivedMessage, Progress } from '../message.ts';
import { encodeRecord, joinMessage, splitMessage } from '../record.ts';
import type { FirstClaim, MessageWriter } from '../spool.ts';
import { type BodyFile, readChunks } from './bodies.ts';
import type { FreshClaim } from './claims.ts';
import type { Engine } from './engine.ts';
import { putMessage } from './rows.ts';
import { renewed } from './store.ts';

/** Beyond this a writer is told to wait until some of it has been written. */
const MAX_UNWRITTEN_OCTETS = 256 * 1024;

export const lmdbWriter = (id: string, engine: Engine): MessageWriter => new Writer(id, engine);

class Writer implements MessageWriter {
  readonly id: string;
  private readonly engine: Engine;
  private readonly body: IncomingBody;

  constructor(id: string, engine: Engine) {
    this.id = id;
    this.engine = engine;
    this.body = new IncomingBody(id, engine);
  }

  get octets(): number {
    return this.body.octets;
  }

  get failure(): SpoolError | undefined {
    return this.body.failure;
  }

  write(part: Uint8Array): Promise<void> | undefined {
    return this.body.write(part);
  }

  reread(): AsyncIterable<Uint8Array> {
    return this.body.reread();
  }

  async commit(arrived: ArrivedMessage, leaseMs?: number): Promise<Result<FirstClaim | undefined, SpoolError>> {
    const { id, body, engine } = this;
    const stored = await commit(arrived, body, engine, leaseMs);
    if (stored.ok) await body.done();
    else await body.abort();
    if (!stored.ok && stored.error.code !== 'spool/exists') engine.logs.drop(id);
    return stored;
  }

  abort(): Promise<void> {
    return this.body.abort();
  }
}

async function commit(
  arrived: ArrivedMessage,
  body: IncomingBody,
  engine: Engine,
  leaseMs: number | undefined,
): Promise<Result<FirstClaim | undefined, SpoolError>> {
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
  const claim = leaseMs === undefined ? undefined : claims.fresh(id, leaseMs, { file });
  const { held } = body;
  const parts = file === undefined ? [contentRecord, ...held] : [contentRecord];
  const stored = await put({ id, queue: queueRecord, content: parts, settled, claim }, engine);
  if (!stored.ok) return stored;
  return ok(claim === undefined ? undefined : firstClaim(claim.claim, joinMessage(queue, content, settled), held));
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
function put(records: Records, engine: Engine): Result<void, SpoolError> | Promise<Result<void, SpoolError>> {
  const { id, queue, content, settled, claim } = records;
  const { trays, logs } = engine;
  if (trays.isShut()) return err(spoolError('spool/failed', `${engine.folder.path}: the spool is being closed`));
  const known = isKnown(id, engine);
  if (!known.ok) return known;
  if (known.value) return err(exists(id));
  const log = logs.held(id);
  const slip = {
    id,
    ...(claim !== undefined && { claim: claim.row }),
    ...(settled.length > 0 && { settled }),
    ...(log !== undefined && { log }),
  };
  const landed = trays.land(slip, queue, content);
  if (landed === undefined) return putRows(records, engine);
  logs.drop(id);
  return landed;
}

function isKnown(id: string, { store, trays, journal }: Engine): Result<boolean, SpoolError> {
  try {
    return ok(trays.has(id) || renewed(store).queue.doesExist(id));
  } catch (thrown) {
    return err(journal.failureOf(thrown));
  }
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

/** A class, since one is made for every message: accessors in an object of its own are made anew each time (2 µs). */
class IncomingBody {
  octets = 0;
  held: Uint8Array[] = [];
  failure: SpoolError | undefined;
  private readonly id: string;
  private readonly engine: Engine;
  private heldOctets = 0;
  private file: BodyFile | undefined;
  private isStreaming = false;
  private draining: Promise<void> | undefined;

  constructor(id: string, engine: Engine) {
    this.id = id;
    this.engine = engine;
  }

  write(part: Uint8Array): Promise<void> | undefined {
    const { inlineOctets, held: budget } = this.engine;
    this.octets += part.length;
    if (this.failure !== undefined || part.length === 0) return undefined;
    this.held.push(part);
    if (this.held.length >= MANY_PARTS) this.held = [Buffer.concat(this.held)];
    this.heldOctets += part.length;
    budget.octets += part.length;
    this.isStreaming ||= this.octets > inlineOctets || isTooMuch(this.heldOctets, budget.octets);
    if (!this.isStreaming) return undefined;
    this.draining ??= this.drain();
    return this.heldOctets > MAX_UNWRITTEN_OCTETS ? this.draining : undefined;
  }

  async *reread(): AsyncGenerator<Uint8Array> {
    await this.draining;
    if (this.file === undefined) yield* partsFrom(this.held, 0);
    else yield* readChunks(this.file.handle, 0);
  }

  /** Everything on the disk; the file's name, where there is one. Undefined: it is held, and there is nothing to wait for. */
  finish(): Promise<string | undefined> | undefined {
    return this.isStreaming ? this.flush() : undefined;
  }

  private async flush(): Promise<string | undefined> {
    const { bodies, folder } = this.engine;
    await this.draining;
    if (this.file === undefined || this.failure !== undefined) return undefined;
    try {
      await this.file.handle.datasync();
      await bodies.syncFolder();
    } catch (cause) {
      this.failure = systemFailure(folder.bodies, 'flush', cause);
    }
    return this.file.name;
  }

  done(): Promise<void> | undefined {
    this.drop();
    return this.file?.handle.close();
  }

  async abort(): Promise<void> {
    await this.draining;
    this.drop();
    if (this.file === undefined) return;
    const { handle, name } = this.file;
    this.file = undefined;
    await handle.close();
    await this.engine.bodies.remove(name);
  }

  private drop(): void {
    this.engine.held.octets -= this.heldOctets;
    this.held = [];
    this.heldOctets = 0;
  }

  /** Writes what is held until nothing is; one at a time for a message. */
  private async drain(): Promise<void> {
    const { bodies, gauge, held: budget, folder } = this.engine;
    while (this.heldOctets > 0 && this.failure === undefined) {
      const parts = this.held;
      const count = this.heldOctets;
      this.held = [];
      try {
        this.failure = await gauge.refuse(count, 'file');
        if (this.failure !== undefined) break;
        this.file ??= await bodies.create(this.id);
        await writeAll(this.file, parts);
      } catch (cause) {
        this.failure = systemFailure(folder.bodies, 'write to', cause);
      }
      this.heldOctets -= count;
      budget.octets -= count;
    }
    if (this.failure !== undefined) this.drop();
    this.draining = undefined;
  }
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
