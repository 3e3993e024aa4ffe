/**
 * Claims: a row with a token, and every change made only where the token is still there.
 *
 * The library checks the token in the very transaction that writes, so who was too slow for the lease can do no harm.
 */
import { readFileSync } from 'node:fs';
import { type Clock, err, isGone, ok, ourMark, type ProcessMark, type Result } from '../../../base/index.ts';
import { lost, missing, type SpoolError, spoolError } from '../failures.ts';
import { decodeRecord, encodeRecord } from '../record.ts';
import type { Claim, MessageChange } from '../spool.ts';
import { applyChange } from '../state.ts';
import { putAttempts } from './attempts.ts';
import type { Bodies } from './bodies.ts';
import { type Journal, quiet } from './journal.ts';
import type { MessageLogs } from './logs.ts';
import { noteNewest } from './newest.ts';
import type { Place } from './place.ts';
import {
  forget,
  landedContent,
  placeOf,
  putProgress,
  queueRow,
  readContent,
  readQueue,
  type StoredContent,
  setAside,
} from './rows.ts';
import { newToken, renewed, type Store } from './store.ts';
import type { Trays } from './tray/index.ts';

export interface Claims {
  /**
   * For a message that is about to be stored: `put` is called inside of that write, or the row goes with it.
   *
   * @param body  where its body is; absent: it is looked for when the message goes
   */
  fresh(id: string, leaseMs: number, body?: BodyPlace): FreshClaim;
  take(id: string, leaseMs: number): Promise<Result<Claim, SpoolError>>;
  /** Of who has it now. */
  heldUntil(id: string): number | undefined;
  /** Ends those of processes that have ended; how many. */
  sweep(): Promise<number>;
}

export interface FreshClaim {
  readonly claim: Claim;
  readonly row: { readonly token: number; readonly record: object };
  put(): void;
}

/** No file: it is kept with the record. */
export interface BodyPlace {
  readonly file: string | undefined;
}

/** By the monotonic clock, which all processes have in common from one start of the system to the next: a wall clock jumps. */
interface ClaimRecord extends ProcessMark {
  readonly endsMs: number;
  /** Which start of the system; undefined where that does not say. */
  readonly boot?: string;
}

interface Parts {
  readonly store: Store;
  readonly journal: Journal;
  readonly bodies: Bodies;
  readonly trays: Trays;
  readonly logs: MessageLogs;
  readonly clock: Clock;
}

export function createClaims(parts: Parts): Claims {
  const { store, journal, clock, trays } = parts;
  const mark = { ...ourMark(), ...bootMark() };
  const recordOf = (leaseMs: number): ClaimRecord => ({ ...mark, endsMs: Math.round(clock.monotonicMs() + leaseMs) });
  const fresh = (id: string, leaseMs: number, body?: BodyPlace): FreshClaim => {
    const token = newToken();
    const record = recordOf(leaseMs);
    return {
      claim: createClaim({ id, token, leaseMs, recordOf, body }, parts),
      row: { token, record },
      put: () => quiet(store.claims.put(id, encodeRecord(record), token)),
    };
  };
  const liveClaim = (value: Buffer): ClaimRecord | undefined => {
    const claim = decodeRecord<ClaimRecord>(value);
    const isLive = claim !== undefined && claim.boot === mark.boot && claim.endsMs > clock.monotonicMs();
    return isLive && (claim.pid === mark.pid || !isGone(claim)) ? claim : undefined;
  };
  return {
    fresh,
    take: async (id, leaseMs) => {
      if (trays.landed(id)?.slip.claim === undefined) {
        const { claim, row } = fresh(id, leaseMs);
        const filed = await trays.fileAs(id, row);
        if (!filed.ok) return filed;
        if (filed.value) return ok(claim);
      }
      const filed = await trays.fileOne(id);
      if (filed?.ok === false) return filed;
      if (!renewed(store).queue.doesExist(id)) return err(missing(id));
      const before = store.claims.getEntry(id);
      if (before !== undefined && liveClaim(before.value) !== undefined) return err(taken(id));
      const { claim, put } = fresh(id, leaseMs);
      const written = await journal.write((act) => store.claims.ifVersion(id, versionOf(before), act), put);
      if (!written.ok) return written;
      if (!written.value) return err(taken(id));
      const unfit = fault(store, trays, id);
      if (unfit === undefined) return ok(claim);
      if (unfit.code === 'spool/corrupt')
        await journal.write(
          (act) => store.env.batch(act),
          () => setAside(store, trays, id),
        );
      await claim.release();
      return err(unfit);
    },
    heldUntil: (id) => {
      const row = renewed(store).claims.get(id);
      const claim = row === undefined ? undefined : liveClaim(row);
      return claim === undefined ? undefined : Math.round(clock.now().getTime() + claim.endsMs - clock.monotonicMs());
    },
    sweep: async () => {
      const dead = findDead(store);
      for (const { key, version } of dead)
        await journal.write(
          (act) => store.claims.ifVersion(key, version!, act),
          () => quiet(store.claims.remove(key)),
        );
      return dead.length;
    },
  };
}

