/**
 * The decoder: octets go in as they come, a header and what is behind it come out, or why there is none.
 *
 * A value, not an object with state. It holds at most what the header's own length allows (107 octets of version 1, 65,551
 * of version 2), and decides as soon as it can; how the octets are cut makes no difference to what it says.
 */
import { concatBytes } from '../../base/index.ts';
import type { Outcome, ProxyFault, ProxyHeader, Tell } from './types.ts';
import { readV1 } from './v1.ts';
import { readV2, V2_SIGNATURE } from './v2.ts';

/** Octets that are not a whole header yet. */
export interface ProxyDecoder {
  readonly held: Uint8Array;
}

export const startProxy: ProxyDecoder = { held: new Uint8Array(0) };

export type ProxyDecoding =
  | { readonly kind: 'more'; readonly state: ProxyDecoder }
  /** `rest` is what came behind the header: the first octets of what is proxied. */
  | { readonly kind: 'header'; readonly header: ProxyHeader; readonly length: number; readonly rest: Uint8Array }
  | { readonly kind: 'invalid'; readonly fault: ProxyFault };

/**
 * Takes the next octets of a connection.
 *
 * @param bytes  any number of them; none changes nothing
 * @returns more (call again with `state`) | header | invalid (the connection is to be dropped)
 */
export function decodeProxy(state: ProxyDecoder, bytes: Uint8Array): ProxyDecoding {
  const held = state.held.length === 0 ? bytes : concatBytes([state.held, bytes]);
  const outcome = readHeader(held, silent);
  if (outcome.kind === 'more') return { kind: 'more', state: { held } };
  return outcome.kind === 'header' ? { ...outcome, rest: held.subarray(outcome.length) } : outcome;
}

/** The same over all the octets there are, telling of each. */
export function readHeader(octets: Uint8Array, tell: Tell): Outcome {
  if (octets.length === 0) return { kind: 'more' };
  return octets[0] === V2_SIGNATURE[0] ? readV2(octets, tell) : readV1(octets, tell);
}

const silent: Tell = () => {};
