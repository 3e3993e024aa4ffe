import type { StoredMessage } from '../message.ts';
import type { Claim, FirstClaim, StoredBody } from '../spool.ts';

export function memoryBody(parts: readonly Uint8Array[]): StoredBody {
  return {
    octets: parts.reduce((sum, part) => sum + part.length, 0),
    held: parts,
    chunks: (from = 0) => partsFrom(parts, from),
    close: async () => {},
  };
}

/** Longer ones are read again where they are wanted. */
const SHORT_OCTETS = 32 * 1024;

/** @param parts  all of the body */
export const firstClaim = (claim: Claim, message: StoredMessage, parts: readonly Uint8Array[]): FirstClaim =>
  Object.assign(claim, {
    message,
    ...(message.bodyOctets <= SHORT_OCTETS && { body: memoryBody(parts) }),
  });

/** The parts without their first `skip` octets. */
export async function* partsFrom(parts: readonly Uint8Array[], skip: number): AsyncGenerator<Uint8Array> {
  let rest = skip;
  for (const part of parts) {
    if (rest < part.length) yield* pieces(part.subarray(rest));
    rest = Math.max(0, rest - part.length);
  }
}

export const CHUNK_OCTETS = 128 * 1024;

function* pieces(part: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < part.length; at += CHUNK_OCTETS) yield part.subarray(at, at + CHUNK_OCTETS);
}
