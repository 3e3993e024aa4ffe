/** A script: what is answered otherwise than well, rule by rule. */
import type { Failure } from '../../../base/index.ts';
import type { ServerReply } from '../../smtp/index.ts';

/** `message` is behind the dot, for all; `recipient` there for each, in LMTP and under PRDR. */
export const STAGES = [
  'connect',
  'helo',
  'starttls',
  'auth',
  'mail',
  'rcpt',
  'data',
  'message',
  'recipient',
  'rset',
  'noop',
  'vrfy',
  'expn',
  'etrn',
  'help',
  'quit',
] as const;
export type Stage = (typeof STAGES)[number];

export interface Rule {
  readonly stage: Stage;
  /** The client's address at connect, its name at helo, the mechanism at auth, else an address; anybody when absent. */
  readonly who?: Who;
  /** Seconds to wait before anything is said. */
  readonly delayMs?: number;
  /** The connection ends without a reply. */
  readonly drops?: boolean;
  /** Of `message`: it ends in the midst of the data, after so many octets. */
  readonly dropAtOctets?: number;
  /** It holds for the first so many times that it fits, after so many, or each so-manieth. */
  readonly first?: number;
  readonly after?: number;
  readonly every?: number;
  readonly reply?: ServerReply;
}

export type Who =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pattern: RegExp };

export interface Script {
  readonly rules: readonly Rule[];
}

export type ScriptError = Failure<'sink/script'>;
