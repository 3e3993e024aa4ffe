/**
 * Lines as `exim -be` takes them: one expansion a line, a backslash at the end goes on with the next, `set` and macros.
 *
 * It is fed text in pieces of any size and answers with the lines they came to. Nothing waits unless an expansion does.
 */
import { after, afterWith, expand, isText, type Later, type Outcome, parseExpansion } from '../../expand/index.ts';
import type { CommandHost } from '../create.ts';
import { createMacros, type Macros } from './macros.ts';
import { setVariable } from './settings.ts';

export interface LineExpander {
  /** Whole lines in the piece, each with what it came to and a line end. */
  readonly feed: (piece: string) => Later<string>;
  /** A last line without a line end. */
  readonly end: () => Later<string>;
  /** A line that is whole as it stands: a word of the command line. */
  readonly take: (line: string) => Later<string>;
  /** Forgets a line that is not whole yet. */
  readonly cancel: () => void;
}

/**
 * @param tell  of every expansion's outcome
 * @param mistaken  takes every line that begins with a capital letter for a macro's, as `exim -be` does, and is told why one
 * defines none: such a line comes to nothing. Absent: it is a text like others, and what is wrong with a definition is its answer
 */
export function createLineExpander(
  host: CommandHost,
  tell: (outcome: Outcome) => void,
  mistaken?: (fault: string) => void,
): LineExpander {
  const state: State = { host, tell, mistaken, macros: createMacros(host.macros), held: '', unfinished: '' };
  return {
    cancel: () => {
      state.held = '';
      state.unfinished = '';
    },
    take: (line) => obey(state, state.macros.apply(line)),
    feed: (piece) => takeLines(state, state.unfinished + piece, 0, ''),
    end: () => {
      const last = state.unfinished;
      state.unfinished = '';
      return last === '' && state.held === '' ? '' : takeLine(state, last, true);
    },
  };
}

interface State {
  readonly host: CommandHost;
  readonly tell: (outcome: Outcome) => void;
  readonly mistaken: ((fault: string) => void) | undefined;
  readonly macros: Macros;
  /** Lines so far that end with a backslash. */
  held: string;
  /** The beginning of a line. */
  unfinished: string;
}

function takeLines(state: State, text: string, start: number, before: string): Later<string> {
  let said = before;
  let at = start;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end < 0) break;
    const line = takeLine(state, text.slice(at, end), false);
    at = end + 1;
    if (typeof line !== 'string') return resume(state, text, at, said, line);
    said += line;
  }
  state.unfinished = at === 0 ? text : text.slice(at);
  return said;
}

const resume = (state: State, text: string, at: number, said: string, line: Promise<string>): Promise<string> =>
  line.then((settled) => takeLines(state, text, at, said + settled));

const BACKSLASH = 92;

/** White space at a line's end is not part of it, nor at the beginning of one that goes on with another. */
function takeLine(state: State, raw: string, isLast: boolean): Later<string> {
  const line = state.held === '' ? withoutEnd(raw) : withoutEnd(raw).trimStart();
  const goesOn = line.charCodeAt(line.length - 1) === BACKSLASH;
  const whole = state.held + (goesOn ? line.slice(0, -1) : line);
  if (goesOn && !isLast) {
    state.held = whole;
    return '';
  }
  state.held = '';
  return obey(state, state.macros.apply(whole));
}

/** C's isspace. */
function withoutEnd(line: string): string {
  let end = line.length;
  for (; end > 0; end -= 1) {
    const code = line.charCodeAt(end - 1);
    if (code !== 32 && (code < 9 || code > 13)) break;
  }
  return end === line.length ? line : line.slice(0, end);
}

function obey(state: State, line: string): Later<string> {
  const code = line.charCodeAt(0);
  if (code >= 65 && code <= 90) return obeyCapital(state, line);
  const answer = line.startsWith('set') ? setVariable(line, state.host) : undefined;
  return answer === undefined ? expanded(state, line) : after(answer, (said) => `${said}\n`);
}

function obeyCapital(state: State, line: string): Later<string> {
  const { mistaken, macros } = state;
  const made = macros.define(line);
  if (made === undefined && mistaken === undefined) return expanded(state, line);
  if (made !== undefined && 'said' in made) return `${made.said}\n`;
  const fault = made?.fault ?? 'malformed macro definition';
  if (mistaken === undefined) return `Failed: ${fault}\n`;
  mistaken(fault);
  return '';
}

function expanded(state: State, line: string): Later<string> {
  const outcome = expand(parseExpansion(line), state.host);
  return isText(outcome) ? show(outcome, state) : afterWith(outcome, show, state);
}

function show(outcome: Outcome, { tell }: State): string {
  tell(outcome);
  return outcome.kind === 'text' ? `${outcome.text}\n` : `Failed: ${outcome.message}\n`;
}
