/**
 * Asking one server many things: a connection a question, few at a time, so many and no more.
 *
 * A server that begins to refuse (421, resets) is left in peace: the questions not yet put are answered `unavailable`.
 */
import { noTrace, type Random, sleep, type Trace } from '../../base/index.ts';
import {
  type Connection,
  encodeClientHello,
  type HelloFlight,
  type HelloOffer,
  helloRecords,
  type Net,
  sayHello,
  showEndpoint,
} from '../net/index.ts';
import { outcomeText, type ProbeTarget, reachTls } from '../tls/index.ts';

export interface HelloShape {
  /** Octets of a record's fragment; all in one record when absent. */
  readonly fragmentBytes?: number;
  /** Octets of a write; all in one when absent. */
  readonly pieceBytes?: number;
}

export interface Unavailable {
  readonly kind: 'unavailable';
  readonly why: string;
}

export type HelloOutcome =
  | { readonly kind: 'chosen'; readonly flight: HelloFlight }
  /** An alert by its name, a closed connection, something that is not TLS. */
  | { readonly kind: 'refused'; readonly by: string }
  | { readonly kind: 'silence' }
  | Unavailable;

export interface Visit {
  readonly connection: Connection;
  /** What is left for it. */
  readonly timeoutMs: number;
}

export interface Speaker {
  ask(offer: HelloOffer, shape?: HelloShape): Promise<HelloOutcome>;
  /** A connection that has come to TLS, for a handshake of another kind; it is destroyed afterwards. */
  visit<T>(use: (visit: Visit) => Promise<T>, trailer?: string): Promise<T | Unavailable>;
  /** Why no more is asked. */
  stopped(): string | undefined;
  connections(): number;
}

export interface SpeakerOptions {
  readonly target: ProbeTarget;
  readonly net: Net;
  readonly random: Random;
  readonly maxConnections: number;
  readonly deadlineMs: number;
  /** Before a server that refused is asked again; longer each time. */
  readonly pauseMs: number;
  readonly trace?: Trace;
}

/** Connections at a time: fewer than any usual limit per client. A server that refuses one gets them one by one. */
const AT_ONCE = 3;
/** Visits in a row that come to nothing before the server is left in peace. */
const PATIENCE = 4;
/** A ClientHello is answered in one round trip; a server that says nothing for so long will say nothing. */
const HELLO_PATIENCE_MS = 4000;

