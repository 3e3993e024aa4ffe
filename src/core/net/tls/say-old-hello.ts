/**
 * Does a server still speak SSL 2? It has a hello of its own, and the answer to it tells (RFC 6176 forbids both ends to go on).
 *
 * A CLIENT-HELLO is a record with a header of two octets, the first bit set, and then: message 1, version 0x0002, the lengths
 * of cipher kinds, session id and challenge, kinds of three octets each, the challenge. A SERVER-HELLO is message 4.
 */
import type { Connection, DialOptions } from '../types.ts';

export type OldHelloAnswer = 'yes' | 'no' | 'silence';

const CHALLENGE_BYTES = 16;
/** RC4, RC4 export, RC2, RC2 export, IDEA, DES, 3DES: some servers say nothing when none is to their taste. */
const CIPHER_KINDS = ['010080', '020080', '030080', '040080', '050080', '060040', '0700c0'];

/** @param challenge  16 octets */
export function encodeOldHello(challenge: Uint8Array): Uint8Array {
  const kinds = Buffer.from(CIPHER_KINDS.join(''), 'hex');
  const lengths = Buffer.of(0, kinds.length, 0, 0, 0, CHALLENGE_BYTES);
  const body = Buffer.concat([Buffer.of(1, 0, 2), lengths, kinds, challenge.subarray(0, CHALLENGE_BYTES)]);
  return Buffer.concat([Buffer.of(0x80 | (body.length >> 8), body.length & 255), body]);
}

/** Header, message, session-id-hit, certificate type, version: enough to know. */
const ENOUGH_BYTES = 7;

/** @returns undefined while too little has come */
export function readOldAnswer(bytes: Uint8Array): OldHelloAnswer | undefined {
  if (bytes.length > 0 && bytes[0]! < 0x80) return 'no'; // an alert of TLS, or words
  if (bytes.length < ENOUGH_BYTES) return undefined;
  return bytes[2] === 4 && bytes[5] === 0 && bytes[6] === 2 ? 'yes' : 'no';
}

/** A server that closes says no. */
export function sayOldHello(
  { stream }: Connection,
  challenge: Uint8Array,
  { timeoutMs, signal }: DialOptions,
): Promise<OldHelloAnswer> {
  let received: Uint8Array = new Uint8Array();
  return new Promise((resolve) => {
    const finish = (answer: OldHelloAnswer): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onTime);
      stream.off('data', onData).off('end', onEnd).off('close', onEnd);
      stream.pause();
      resolve(answer);
    };
    const onData = (chunk: Uint8Array): void => {
      received = Buffer.concat([received, chunk.subarray(0, ENOUGH_BYTES)]);
      const answer = readOldAnswer(received);
      if (answer !== undefined) finish(answer);
    };
    const onEnd = (): void => finish('no');
    const onTime = (): void => finish('silence');
    const timer = setTimeout(onTime, timeoutMs);
    if (signal?.aborted === true) return onTime();
    if (stream.destroyed) return onEnd();
    signal?.addEventListener('abort', onTime, { once: true });
    stream.on('data', onData).once('end', onEnd).once('close', onEnd);
    stream.resume();
    stream.write(encodeOldHello(challenge));
  });
}
