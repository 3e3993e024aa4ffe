/**
 * DNS over TCP and TLS: one connection a server, kept and shared by queries in flight (RFC 7766 §6.2, RFC 7858 §3.4).
 *
 * Responses come in any order and are matched by identifier and question (RFC 7766 §7). A connection that the server
 * closed while idle is no failure: the query is asked once more on a new one (§6.2.4).
 */
import { err, ok, type Random, type Result } from '../../../base/index.ts';
import type { Connection, DialOptions, NetError, TlsError } from '../../net/types.ts';
import type { DnsError } from '../types.ts';
import type { Channel, ChannelRequest } from './channel.ts';
import { type Attempt, dnsError, fromNetError } from './errors.ts';
import { fit } from './fits.ts';
import { FrameReader, frame } from './frames.ts';

/** Opens a connection to the server, TLS included where that is meant. */
export type Open = (options: DialOptions) => Promise<Result<Connection, NetError | TlsError>>;

export interface StreamChannelOptions {
  readonly transport: 'tcp' | 'tls';
  readonly server: string;
  readonly open: Open;
  readonly random: Random;
}

/** "a few seconds" (RFC 7766 §6.2.3), so that a chain of look-ups shares one handshake. */
const IDLE_MS = 4_000;
/** Identifiers in flight on one connection, far below the 65,536 there are, so that a free one is found at once. */
const MAX_IN_FLIGHT = 1_024;

export function createStreamChannel(options: StreamChannelOptions): Channel {
  let opening: Promise<Result<StreamSession, NetError | TlsError>> | undefined;
  const session = (dial: DialOptions): Promise<Result<StreamSession, NetError | TlsError>> => {
    opening ??= open(options, dial, () => {
      opening = undefined;
    });
    return opening;
  };
  const ask = async (request: ChannelRequest, again: boolean): Promise<Result<Uint8Array, DnsError>> => {
    const fresh = opening === undefined;
    // Without the request's signal: others may be waiting for the same connection.
    const opened = await session({ timeoutMs: request.timeoutMs });
    if (!opened.ok) return err(fromNetError(opened.error, { server: options.server, question: request.question }));
    const reply = await opened.value.ask(request);
    return reply === 'closed' && !fresh && again ? ask(request, false) : replyOrClosed(reply, options.server, request);
  };
  return {
    transport: options.transport,
    ask: (request) => ask(request, true),
    close: () => {
      void opening?.then((opened) => opened.ok && opened.value.close());
      opening = undefined;
    },
  };
}

async function open(
  { open, random, server }: StreamChannelOptions,
  dial: DialOptions,
  ended: () => void,
): Promise<Result<StreamSession, NetError | TlsError>> {
  const connection = await open(dial);
  if (connection.ok) return ok(new StreamSession(connection.value, server, random, ended));
  ended();
  return connection;
}

type SessionReply = Result<Uint8Array, DnsError> | 'closed';

function replyOrClosed(
  reply: SessionReply,
  server: string,
  { question }: ChannelRequest,
): Result<Uint8Array, DnsError> {
  if (reply !== 'closed') return reply;
  return err(dnsError('dns/unreachable', 'peer', { server, question }, 'it closed the connection without an answer'));
}

interface Waiting {
  readonly query: Uint8Array;
  readonly request: ChannelRequest;
  readonly settle: (reply: SessionReply) => void;
}

/** One connection and the queries in flight on it. */
class StreamSession {
  readonly #connection: Connection;
  readonly #server: string;
  readonly #random: Random;
  readonly #ended: () => void;
  readonly #frames = new FrameReader();
  readonly #waiting = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(connection: Connection, server: string, random: Random, ended: () => void) {
    this.#connection = connection;
    this.#server = server;
    this.#random = random;
    this.#ended = ended;
    connection.stream.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    connection.stream.on('error', () => this.close());
    connection.stream.on('end', () => this.close());
    connection.stream.on('close', () => this.close());
  }

  /** `closed` when the connection went away first. */
  ask(request: ChannelRequest): Promise<SessionReply> {
    if (this.#closed) return Promise.resolve('closed');
    const attempt = { server: this.#server, question: request.question };
    if (request.signal?.aborted === true) return Promise.resolve(err(aborted(attempt)));
    const id = this.#freeId();
    if (id === undefined)
      return Promise.resolve(err(dnsError('dns/refused', 'local', attempt, 'too many queries at once')));
    clearTimeout(this.#idle);
    return new Promise((resolve) => this.#send(id, request, attempt, resolve));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#ended();
    this.#connection.destroy();
    for (const waiting of [...this.#waiting.values()]) waiting.settle('closed');
  }

  #send(id: number, request: ChannelRequest, attempt: Attempt, resolve: (reply: SessionReply) => void): void {
    const query = withId(request.query, id);
    const settle = (reply: SessionReply): void => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest();
      resolve(reply);
    };
    const late = `no answer within ${Math.ceil(request.timeoutMs)} ms`;
    const timer = setTimeout(() => settle(err(dnsError('dns/timeout', 'network', attempt, late))), request.timeoutMs);
    const abort = (): void => settle(err(aborted(attempt)));
    request.signal?.addEventListener('abort', abort, { once: true });
    this.#waiting.set(id, { query, request, settle });
    this.#connection.stream.write(frame(query));
  }

  #receive(chunk: Uint8Array): void {
    for (const message of this.#frames.push(chunk)) if (!this.#closed) this.#deliver(message);
  }

  /** On a stream nobody else can speak, so whatever does not fit ends the connection. */
  #deliver(message: Uint8Array): void {
    const waiting = message.length < 2 ? undefined : this.#waiting.get((message[0]! << 8) | message[1]!);
    const verdict = waiting === undefined ? 'wrong-id' : fit(waiting.query, message, waiting.request.exactCase);
    if (verdict === 'fits') {
      waiting?.settle(ok(message));
      return;
    }
    const code = verdict === 'garbage' ? 'dns/garbage' : 'dns/mismatch';
    const why = verdict === 'garbage' ? 'what came back is no DNS response' : 'a response to something else came back';
    for (const { request, settle } of [...this.#waiting.values()]) {
      settle(err(dnsError(code, 'peer', { server: this.#server, question: request.question }, why)));
    }
    this.close();
  }

  #rest(): void {
    if (this.#closed) return;
    this.#idle = setTimeout(() => this.close(), IDLE_MS);
    this.#idle.unref();
  }

  #freeId(): number | undefined {
    if (this.#waiting.size >= MAX_IN_FLIGHT) return undefined;
    let id = this.#random.below(0x1_0000);
    while (this.#waiting.has(id)) id = (id + 1) & 0xffff;
    return id;
  }
}

function aborted(attempt: Attempt): DnsError {
  return dnsError('dns/aborted', 'local', attempt, 'the look-up was cancelled');
}

function withId(query: Uint8Array, id: number): Uint8Array {
  const copy = query.slice();
  copy[0] = id >>> 8;
  copy[1] = id;
  return copy;
}