export function createSpeaker(options: SpeakerOptions): Speaker {
  const { target, net, random, trace = noTrace, maxConnections, pauseMs } = options;
  const end = performance.now() + options.deadlineMs;
  let atOnce = AT_ONCE;
  const inTurn = gate(() => atOnce);
  const peer = showEndpoint(target.address, target.port);
  let connections = 0;
  let failures = 0;
  let stopped: string | undefined;
  let hasAnswered = false;

  const mayGoOn = (): boolean => {
    if (stopped === undefined && target.signal?.aborted === true) stopped = 'it was broken off';
    if (stopped === undefined && performance.now() >= end) stopped = 'the time for the whole survey ran out';
    if (stopped === undefined && connections >= maxConnections) stopped = `${maxConnections} connections were made`;
    return stopped === undefined;
  };

  const attempt = async <T>(
    use: (visit: Visit) => Promise<T>,
    trailer: string | undefined,
  ): Promise<T | Unavailable> => {
    if (!mayGoOn()) return { kind: 'unavailable', why: stopped! };
    connections += 1;
    const before = failures;
    const deadline = Math.min(end, performance.now() + target.timeoutMs);
    const reached = await reachTls(target, net, deadline, noTrace, trailer === undefined ? {} : { trailer });
    if (reached.kind !== 'ready') {
      const why = outcomeText(reached);
      if (trailer !== undefined) return { kind: 'unavailable', why }; // not to like what was slipped in is no refusal
      failures = Math.max(failures, before + 1); // those that were under way together count once
      if (failures >= PATIENCE) stopped ??= `the server began to refuse: ${why}`;
      return { kind: 'unavailable', why };
    }
    failures = 0;
    try {
      return await use({ connection: reached.connection, timeoutMs: Math.max(1, deadline - performance.now()) });
    } finally {
      reached.connection.destroy();
    }
  };

  const visit = async <T>(use: (visit: Visit) => Promise<T>, trailer?: string): Promise<T | Unavailable> => {
    for (;;) {
      const outcome = await inTurn(async () => {
        if (atOnce === 1) await sleep(pauseMs / 4, target.signal); // the last connection is to be forgotten first
        return attempt(use, trailer);
      });
      if (!isUnavailable(outcome) || trailer !== undefined || !mayGoOn()) return outcome;
      atOnce = 1;
      await sleep(Math.min(pauseMs * failures, Math.max(0, end - performance.now())), target.signal);
    }
  };

  const sayOnce = (offer: HelloOffer, shape: HelloShape): Promise<HelloOutcome> =>
    visit(async ({ connection, timeoutMs }) => {
      const answer = await sayHello(connection, piecesOf(offer, shape, random), {
        timeoutMs: Math.min(timeoutMs, HELLO_PATIENCE_MS),
        ...(target.signal !== undefined && { signal: target.signal }),
      });
      const outcome = inOurWords(answer);
      if (outcome.kind === 'chosen') hasAnswered = true;
      trace({ source: 'tls', direction: 'note', peer, text: `a hello of ours: ${outcomeWords(outcome)}` });
      return outcome;
    });

  return {
    visit,
    async ask(offer, shape = {}) {
      const first = await sayOnce(offer, shape);
      if (first.kind !== 'silence' || !hasAnswered || !mayGoOn()) return first;
      // It answers others, so that silence is how it refuses; once may be the network's doing.
      const second = await sayOnce(offer, shape);
      return second.kind === 'silence' && mayGoOn() ? { kind: 'refused', by: 'silence' } : second;
    },
    stopped: () => stopped,
    connections: () => connections,
  };
}

const isUnavailable = (value: unknown): value is Unavailable =>
  typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'unavailable';

/** SSL 3 has a record version of its own; all others begin with that of TLS 1.0 (RFC 8446 §5.1). */
function piecesOf(offer: HelloOffer, { fragmentBytes, pieceBytes }: HelloShape, random: Random): readonly Uint8Array[] {
  const message = encodeClientHello(offer, random.bytes(32));
  const octets = helloRecords(message, offer.legacyVersion === 0x0300 ? 0x0300 : 0x0301, fragmentBytes);
  if (pieceBytes === undefined) return [octets];
  const count = Math.ceil(octets.length / pieceBytes);
  return Array.from({ length: count }, (_, i) => octets.subarray(i * pieceBytes, (i + 1) * pieceBytes));
}

function inOurWords(answer: Awaited<ReturnType<typeof sayHello>>): HelloOutcome {
  switch (answer.kind) {
    case 'hello':
      return { kind: 'chosen', flight: answer.flight };
    case 'alert':
      return { kind: 'refused', by: `the alert ${answer.alert}` };
    case 'not-tls':
      return { kind: 'refused', by: answer.detail };
    case 'closed':
      return { kind: 'refused', by: 'closing the connection' };
    case 'silence':
      return { kind: 'silence' };
    case 'aborted':
      return { kind: 'unavailable', why: 'it was broken off' };
  }
}

function outcomeWords(outcome: HelloOutcome): string {
  switch (outcome.kind) {
    case 'chosen':
      return `answered with version 0x${outcome.flight.hello.version.toString(16)}, suite 0x${outcome.flight.hello.cipher.toString(16)}`;
    case 'refused':
      return `refused by ${outcome.by}`;
    case 'silence':
      return 'met with silence';
    case 'unavailable':
      return outcome.why;
  }
}

/** At most so many at a time, first come first served; the limit may fall. */
function gate(limit: () => number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    while (running >= limit()) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
