/** RCPT TO: one recipient more (RFC 5321 §4.1.1.3). */
import { parseRcptParameters, type RcptParameters } from '../../grammar/parameters.ts';
import { readAsExim } from '../lax-parameters.ts';
import { isBlank } from '../lines.ts';
import { readAddress, refuseParameter, refuseUnknown, textOf } from '../operand.ts';
import type { Turn } from '../turn.ts';
import type { CommandDef } from './types.ts';

export const rcpt: CommandDef = {
  verb: 'RCPT TO:',
  argument: 'any',
  sync: 'unless-pipelined',
  isMail: true,
  run: (turn, argument) => {
    take(turn, argument);
    const said = turn.failure ?? turn.refusal;
    if (said !== undefined) noteRefusal(turn, said);
  },
  answered: {
    rcpt: (turn, { to, parameters }, answer) => {
      const { transaction } = turn.state;
      if (answer.outcome !== 'accept' || transaction === undefined) {
        noteRefusal(turn, answer.reply?.again ?? answer.reply?.text ?? 'Administrative prohibition');
        return turn.respond(answer, 550, 'Administrative prohibition');
      }
      const { from, parameters: ofSender, recipients: before } = transaction;
      turn.state.transaction = {
        from,
        parameters: ofSender,
        recipients: { recipient: { to, parameters }, count: (before?.count ?? 0) + 1, ...(before && { before }) },
      };
      turn.respond(answer, 250, 'Accepted');
    },
  },
};

function take(turn: Turn, argument: string): void {
  const { transaction, config } = turn.state;
  if (transaction === undefined) return void refuseEarly(turn);
  if (argument === '') return void turn.fail(501, 'RCPT must have an address operand');
  const operand = readAddress(turn, argument, 'recipient');
  if (operand === undefined) return;
  const parameters = readParameters(turn, argument, operand.rest);
  if (parameters === undefined) return;
  if ((transaction.recipients?.count ?? 0) >= (config.limits.recipients ?? Number.POSITIVE_INFINITY))
    return void refuse(turn, 452, 'too many recipients'); // RFC 5321 §4.5.3.1.10
  turn.ask({ kind: 'rcpt', to: operand.path, said: textOf(argument, operand), parameters });
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

/** For DATA to say what all of them were refused with. */
function noteRefusal({ state }: Turn, text: string): void {
  const { refusal } = state;
  state.refusal = { text, isSame: refusal === undefined || (refusal.isSame && refusal.text === text) };
}

function readParameters(turn: Turn, argument: string, rest: string): RcptParameters | undefined {
  if (!isBlank(rest) && !turn.isExtended) return refuseUnknown(turn, argument, rest);
  const parsed = parseRcptParameters(readAsExim(rest), turn.state.config.octets);
  if (!parsed.ok) return refuseParameter(turn, argument, rest, parsed.error);
  const { unknown, notify, orcpt } = parsed.value;
  if (unknown.length > 0) return refuseUnknown(turn, argument, rest);
  const isOffered = (notify ?? orcpt) === undefined || turn.state.offers.dsn === true;
  return isOffered ? parsed.value : refuseUnknown(turn, argument, rest);
}
