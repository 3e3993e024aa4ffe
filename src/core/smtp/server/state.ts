/**
 * The state of a session at its beginning, and copies of it.
 *
 * Each names every field in the same order, so that all states have one shape: a step makes a copy, several a command, and
 * one that is spread costs ten times as much.
 */
import type { ServerState, SessionConfig } from './types.ts';

export const NOTHING: Uint8Array = new Uint8Array(0);

/** A field that is forgotten here does not compile. */
type Whole = { readonly [K in keyof Required<ServerState>]: ServerState[K] };

export const startOf = (config: SessionConfig): Whole => ({
  config,
  phase: 'opening',
  asked: undefined,
  input: NOTHING,
  isSkipping: false,
  hasClosed: false,
  isLeaving: false,
  client: config.client,
  offers: config.offers,
  helo: undefined,
  isSecured: false,
  identity: undefined,
  mechanism: undefined,
  transaction: undefined,
  body: undefined,
  pendingChunk: undefined,
  wantsReset: false,
  saidWithLf: false,
  refusal: undefined,
  previous: undefined,
  spent: [],
  counts: { errors: 0, unknown: 0, nonMail: 0, mails: 0 },
});

export const copyOf = (state: ServerState): Whole => ({
  config: state.config,
  phase: state.phase,
  asked: state.asked,
  input: state.input,
  isSkipping: state.isSkipping,
  hasClosed: state.hasClosed,
  isLeaving: state.isLeaving,
  client: state.client,
  offers: state.offers,
  helo: state.helo,
  isSecured: state.isSecured,
  identity: state.identity,
  mechanism: state.mechanism,
  transaction: state.transaction,
  body: state.body,
  pendingChunk: state.pendingChunk,
  wantsReset: state.wantsReset,
  saidWithLf: state.saidWithLf,
  refusal: state.refusal,
  previous: state.previous,
  spent: state.spent,
  counts: state.counts,
});
