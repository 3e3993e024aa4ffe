/** Exchanges in which the client says one thing: with AUTH, or to an empty challenge where it did not fit there. */
import type { Exchange } from './types.ts';

const nothingMore: Exchange = {
  respond: () => ({ kind: 'cancel', why: 'the server asked for more than the mechanism has to say' }),
};

/** @param afterError  what to answer to the error a server explains in a challenge (RFC 7628 §3.2.3) */
export function oneShot(message: Uint8Array, afterError?: Uint8Array): Exchange {
  const said: Exchange =
    afterError === undefined
      ? nothingMore
      : { respond: () => ({ kind: 'respond', octets: afterError, next: nothingMore }) };
  return {
    initial: message,
    respond: (challenge) =>
      // The message went out with AUTH, unless the challenge is the empty one that asks for it.
      challenge.length === 0 ? { kind: 'respond', octets: message, next: said } : said.respond(challenge),
  };
}
