/**
 * The SMTP and LMTP server session (RFC 5321, RFC 2033): state and input to state and effects.
 *
 *   opening → commands ⇄ auth
 *                │  ⇄ data (octets up to the dot)   ⇄ chunk (octets of BDAT)
 *                └→ securing → commands                          → over
 *
 * While a question is open (`asked`), input waits. One command is carried through before the next is looked at, so that
 * replies come in the order of commands however the client pipelines, and however its octets are cut.
 */
import { readBody } from './body.ts';
import { readAuthResponse } from './commands/auth.ts';
import type { SessionConfig } from './config.ts';
import { takeCommand } from './dispatch.ts';
import type { SessionEffect, SessionInput } from './effects.ts';
import { open } from './greeting.ts';
import { type Line, takeLine } from './lines.ts';
import { takeAnswer } from './registry.ts';
import type { ServerState } from './state.ts';
import { NOTHING, startOf } from './state.ts';
import { Turn } from './turn.ts';

export interface ServerSession {
  readonly start: ServerState;
  readonly machine: ServerMachine;
}

export interface ServerMachine {
  /** Of what is sent. */
  readonly encoding: 'latin1' | 'utf8';
  step(
    state: ServerState,
    input: SessionInput,
  ): { readonly state: ServerState; readonly effects: readonly SessionEffect[] };
  /** Octets that wait because a question is open. */
  waiting(state: ServerState): number;
}

export const createServerSession = (config: SessionConfig): ServerSession => ({
  start: startOf(config),
  machine: config.octets === true ? OF_OCTETS : OF_TEXT,
});

const machineOf = (encoding: ServerMachine['encoding']): ServerMachine => ({
  encoding,
  step: (before, input) => {
    if (before.phase === 'over') return { state: before, effects: [] };
    const turn = new Turn(before, takeAnswer);
    take(turn, input);
    advance(turn);
    return { state: turn.state, effects: turn.effects };
  },
  waiting: ({ input }) => input.length,
});

const OF_OCTETS = machineOf('latin1');
const OF_TEXT = machineOf('utf8');

function take(turn: Turn, input: SessionInput): void {
  const { state } = turn;
  switch (input.kind) {
    case 'opened':
      state.isSecured = input.tls !== undefined;
      return void open(turn);
    case 'bytes':
      state.input = state.input.length === 0 ? input.bytes : Buffer.concat([state.input, input.bytes]);
      return;
    case 'answer': {
      const { asked } = state;
      state.asked = undefined;
      if (asked !== undefined) takeAnswer(turn, asked, input.answer);
      return;
    }
    case 'secured': {
      const { helo, config } = state;
      state.phase = 'commands';
      turn.secure(input.tls);
      turn.forget(); // RFC 3207 §4.2
      if (config.remembersHelo === true) {
        state.helo = helo;
        state.hasSaidEhlo = helo !== undefined && helo.verb !== 'HELO';
      }
      return;
    }
    case 'timeout':
      return void timeOut(turn);
    case 'shutdown':
      state.isLeaving = true;
      return;
    case 'closed':
      state.hasClosed = true;
  }
}

/** Goes on with the input as far as it can. */
function advance(turn: Turn): void {
  const { state } = turn;
  while (state.asked === undefined) {
    if (state.phase === 'data' || state.phase === 'chunk') {
      if (state.input.length === 0) break;
      readBody(turn);
    } else if (state.isLeaving && (state.phase === 'commands' || state.phase === 'auth')) {
      leave(turn);
    } else if (state.phase === 'commands' || state.phase === 'auth') {
      const line = takeLine(turn) ?? lastResponse(turn);
      if (line === undefined) break;
      if (state.phase === 'auth') readAuthResponse(turn, line.text);
      else takeCommand(turn, line);
    } else break;
  }
  if (state.hasClosed && state.asked === undefined && state.phase !== 'opening') lose(turn);
}

/** In an exchange of AUTH what there is when the client ends its side is the response (Deviates because Exim takes it so). */
function lastResponse({ state }: Turn): Line | undefined {
  if (!state.hasClosed || state.phase !== 'auth') return undefined;
  const text = Buffer.from(state.input).toString('latin1');
  state.input = NOTHING;
  return { text, hasNul: text.includes('\0') };
}

/** RFC 5321 §4.5.3.2.7: 421, and the end. */
function timeOut(turn: Turn): void {
  const { config, phase } = turn.state;
  const isData = phase === 'data' || phase === 'chunk';
  const text = isData
    ? `${config.name} SMTP incoming data timeout - closing connection.`
    : `${config.name}: SMTP command timeout - closing connection`;
  turn.farewell(isData ? 'data-timeout' : 'timeout', 421, text);
}

/** RFC 5321 §3.8: a server that must end may say 421 in place of any reply. */
function leave(turn: Turn): void {
  turn.reply(421, `${turn.state.config.name}: Service not available - closing connection`);
  turn.close('closed');
}

/** The client ended its side; it may still hear us. */
function lose(turn: Turn): void {
  if (turn.state.phase === 'over') return;
  const { phase, body, wantsReset, config } = turn.state;
  if (config.deaf?.code === 421) return void turn.close('lost'); // it has been told all the time
  // Where only RSET is heard, a message is still read.
  const isData = phase === 'data' || body !== undefined || wantsReset;
  if (!isData) return void turn.farewell('lost', 421, `${turn.state.config.name} lost input connection`);
  turn.tellLost();
  turn.close('lost');
}
