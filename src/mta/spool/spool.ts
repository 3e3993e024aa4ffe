/** The interface that every engine serves; `test/mta/spool/contract/` holds each of them to it, crashes included. */
import type { Result } from '../../base/index.ts';
import type { SpoolError } from './failures.ts';
import type {
  ArrivedMessage,
  Progress,
  QueueEntry,
  QueueOutline,
  StoredAttempt,
  StoredMessage,
  StoredRecipient,
} from './message.ts';

/**
 * Where messages are between the 250 that took them and the last of their deliveries.
 *
 * Several processes may have the same spool open. What is said to be durable survives the end of the process and of the
 * machine once the promise has resolved; what is not, survives the end of the process alone.
 */
export interface Spool {
  readonly engine: 'lmdb' | 'memory';

  /**
   * Room in the file system, as `$spool_space` and `check_spool_inodes` ask: before MAIL, since it is better to refuse a
   * message than to break off in it. A reading may be some tenths of a second old.
   */
  space(): Result<Space, SpoolError> | Promise<Result<Space, SpoolError>>;

  /** Begins a message; nothing of it is there for anybody before `commit`. */
  begin(id: string): MessageWriter;

  /** Messages in the order of their ids, which is that of arrival. One that changes meanwhile may be told as it was or is. */
  list(options?: ListOptions): AsyncIterable<QueueItem>;

  /** The same with what people see of it, some hundreds at a time: long queues are listed often. */
  outlines(options?: ListOptions): AsyncIterable<readonly OutlineItem[]>;

  count(): Promise<number>;

  /** The newest id there is or was, for `createMessageIds`; undefined in a spool that never had a message. */
  newestId(): Promise<string | undefined>;

  /** Envelope, headers, facts, progress. A record that does not read is `spool/corrupt`, and only told. */
  read(id: string): Promise<Result<StoredMessage, SpoolError>>;

  /** The body as it was written. */
  body(id: string): Promise<Result<StoredBody, SpoolError>>;

  /**
   * The right to change a message, until the lease ends. Fails with `spool/claimed` while another has it whose process
   * lives and whose lease runs; a record that does not read is set aside, so that it is met once, and told (`spool/corrupt`).
   * Not durable: after a crash of the machine nobody has any.
   */
  claim(id: string, leaseMs: number): Promise<Result<Claim, SpoolError>>;

  /** Until when, at most, the one has it who has a claim on it now; undefined: nobody has. */
  claimedUntil(id: string): Promise<number | undefined>;

  /** What processes remember for one another. */
  hints<V = unknown>(namespace: HintNamespace): Hints<V>;

  /**
   * A line for the message's own log, with its line end. Not durable by itself: it goes with the next thing that is written
   * of its message, or some tenths of a second later.
   */
  appendLog(id: string, line: string): void;

  /** The lines so far; undefined: there are none. They go with the message. */
  messageLog(id: string): Promise<string | undefined>;

  /** The last deliveries that were tried, the oldest first; at most `MAX_ATTEMPTS`. They go with the message. */
  attempts(id: string): Promise<readonly StoredAttempt[]>;

  /** Frees what dead processes left: their claims, their half-written bodies, their views of the store. */
  sweep(): Promise<Result<Swept, SpoolError>>;

  /** Waits for what is being written. Nothing may be asked afterwards. */
  close(): Promise<void>;
}

export interface Space {
  readonly freeOctets: number;
  readonly freeInodes: number;
}

/**
 * A message on its way in. The body comes in parts of any size; up to the inline limit they are held, beyond it they go to
 * a file while they arrive.
 *
 * What fails while writing is kept, and told by `commit`: who receives may go on reading what the peer sends, as it must.
 */
export interface MessageWriter {
  readonly id: string;
  /** Octets written so far. */
  readonly octets: number;
  /** What has failed, so far. */
  readonly failure: SpoolError | undefined;

  /**
   * @param octets  are not copied: they must not change afterwards
   * @returns undefined, or what to wait for before the next part (back-pressure); it never rejects
   */
  write(octets: Uint8Array): Promise<void> | undefined;

  /** The body so far, for who looks into it before it is taken (DKIM, malware scanners); not together with `write`. */
  reread(): AsyncIterable<Uint8Array>;

  /**
   * Durable once it resolves with success: then 250 may be said. On a failure nothing is stored, and the writer is done.
   *
   * @param leaseMs  the message is there already claimed by who stored it, for its first delivery
   * @returns the claim, where one was asked for
   */
  commit(message: ArrivedMessage, leaseMs?: number): Promise<Result<FirstClaim | undefined, SpoolError>>;

