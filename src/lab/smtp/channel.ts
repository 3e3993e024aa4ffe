/** Reading and writing one socket of a conversation, with back-pressure, bounds, and a clean way to let go of it. */
import type { Duplex } from 'node:stream';
import type { MoodIo } from './types.ts';

/** Longest utterance taken from a client; a longer one ends the conversation. */
const MAX_UTTERANCE_BYTES = 8192;

export interface Channel extends MoodIo {
  /** The next utterance without its delimiter and a carriage return before it; `undefined` at the end. */
  utterance(delimiter: '\n' | '>'): Promise<string | undefined>;
  /** Stops listening, so that TLS can take the stream over. What was read ahead is dropped (RFC 3207 §4.2). */
  release(): void;
}

export function createChannel(stream: Duplex, slowMs: number): Channel {
  const inbox = createInbox(stream);
  let rest: Buffer = Buffer.alloc(0);
  const read = async (): Promise<Uint8Array | undefined> => {
    if (rest.length === 0) return inbox.next();
    const taken = rest;
    rest = Buffer.alloc(0);
    return taken;
  };
  return {
    slowMs,
    read,
    write: (data) => write(stream, data),
    pause: (ms) => pause(stream, ms),
    release: inbox.release,
    async utterance(delimiter) {
      for (;;) {
        const end = rest.indexOf(delimiter);
        if (end >= 0) {
          const text = rest.toString('latin1', 0, delimiter === '>' ? end + 1 : end).replace(/\r$/, '');
          rest = rest.subarray(end + 1);
          return text;
        }
        const more = rest.length > MAX_UTTERANCE_BYTES ? undefined : await inbox.next();
        if (more === undefined) return undefined;
        rest = Buffer.concat([rest, more]);
      }
    },
  };
}

interface Inbox {
  next(): Promise<Uint8Array | undefined>;
  release(): void;
}

/** Pulls one chunk at a time: the stream is paused whenever nobody waits. */
function createInbox(stream: Duplex): Inbox {
  let waiting: ((chunk: Uint8Array | undefined) => void) | undefined;
  let ended = false;
  const settle = (chunk: Uint8Array | undefined): void => {
    const waiter = waiting;
    waiting = undefined;
    waiter?.(chunk);
  };
  const onData = (chunk: Uint8Array): void => {
    stream.pause();
    settle(chunk);
  };
  const onEnd = (): void => {
    ended = true;
    settle(undefined);
  };
  stream.on('data', onData).on('end', onEnd).on('close', onEnd).pause();
  return {
    next: () =>
      new Promise((resolve) => {
        if (ended || stream.destroyed) return resolve(undefined);
        waiting = resolve;
        stream.resume();
      }),
    release: () => {
      stream.off('data', onData).off('end', onEnd).off('close', onEnd);
    },
  };
}

function write(stream: Duplex, data: string | Uint8Array): Promise<boolean> {
  if (stream.destroyed || stream.writableEnded) return Promise.resolve(false);
  return new Promise((resolve) => {
    const gone = (): void => resolve(false);
    stream.once('close', gone);
    stream.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data, (error) => {
      stream.off('close', gone);
      resolve(error === null || error === undefined);
    });
  });
}

function pause(stream: Duplex, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stream.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stream.once('close', done);
  });
}
