/** The first word (RFC 5321 §3.1), and the first again after XCLIENT. */

import { mayTalkEarly } from './client.ts';
import type { Answer } from './questions.ts';
import { NOTHING } from './state.ts';
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
  const isEarly = turn.state.input.length > 0;
  if (isEarly && mayTalkEarly(turn.state.offers)) turn.tell({ kind: 'early-talk' });
  else if (isEarly && enforcesSync) return void refuseEarlyInput(turn);
  turn.state.phase = 'commands';
  turn.respond(answer, 220, `${name} ${protocol === 'lmtp' ? 'LMTP' : 'ESMTP'}`);
}

/** An ACL has taken the command, and PIPELINING was not offered, but the next one is there (Exim looks only then). */
export function refusesHaste(turn: Turn, { isJudged }: Answer): boolean {
  const { config, offers, input, previous } = turn.state;
  if (isJudged !== true || !config.enforcesSync || input.length === 0) return false;
  if (offers.pipelining === true && turn.isExtended) return false;
  refuseEarlyInput(turn, previous?.line, true);
  return true;
}

/** @param line  the command that the input came behind; absent: the banner was not waited for */
export function refuseEarlyInput(turn: Turn, line?: string, isGranted = false): void {
  const { input, offers, isSecured } = turn.state;
  const isPipelining = offers.pipelining === true && turn.isExtended;
  const behind = line === undefined ? {} : { line, isPipelining, ...(isGranted && { isGranted }) };
  // Deviates from what there is: Exim has nothing to show of what comes over TLS.
  turn.tell({ kind: 'early-input', input: isSecured ? NOTHING : input, ...behind });
  turn.farewell('sync-error', 554, 'SMTP synchronization error');
}
