/**
 * What a worker and a child that delivers for it say to each other over their socket.
 *
 * A frame is the length of what follows (four octets, the highest first), a kind (one octet), and a value as JSON or octets of
 * the message. Texts are octet strings, which JSON carries as they are.
 */
import type { PrivateStream } from '../../../core/net/index.ts';
import type { Errand, ErrandAnswer } from '../../route/index.ts';
import type { LateAnswer, LateQuestion, LocalJob, LocalOutcome, Trouble } from '../../transport/index.ts';

export type ToRunner =
  | { readonly kind: 'job'; readonly job: LocalJob }
  /** Answered by `found`. */
  | { readonly kind: 'errand'; readonly errand: Errand }
  | { readonly kind: 'part'; readonly octets: Uint8Array }
  /** Of the content; exactly one of these two follows each `give`. */
  | { readonly kind: 'end' }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  | { readonly kind: 'answer'; readonly answer: LateAnswer };

export type FromRunner =
  | { readonly kind: 'hello'; readonly token: string }
  /** The content is wanted now. */
  | { readonly kind: 'give' }
  | { readonly kind: 'ask'; readonly question: LateQuestion }
  | { readonly kind: 'found'; readonly answer: ErrandAnswer }
  /** Of what a job hands back. */
  | { readonly kind: 'part'; readonly octets: Uint8Array }
  | { readonly kind: 'done'; readonly outcome: LocalOutcome };

const HEAD_OCTETS = 5;
const VALUE = 0;
const OCTETS = 1;
/** A reply of somebody's file is the longest there is. */
const MAX_OCTETS = 64 * 1024 * 1024;

/** Resolves when there is room for more; a stream that has gone takes everything. */
export function sendFrame(stream: PrivateStream, message: ToRunner | FromRunner): Promise<void> {
  const isPart = message.kind === 'part';
  const body = isPart ? message.octets : Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(HEAD_OCTETS);
  head.writeUInt32BE(body.length, 0);
  head.writeUInt8(isPart ? OCTETS : VALUE, HEAD_OCTETS - 1);
  stream.cork();
  stream.write(head);
  const hasRoom = stream.write(body);
  stream.uncork();
  if (hasRoom || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.removeListener('drain', done);
      stream.removeListener('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}

/** As they are asked for; ends with the stream, or with what is no frame. */
export async function* readFrames<Message extends ToRunner | FromRunner>(
  stream: PrivateStream,
): AsyncGenerator<Message> {
  let held: Buffer = Buffer.alloc(0);
  try {
    for await (const part of stream) {
      held = held.length === 0 ? (part as Buffer) : Buffer.concat([held, part as Buffer]);
      while (held.length >= HEAD_OCTETS) {
        const size = held.readUInt32BE(0);
        if (size > MAX_OCTETS) return;
        if (held.length < HEAD_OCTETS + size) break;
        const body = held.subarray(HEAD_OCTETS, HEAD_OCTETS + size);
        const isPart = held[HEAD_OCTETS - 1] === OCTETS;
        held = held.subarray(HEAD_OCTETS + size);
        yield (isPart ? { kind: 'part', octets: body } : JSON.parse(body.toString())) as Message;
      }
    }
  } catch {
    // the other side has gone
  }
}
