/** RCPT TO: one recipient more (RFC 5321 §4.1.1.3). */
import type { RcptParameters } from '../../grammar/parameters.ts';
import { refusesHaste } from '../greeting.ts';
import { readAddress, refusesUnqualified } from '../operand.ts';
import type { Turn } from '../turn.ts';
import { RCPT_WORDS } from '../words/rcpt.ts';
import { takeWords } from '../words/take.ts';
import type { CommandDef } from './types.ts';

export const rcpt: CommandDef = {
  verb: 'RCPT TO:',
  argument: 'any',
  sync: 'unless-pipelined',
  isMail: true,
  run: (turn, argument) => {
    take(turn, argument);
    noteFailure(turn);
  },
  answered: {
    'rcpt-words': (turn, { text, parameters }, answer) => {
      if (answer.outcome === 'accept') read(turn, answer.text ?? text, text, parameters);
      else turn.respond(answer, 451, 'Temporary local problem - please try later');
      noteFailure(turn);
    },
    rcpt: (turn, { to, parameters }, answer) => {
      const { transaction } = turn.state;
      if (answer.outcome !== 'accept' || transaction === undefined) {
        noteRefusal(turn, answer.reply?.again ?? answer.reply?.text ?? 'Administrative prohibition', 'policy');
        return turn.respond(answer, 550, 'Administrative prohibition');
      }
      const { from, parameters: ofSender, recipients: before } = transaction;
      if (refusesHaste(turn, answer)) return;
      const recipient = { to, parameters, ...(answer.isDiscarded === true && { isDiscarded: true as const }) };
      turn.state.transaction = {
        from,
        parameters: ofSender,
        recipients: { recipient, count: (before?.count ?? 0) + 1, ...(before && { before }) },
      };
      turn.respond(answer, 250, 'Accepted');
    },
  },
};

function take(turn: Turn, argument: string): void {
  if (turn.state.transaction === undefined) return void refuseEarly(turn);
  if (argument === '') return void turn.fail(501, 'RCPT must have an address operand');
  const words = takeWords(turn, argument, RCPT_WORDS);
  if (words === undefined) return;
  turn.ask({ kind: 'rcpt-words', text: words.text, parameters: { ...words.parameters, unknown: [] } });
}

/** @param said  what stood there, where that is another */
function read(turn: Turn, text: string, said: string, parameters: RcptParameters): void {
  const { transaction, config } = turn.state;
  const to = readAddress(turn, text, 'recipient');
  if (to === undefined || refusesUnqualified(turn, to, said, 'recipient')) return;
  if ((transaction?.recipients?.count ?? 0) >= (config.limits.recipients ?? Number.POSITIVE_INFINITY))
    return void refuse(turn, 452, 'too many recipients'); // RFC 5321 §4.5.3.1.10
  turn.ask({ kind: 'rcpt', to, said, parameters });
}

/** A client that pipelines could not know yet that its MAIL was refused: told, and not held against it. */
function refuseEarly(turn: Turn): void {
  const { previous, offers } = turn.state;
  const text = 'sender not yet given';
  const isBehindMail = previous?.verb === 'MAIL FROM:' && previous.isRefused;
  const isBehindRcpt = previous?.verb === 'RCPT TO:' && !previous.isWrong;
  const isPipelined = offers.pipelining === true && turn.isExtended && (isBehindMail || isBehindRcpt);
  if (!isPipelined) return void turn.fail(503, text);
  noteRefusal(turn, `503 ${text}`);
  turn.reply(503, text);
}

function refuse(turn: Turn, code: number, text: string): void {
  noteRefusal(turn, text);
  turn.reply(code, text);
}

function noteFailure(turn: Turn): void {
  const said = turn.failure ?? turn.refusal;
  if (said !== undefined) noteRefusal(turn, said);
}

/** For DATA to say what all of them were refused with. */
function noteRefusal({ state }: Turn, text: string, by: 'session' | 'policy' = 'session'): void {
  const { refusal } = state;
  const isSame = refusal === undefined || (refusal.isSame && !refusal.isTold && refusal.text === text);
  state.refusal = { text, by, isSame, isTold: false };
}
