/**
 * The conversation that shows what a server made of a header, as a pure session: the banner is awaited, EHLO said, its reply
 * awaited. A server that took the header for commands answers those first, with 5yz, and so refuses.
 */
import {
  addReplyLine,
  emptyLines,
  formatReply,
  type LineBuffer,
  MAX_REPLY_LINE_BYTES,
  noReplyYet,
  type PartialReply,
  pushLines,
  type Reply,
} from '../../smtp/index.ts';
import type { ReactionKind } from './types.ts';

export interface Seen {
  readonly kind: ReactionKind;
  readonly stage: 'banner' | 'ehlo';
  readonly said: readonly string[];
}

export interface ReactionState {
  readonly stage: 'banner' | 'ehlo';
  readonly buffer: LineBuffer;
  readonly partial: PartialReply;
  readonly said: readonly string[];
}

type Input =
  | { readonly kind: 'opened' | 'closed' | 'timeout' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };
type Effect = { readonly kind: 'send'; readonly text: string } | { readonly kind: 'done'; readonly outcome: Seen };
interface Step {
  readonly state: ReactionState;
  readonly effects: readonly Effect[];
}

/** @param ehlo  our name or address literal, already checked to hold no line end */
export function reactionSession(ehlo: string) {
  const start: ReactionState = {
    stage: 'banner',
    buffer: emptyLines(MAX_REPLY_LINE_BYTES),
    partial: noReplyYet,
    said: [],
  };
  return { start, step: (state: ReactionState, input: Input): Step => step(state, input, ehlo) };
}

function step(state: ReactionState, input: Input, ehlo: string): Step {
  if (input.kind === 'opened') return { state, effects: [] };
  if (input.kind !== 'bytes') return done(state, input.kind === 'closed' ? 'closed' : 'silent');
  const pushed = pushLines(state.buffer, input.bytes);
  if (!pushed.ok) return garbled(state, pushed.error.message);
  return takeLines({ ...state, buffer: pushed.value.buffer }, pushed.value.lines, ehlo);
}

function takeLines(before: ReactionState, lines: readonly string[], ehlo: string): Step {
  let state = before;
  const effects: Effect[] = [];
  for (const line of lines) {
    const added = addReplyLine(state.partial, line);
    if (!added.ok) return garbled(state, added.error.message);
    if ('partial' in added.value) {
      state = { ...state, partial: added.value.partial };
      continue;
    }
    const next = takeReply({ ...state, partial: noReplyYet }, added.value.reply, ehlo);
    state = next.state;
    effects.push(...next.effects);
    if (next.effects.some(({ kind }) => kind === 'done')) break;
  }
  return { state, effects };
}

function takeReply(before: ReactionState, reply: Reply, ehlo: string): Step {
  const state = { ...before, said: [...before.said, formatReply(reply)] };
  const isGood = reply.code >= 200 && reply.code < 300;
  if (state.stage === 'banner' && isGood)
    return { state: { ...state, stage: 'ehlo' }, effects: [{ kind: 'send', text: `EHLO ${ehlo}\r\n` }] };
  const { state: last, effects } = done(state, isGood ? 'accepted' : 'refused');
  return { state: last, effects: [{ kind: 'send', text: 'QUIT\r\n' }, ...effects] };
}

const garbled = (state: ReactionState, detail: string): Step =>
  done({ ...state, said: [...state.said, detail] }, 'garbled');

const done = (state: ReactionState, kind: ReactionKind): Step => ({
  state,
  effects: [{ kind: 'done', outcome: { kind, stage: state.stage, said: state.said } }],
});
