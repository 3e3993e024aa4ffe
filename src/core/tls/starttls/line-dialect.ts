/**
 * The session shared by IMAP, POP3 and ManageSieve: greeting, list of capabilities, the command that starts TLS.
 *
 * A dialect says what to send at each stage and when the server's answer is complete; limits and the check against text
 * slipped in behind the last answer are here, once.
 */

import type { SessionEffect, SessionInput } from '../../net/index.ts';
import { emptyLines, type LineBuffer, pushLines, showLine } from '../../smtp/index.ts';
import type { ClearOutcome, ClearSession, Stage } from './types.ts';

/** What an answer's lines so far come to. */
export type Reading = 'more' | { readonly ok: boolean; readonly temporary?: boolean };

export interface LineDialect {
  /** Sent on entering the stage; the greeting comes by itself. */
  readonly commands: Readonly<Record<Exclude<Stage, 'greeting'>, string>>;
  /** Said before leaving without TLS. */
  readonly goodbye: string;
  /** Some greetings already list the capabilities (RFC 5804 §1.7). */
  readonly greetingHasCapabilities?: boolean;
  read(stage: Stage, lines: readonly string[]): Reading;
  offersTls(lines: readonly string[]): boolean;
}

interface State {
  readonly stage: Stage;
  readonly buffer: LineBuffer;
  readonly lines: readonly string[];
  readonly greeting: string;
  readonly capabilities: readonly string[];
}

type Step = { readonly state: State; readonly effects: readonly SessionEffect<ClearOutcome>[] };

const MAX_LINE_BYTES = 8192;
const MAX_LINES = 256;

export function lineSession(plain: LineDialect, trailer = ''): ClearSession {
  const { commands } = plain;
  const dialect = { ...plain, commands: { ...commands, starttls: `${commands.starttls}${trailer}` } };
  const start: State = {
    stage: 'greeting',
    buffer: emptyLines(MAX_LINE_BYTES),
    lines: [],
    greeting: '',
    capabilities: [],
  };
  return { start, step: (state, input) => step(dialect, state as State, input) };
}

function step(dialect: LineDialect, state: State, input: SessionInput): Step {
  if (input.kind === 'opened') return { state, effects: [] };
  if (input.kind === 'timeout') return done(state, { kind: 'timeout', stage: state.stage });
  if (input.kind === 'closed') return broken(state, 'the server closed the connection');
  const pushed = pushLines(state.buffer, input.bytes);
  if (!pushed.ok) return broken(state, pushed.error.message);
  let result: Step = { state: { ...state, buffer: pushed.value.buffer }, effects: [] };
  for (const [index, line] of pushed.value.lines.entries()) {
    const isLast = index === pushed.value.lines.length - 1 && pushed.value.buffer.rest.length === 0;
    const next = takeLine(dialect, result.state, line, isLast);
    result = { state: next.state, effects: [...result.effects, ...next.effects] };
    if (next.effects.some((effect) => effect.kind === 'done')) break;
  }
  return result;
}

function takeLine(dialect: LineDialect, before: State, line: string, isLast: boolean): Step {
  const state = { ...before, lines: [...before.lines, line] };
  if (state.lines.length > MAX_LINES) return broken(state, `an answer has more than ${MAX_LINES} lines`);
  const reading = dialect.read(state.stage, state.lines);
  if (reading === 'more') return { state, effects: [] };
  if (state.stage === 'starttls') return settle(dialect, state, reading, isLast);
  if (!reading.ok && state.stage === 'greeting') return refuse(dialect, state, 'greeting-refused', reading);
  return advance(dialect, state, reading);
}

function advance(dialect: LineDialect, state: State, reading: Exclude<Reading, 'more'>): Step {
  const isGreeting = state.stage === 'greeting';
  const greeting = isGreeting ? showLine(state.lines.at(-1)!) : state.greeting;
  if (isGreeting && dialect.greetingHasCapabilities !== true) {
    return enter(dialect, { ...state, greeting }, 'capabilities');
  }
  const capabilities = state.lines.map(showLine);
  const known = { ...state, greeting, capabilities };
  if (reading.ok && dialect.offersTls(state.lines)) return enter(dialect, known, 'starttls');
  return leave(dialect, known, { kind: 'no-starttls', greeting, capabilities });
}

function settle(dialect: LineDialect, state: State, reading: Exclude<Reading, 'more'>, isLast: boolean): Step {
  if (!reading.ok) return refuse(dialect, state, 'starttls-refused', reading);
  // Octets in clear behind the go-ahead would pass for octets that came through TLS (CVE-2011-0411).
  if (!isLast) return broken(state, 'the server sent more in clear behind its go-ahead for TLS');
  return done(state, { kind: 'ready', greeting: state.greeting, capabilities: state.capabilities });
}

function enter(dialect: LineDialect, state: State, stage: Exclude<Stage, 'greeting'>): Step {
  return { state: { ...state, stage, lines: [] }, effects: [{ kind: 'send', text: dialect.commands[stage] }] };
}

function refuse(
  dialect: LineDialect,
  state: State,
  kind: 'greeting-refused' | 'starttls-refused',
  { temporary = false }: Exclude<Reading, 'more'>,
): Step {
  return leave(dialect, state, { kind, reply: showLine(state.lines.at(-1)!), temporary });
}

function leave(dialect: LineDialect, state: State, outcome: ClearOutcome): Step {
  return {
    state,
    effects: [
      { kind: 'send', text: dialect.goodbye },
      { kind: 'done', outcome },
    ],
  };
}

function broken(state: State, detail: string): Step {
  return done(state, { kind: 'protocol-error', stage: state.stage, detail });
}

function done(state: State, outcome: ClearOutcome): Step {
  return { state, effects: [{ kind: 'done', outcome }] };
}