function bootMark(): { readonly boot?: string } {
  try {
    return { boot: readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, BOOT_DIGITS) };
  } catch {
    return {};
  }
}

/** Enough to tell two apart. */
const BOOT_DIGITS = 8;

/** Null: there must be none. The library's types have no word for it. */
function versionOf(entry: { version?: number } | undefined): number {
  return (entry === undefined ? null : entry.version!) as number;
}

/** Each process is asked for once, however much it had in hand. */
function findDead(store: Store): readonly { readonly key: string; readonly version?: number }[] {
  const gone = new Map<string, boolean>();
  return [...renewed(store).claims.getRange({ versions: true })].filter(({ value }) => {
    const claim = decodeRecord<ClaimRecord>(value);
    if (claim === undefined) return true;
    const name = `${claim.pid} ${claim.began}`;
    if (!gone.has(name)) gone.set(name, isGone(claim));
    return gone.get(name)!;
  });
}

/** What keeps a message from being worked on: it went in the meantime, or does not read. */
function fault(store: Store, trays: Trays, id: string): SpoolError | undefined {
  const queue = readQueue(renewed(store), id);
  if (!queue.ok) return queue.error;
  const content = readContent(store, trays, id);
  return content.ok ? undefined : content.error;
}

const taken = (id: string): SpoolError => spoolError('spool/claimed', `${id}: another process is at work on it`);

interface Claimed {
  readonly id: string;
  readonly token: number;
  readonly leaseMs: number;
  readonly recordOf: (leaseMs: number) => ClaimRecord;
  readonly body: BodyPlace | undefined;
}

function createClaim(
  { id, token, leaseMs: firstLeaseMs, recordOf, body }: Claimed,
  { store, journal, bodies, trays, logs, clock }: Parts,
): Claim {
  let untilMs = clock.now().getTime() + firstLeaseMs;
  const write = async (act: () => void): Promise<Result<void, SpoolError>> => {
    const filed = await trays.fileOne(id);
    if (filed?.ok === false) return filed;
    const written = await journal.write((inside) => store.claims.ifVersion(id, token, inside), act);
    if (!written.ok) return written;
    return written.value ? ok(undefined) : err(lost(id));
  };
  const forgetMessage = (id: string, place: Place | undefined): void => {
    noteNewest(store, id);
    forget(store, id, place);
  };
  return {
    id,
    get untilMs() {
      return untilMs;
    },
    renew: async (leaseMs) => {
      const written = await write(() => quiet(store.claims.put(id, encodeRecord(recordOf(leaseMs)), token)));
      if (written.ok) untilMs = clock.now().getTime() + leaseMs;
      return written;
    },
    update: async (change) => {
      const { progress = [], attempts = [], ...rest } = change;
      const filed = await trays.fileOne(id);
      if (filed?.ok === false) return filed;
      const state = hasFields(rest) ? changedRecord(store, id, rest) : ok(undefined);
      if (!state.ok) return state.error.code === 'spool/missing' ? err(lost(id)) : state;
      return await write(() => {
        if (state.value !== undefined) quiet(store.queue.put(id, state.value));
        putProgress(store, id, progress);
        putAttempts(store, id, attempts);
        logs.put(id);
      });
    },
    remove: async () => {
      const landed = trays.landed(id);
      const { file } =
        body ?? bodyOf(landed === undefined ? readContent(renewed(store), trays, id) : landedContent(trays, landed));
      const gone = await trays.fileAs(id, 'gone');
      if (!gone.ok) return gone;
      const place = gone.value ? landed?.place : placeOf(renewed(store), id);
      const removed = gone.value ? ok(undefined) : await write(() => forgetMessage(id, place));
      if (!removed.ok) return removed;
      logs.drop(id);
      if (file !== undefined) await bodies.remove(file);
      if (place !== undefined) trays.left(place.tray);
      return removed;
    },
    release: async () => {
      await write(() => quiet(store.claims.remove(id)));
    },
  };
}

/** Of a record that does not read nobody knows. */
const bodyOf = (content: Result<StoredContent, SpoolError>): BodyPlace => ({
  file: content.ok ? content.value.content.file : undefined,
});

const hasFields = (change: MessageChange): boolean => Object.values(change).some((value) => value !== undefined);

/** Only who has the claim writes the record, so it may be read outside of the write. */
function changedRecord(store: Store, id: string, change: MessageChange): Result<Buffer, SpoolError> {
  const before = readQueue(store, id);
  if (!before.ok) return before;
  const { progress: _, ...after } = applyChange({ ...before.value, progress: [] }, change);
  return ok(queueRow(encodeRecord(after), placeOf(store, id)));
}
