/** One ClientHello of our making over a connection, and what the server answers in the clear. The handshake never ends. */
import { sleep } from '../../../base/index.ts';
import type { Connection, DialOptions } from '../types.ts';
import { MAX_HANDSHAKE_BYTES } from './recorder.ts';
import { type HelloFlight, readServerFlight } from './server-flight.ts';

export type HelloAnswer =
  | { readonly kind: 'hello'; readonly flight: HelloFlight }
  /** By its name (RFC 8446 §6). */
  | { readonly kind: 'alert'; readonly alert: string }
  | { readonly kind: 'not-tls'; readonly detail: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'silence'; readonly afterMs: number }
  | { readonly kind: 'aborted' };

/**
 * @param pieces  the octets of the hello; each piece is a write, and so a TCP segment, of its own
 * @returns what was chosen also where the flight breaks off behind the ServerHello; at most `MAX_HANDSHAKE_BYTES` are read
 */
export function sayHello(
  { stream }: Connection,
  pieces: readonly Uint8Array[],
  { timeoutMs, signal }: DialOptions,
): Promise<HelloAnswer> {
  let received: Uint8Array = new Uint8Array();
  return new Promise((resolve) => {
    const finish = (answer: HelloAnswer): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      stream.off('data', onData).off('end', onEnd).off('close', onEnd);
      stream.pause();
      resolve(answer);
    };
    const onData = (chunk: Uint8Array): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = settled(received);
      if (answer !== undefined) finish(answer);
    };
    const orSoFar = (otherwise: HelloAnswer): HelloAnswer => {
      const reading = readServerFlight(received);
      return reading.kind === 'hello' ? { kind: 'hello', flight: reading.flight } : otherwise;
    };
    const onEnd = (): void => finish(orSoFar({ kind: 'closed' }));
    const onAbort = (): void => finish({ kind: 'aborted' });
    const timer = setTimeout(() => finish(orSoFar({ kind: 'silence', afterMs: timeoutMs })), timeoutMs);
    if (signal?.aborted === true) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    stream.on('data', onData).once('end', onEnd).once('close', onEnd);
    stream.resume();
    void writeAll(stream, pieces);
  });
}

function settled(received: Uint8Array): HelloAnswer | undefined {
  const reading = readServerFlight(received);
  if (reading.kind === 'alert' || reading.kind === 'not-tls') return reading;
  if (reading.kind === 'hello' && reading.isComplete) return { kind: 'hello', flight: reading.flight };
  if (received.length <= MAX_HANDSHAKE_BYTES) return undefined;
  return { kind: 'not-tls', detail: `a flight of more than ${MAX_HANDSHAKE_BYTES} octets` };
}

/** Long enough for the first piece to be read alone; then a turn of the event loop keeps the others from being joined. */
const FIRST_PIECE_MS = 20;

async function writeAll(stream: Connection['stream'], pieces: readonly Uint8Array[]): Promise<void> {
  for (const [i, piece] of pieces.entries()) {
    if (stream.destroyed) return;
    await new Promise<void>((resolve) => stream.write(piece, () => setImmediate(resolve)));
    if (i === 0 && pieces.length > 1) await sleep(FIRST_PIECE_MS);
  }
}