  /** Forgets it all. */
  abort(): Promise<void>;
}

export interface StoredBody {
  readonly octets: number;
  /** From the first octet, or from that offset on; in parts of at most 128 KiB. It may be read again. */
  chunks(from?: number): AsyncIterable<Uint8Array>;
  /** All of it, where it is in memory anyway. */
  readonly held?: readonly Uint8Array[];
  /** To be called when it is not wanted any more: a file stays open until then. */
  close(): Promise<void>;
}

/** An exclusive right to change one message, against which nobody else's changes can come. */
export interface Claim {
  readonly id: string;
  /** When it ends unless renewed, by the wall clock as that went when it was taken; what counts is how much time passes. */
  readonly untilMs: number;

  /** Fails with `spool/lost` when another took it over meanwhile. */
  renew(leaseMs: number): Promise<Result<void, SpoolError>>;

  /** All of the change or nothing; durable once it resolves with success. */
  update(change: MessageChange): Promise<Result<void, SpoolError>>;

  /** Takes the message away with its body; durable. The claim has ended with it. */
  remove(): Promise<Result<void, SpoolError>>;

  /** Ends the claim. */
  release(): Promise<void>;
}

/** Of who has just stored the message: nothing of it has to be read. */
export interface FirstClaim extends Claim {
  /** As `read` would give it. */
  readonly message: StoredMessage;
  /** As `body` would give it; absent where it is long, since it stays in memory as long as this claim does. */
  readonly body?: StoredBody;
}

/** What is not named stays as it was. */
export interface MessageChange {
  readonly sender?: string;
  /** Into the queue of that name; empty is the ordinary one. */
  readonly queue?: string;
  /** Behind those there are. */
  readonly addRecipients?: readonly StoredRecipient[];
  /** Each in the place of what was known of the same address. */
  readonly progress?: readonly Progress[];
  /** Since when, or that it is no longer. */
  readonly frozenAtMs?: number | 'thawed';
  readonly manualThaw?: boolean;
  readonly warnings?: number;
  readonly firstDelivery?: boolean;
  /** Deliveries that were tried, behind those there are, of which the oldest go. */
  readonly attempts?: readonly StoredAttempt[];
}

export interface ListOptions {
  /** Only the queue of that name; empty is the ordinary one. */
  readonly queue?: string;
  /** What came of addresses is left out: a message may have a hundred thousand. */
  readonly withoutProgress?: boolean;
  /** Of what came of addresses, what is settled. */
  readonly settledOnly?: boolean;
  /** From this id on, to that one, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** A message that can be told of, or one whose record cannot be read. */
export type QueueItem = { readonly kind: 'message'; readonly entry: QueueEntry } | UnreadableItem;
export type OutlineItem = { readonly kind: 'message'; readonly entry: QueueOutline } | UnreadableItem;

export interface UnreadableItem {
  readonly kind: 'unreadable';
  readonly id: string;
  readonly octets: number;
  readonly reason: string;
}

export type HintNamespace =
  | 'retry'
  | 'callout'
  | 'ratelimit'
  | 'seen'
  | 'misc'
  | 'tls'
  | 'wait'
  /** Policies of domains (RFC 8461). */
  | 'mta-sts'
  /** Sessions counted for reports (RFC 8460). */
  | 'tlsrpt';

/**
 * Small values by key, shared by processes; none of it is durable, since all of it can be learned again.
 *
 * Values are what JSON can say. A key is an octet string of any length.
 */
export interface Hints<V> {
  /**
   * Undefined also for one that has expired. At once where nothing has to be waited for. What another process has changed
   * just now may be told as it was some milliseconds ago.
   */
  get(key: string): V | undefined | Promise<V | undefined>;

  /**
   * Reads and writes in one step: nobody else's change comes between.
   *
   * @param change  given what is there and has not expired, says what shall be, or undefined for nothing; may be called
   *   again when another was faster, so it must have no other effect
   * @returns what is there now; a hint that could not be stored (no space) is lost, as hints may be
   */
  update(key: string, change: (before: Hint<V> | undefined) => Hint<V> | undefined): Promise<Hint<V> | undefined>;

  /** In the order of keys, without those that have expired. */
  list(prefix?: string): AsyncIterable<readonly [key: string, hint: Hint<V>]>;

  /** Takes away what has expired; how many there were. */
  expire(): Promise<number>;
}

export interface Hint<V> {
  readonly value: V;
  /** When it is no longer true; absent is never. */
  readonly expiresAtMs?: number;
}

export interface Swept {
  readonly claims: number;
  readonly bodies: number;
  readonly readers: number;
}
