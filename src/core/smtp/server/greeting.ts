/** The first word (RFC 5321 §3.1), and the first again after XCLIENT. */

import type { Answer } from './questions.ts';
import type { Turn } from './turn.ts';

/** What came before it may only be there where the client was told so earlier (PIPECONNECT). */
export function open(turn: Turn): void {
  turn.ask({ kind: 'connect' });
}

export function answeredConnect(turn: Turn, _question: unknown, answer: Answer): void {
  if (answer.offers !== undefined) turn.state.offers = answer.offers;
  if (answer.outcome === 'accept') return void greet(turn, answer);
  turn.respond(answer, 554, 'SMTP service not available');
  if (answer.deafens === true) turn.state.phase = 'commands';
  else turn.close('closed');
}

export function greet(turn: Turn, answer: Answer): void {
  const { name, protocol, enforcesSync } = turn.state.config;
  if (enforcesSync && turn.state.input.length > 0 && turn.state.offers.pipeConnect !== true)
    return void refuseEarlyInput(turn);
  turn.state.phase = 'commands';
  turn.respond(answer, 220, `${name} ${protocol === 'lmtp' ? 'LMTP' : 'ESMTP'}`);
}

/** @param line  the command that the input came behind; absent: the banner was not waited for */
export function refuseEarlyInput(turn: Turn, line?: string): void {
  const { input, offers } = turn.state;
  const behind = line === undefined ? {} : { line, isPipelining: offers.pipelining === true && turn.isExtended };
  turn.tell({ kind: 'early-input', input, ...behind });
  turn.farewell('sync-error', 554, 'SMTP synchronization error');
}
