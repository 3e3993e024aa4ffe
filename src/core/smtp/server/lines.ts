/** Command lines out of the input: bounded, CRLF at their end (RFC 5321 §2.3.8, §4.5.3.1.4). */
import { isUtf8 } from 'node:buffer';
import { trimEndOf, trimOf } from '../../../base/index.ts';
import { NOTHING } from './state.ts';
import type { Turn } from './turn.ts';

const LF = 10;
const CR = 13;

export interface Line {
  /** Without its end and blanks before it; octet strings or text, as the configuration has it (`octets`). */
  readonly text: string;
  readonly hasNul: boolean;
}

/** The next whole line; undefined while there is none, or where the connection has ended over it. */
export function takeLine(turn: Turn): Line | undefined {
  const { state } = turn;
  for (;;) {
    const { input } = state;
    const lf = input.indexOf(LF);
    if (lf < 0) return waitForEnd(turn);
    state.input = lf + 1 === input.length ? NOTHING : input.subarray(lf + 1); // lets go of the octets
    if (state.isSkipping || lf + 1 > limitOf(turn)) {
      state.isSkipping = false;
      turn.fail(500, 'command line too long');
    } else {
      state.saidWithLf = lf === 0 || input[lf - 1] !== CR;
      if (!state.saidWithLf) return readLine(turn, input, lf - 1);
      if (state.config.bare !== 'refuse') return readLine(turn, input, lf);
      refuseBare(turn);
    }
    if (state.phase === 'over') return undefined;
  }
}

/** What cannot become a line within the limit is not kept. */
function waitForEnd(turn: Turn): undefined {
  const { state } = turn;
  if (!state.isSkipping && state.input.length <= limitOf(turn)) return undefined;
  state.isSkipping = true;
  state.input = NOTHING;
  return undefined;
}

function readLine({ state: { config } }: Turn, input: Uint8Array, end: number): Line {
  const octets = Buffer.from(input.buffer, input.byteOffset, end);
  const latin = octets.toString('latin1');
  const isAsItIs = config.octets === true || !/[^\x00-\x7f]/.test(latin) || !isUtf8(octets);
  const text = isAsItIs ? latin : octets.toString('utf8');
  return { text: trimEndOf(text, ' \t\r'), hasNul: text.includes('\0') };
}

function refuseBare(turn: Turn): void {
  turn.reply(554, 'LF alone at the end of a command: lines must end with CRLF');
  turn.close('bare-line-end');
}

const COMMAND_OCTETS = 512;
/** RFC 4954 §4: of a line in the exchange. */
const AUTH_OCTETS = 12_288;
/** What extensions add to MAIL and RCPT: 26 and 17 (RFC 1870, 6152), 500 (RFC 4954 §3), 500 with ORCPT (RFC 3461 §4). */
const EXTENDED_OCTETS = 512 + 26 + 17 + 500 + 500;

function limitOf(turn: Turn): number {
  const { config, offers } = turn.state;
  if (config.limits.commandOctets !== undefined) return config.limits.commandOctets;
  if (!turn.isExtended) return COMMAND_OCTETS;
  return offers.auth === undefined ? EXTENDED_OCTETS : AUTH_OCTETS;
}

/** Without blanks before and behind it; an octet beyond ASCII is none, whatever it would be as a character. */
export const trimBlanks = (text: string): string => trimOf(text, ' \t\v\f\r');

export const isBlank = (text: string): boolean => /^[ \t\v\f\r]*$/.test(text);
