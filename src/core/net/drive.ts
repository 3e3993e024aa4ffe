/**
 * The one driver of pure sessions: it holds the socket and the clock, the session decides.
 *
 * A session never sees time or sockets: octets, the end of the stream or the end of its patience go in, octets to send and
 * at last an outcome come out. So a test of a session is a transcript.
 */
import type { Connection } from './types.ts';

export type SessionInput =
  | { readonly kind: 'opened' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout' };

export type SessionEffect<Outcome> =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'done'; readonly outcome: Outcome };

export interface Session<State, Outcome> {
  readonly start: State;
  step(
    state: State,
    input: SessionInput,
  ): { readonly state: State; readonly effects: readonly SessionEffect<Outcome>[] };
}

export interface DriveOptions {
  /** For the whole session. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Sees every run of octets, for the trace. */
  readonly onTraffic?: (direction: 'in' | 'out', octets: Uint8Array) => void;
}

export type Driven<Outcome> = { readonly kind: 'outcome'; readonly outcome: Outcome } | { readonly kind: 'aborted' };

/** Runs the session until it is done. The connection stays open, with nothing read beyond what the session was given. */
export function drive<State, Outcome>(
  connection: Connection,
  session: Session<State, Outcome>,
  options: DriveOptions,
): Promise<Driven<Outcome>> {
  const { stream } = connection;
  let { start: state } = session;
  return new Promise((resolve) => {
    const finish = (driven: Driven<Outcome>): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      stream.off('data', onData).off('end', onEnd).off('close', onEnd);
      stream.pause();
      resolve(driven);
    };
    const feed = (input: SessionInput): void => {
      const next = session.step(state, input);
      state = next.state;
      for (const effect of next.effects) {
        if (effect.kind === 'send') send(effect.text);
        else finish({ kind: 'outcome', outcome: effect.outcome });
      }
    };
    const send = (text: string): void => {
      const octets = Buffer.from(text, 'utf8');
      options.onTraffic?.('out', octets);
      if (!stream.destroyed) stream.write(octets);
    };
    const onData = (bytes: Buffer): void => {
      options.onTraffic?.('in', bytes);
      feed({ kind: 'bytes', bytes });
    };
    const onEnd = (): void => feed({ kind: 'closed' });
    const onAbort = (): void => finish({ kind: 'aborted' });
    const timer = setTimeout(() => feed({ kind: 'timeout' }), options.timeoutMs);
    if (options.signal?.aborted === true) return onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    stream.on('data', onData).once('end', onEnd).once('close', onEnd);
    feed({ kind: 'opened' });
    stream.resume();
  });
}
