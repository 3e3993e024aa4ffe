/**
 * The client's conversation up to TLS: banner, EHLO, STARTTLS (RFC 3207), as a pure session.
 *
 *   opened → greeting → ehlo → starttls → ready
 *                └ refused   └ not offered └ refused      (then QUIT is said, and its reply not awaited)
 *
 * EHLO that is refused with 5yz falls back to HELO (RFC 5321 §3.2), which offers nothing.
 */
import { emptyLines, type LineBuffer, pushLines } from './lines.ts';
import {
  addReplyLine,
  isPositive,
  isTemporary,
  MAX_REPLY_LINE_BYTES,
  noReplyYet,
  type PartialReply,
  type Reply,
} from './reply.ts';

export type Stage = 'greeting' | 'ehlo' | 'starttls';

export type StartTlsOutcome =
  | { readonly kind: 'ready'; readonly greeting: Reply; readonly capabilities: Reply }
  /** TLS on this connection is not offered; `capabilities` is absent where not even EHLO was answered well. */
  | { readonly kind: 'not-offered'; readonly greeting: Reply; readonly capabilities?: Reply }
  | { readonly kind: 'refused'; readonly stage: Stage; readonly reply: Reply; readonly temporary: boolean }
  | { readonly kind: 'protocol-error'; readonly stage: Stage; readonly detail: string }
  | { readonly kind: 'closed'; readonly stage: Stage }
  | { readonly kind: 'timeout'; readonly stage: Stage };

export type StartTlsInput =
  | { readonly kind: 'opened' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout' };

export type StartTlsEffect =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'done'; readonly outcome: StartTlsOutcome };

export interface StartTlsState {
  readonly stage: Stage;
  readonly buffer: LineBuffer;
  readonly partial: PartialReply;
  readonly greeting?: Reply;
  readonly capabilities?: Reply;
}

type Step = { readonly state: StartTlsState; readonly effects: readonly StartTlsEffect[] };

/**
 * @param ehlo     our name or address literal, already checked to hold no line end
 * @param trailer  lines sent in one write with STARTTLS, to see whether the server throws them away (CVE-2011-0411)
 */
export function startTlsSession(ehlo: string, trailer = '') {
  const start: StartTlsState = { stage: 'greeting', buffer: emptyLines(MAX_REPLY_LINE_BYTES), partial: noReplyYet };
  const said: Said = { ehlo, startTls: `STARTTLS\r\n${trailer}` };
  return { start, step: (state: StartTlsState, input: StartTlsInput): Step => step(state, input, said) };
}

/** What we say that is not always the same. */
interface Said {
  readonly ehlo: string;
  readonly startTls: string;
}

function step(state: StartTlsState, input: StartTlsInput, said: Said): Step {
  if (input.kind === 'opened') return { state, effects: [] };
  if (input.kind !== 'bytes') return done(state, { kind: input.kind, stage: state.stage });
  const pushed = pushLines(state.buffer, input.bytes);
  if (!pushed.ok) return broken(state, pushed.error.message);
  return takeLines({ ...state, buffer: pushed.value.buffer }, pushed.value.lines, said);
}

function takeLines(before: StartTlsState, lines: readonly string[], said: Said): Step {
  let state = before;
  const effects: StartTlsEffect[] = [];
  for (const [index, line] of lines.entries()) {
    const added = addReplyLine(state.partial, line);
    if (!added.ok) return broken(state, added.error.message);
    if ('partial' in added.value) {
      state = { ...state, partial: added.value.partial };
      continue;
    }
    const isLast = index === lines.length - 1 && state.buffer.rest.length === 0;
    const next = takeReply({ ...state, partial: noReplyYet }, added.value.reply, isLast, said);
    state = next.state;
    effects.push(...next.effects);
    if (next.effects.some((effect) => effect.kind === 'done')) break;
  }
  return { state, effects };
}

function takeReply(state: StartTlsState, reply: Reply, isLast: boolean, said: Said): Step {
  if (state.stage === 'greeting') return takeGreeting(state, reply, said);
  if (state.stage === 'ehlo') return takeCapabilities(state, reply, said);
  if (reply.code !== 220) return goodbye(state, refused(state, reply)); // RFC 3207 §4
  // Octets that came in clear behind the 220 would be read as if they had come through TLS (CVE-2011-0411).
  if (!isLast) return broken(state, 'the server sent more in clear behind its reply to STARTTLS');
  return done(state, { kind: 'ready', greeting: state.greeting!, capabilities: state.capabilities! });
}

function takeGreeting(state: StartTlsState, reply: Reply, { ehlo }: Said): Step {
  if (reply.code !== 220) return goodbye(state, refused(state, reply)); // RFC 5321 §3.1: 554 and 421, too
  return { state: { ...state, stage: 'ehlo', greeting: reply }, effects: [{ kind: 'send', text: `EHLO ${ehlo}\r\n` }] };
}

function takeCapabilities(state: StartTlsState, reply: Reply, { ehlo, startTls }: Said): Step {
  const greeting = state.greeting!;
  const isHelo = state.capabilities !== undefined;
  if (!isPositive(reply)) {
    if (isHelo || isTemporary(reply)) return goodbye(state, refused(state, reply));
    const tryHelo = { kind: 'send', text: `HELO ${ehlo}\r\n` } as const;
    return { state: { ...state, capabilities: reply }, effects: [tryHelo] };
  }
  if (isHelo) return goodbye(state, { kind: 'not-offered', greeting });
  const offers = reply.lines.slice(1).some((line) => /^starttls\s*$/i.test(line)); // RFC 3207 §4: no parameter
  if (!offers) return goodbye(state, { kind: 'not-offered', greeting, capabilities: reply });
  return {
    state: { ...state, stage: 'starttls', capabilities: reply },
    effects: [{ kind: 'send', text: startTls }],
  };
}

const refused = (state: StartTlsState, reply: Reply): StartTlsOutcome => ({
  kind: 'refused',
  stage: state.stage,
  reply,
  temporary: isTemporary(reply),
});

function broken(state: StartTlsState, detail: string): Step {
  return done(state, { kind: 'protocol-error', stage: state.stage, detail });
}

/** RFC 5321 §4.1.1.10: a client says QUIT before it closes. */
function goodbye(state: StartTlsState, outcome: StartTlsOutcome): Step {
  return {
    state,
    effects: [
      { kind: 'send', text: 'QUIT\r\n' },
      { kind: 'done', outcome },
    ],
  };
}

function done(state: StartTlsState, outcome: StartTlsOutcome): Step {
  return { state, effects: [{ kind: 'done', outcome }] };
}
