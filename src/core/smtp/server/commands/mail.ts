/** MAIL FROM: begins a transaction (RFC 5321 §4.1.1.2). */
import type { MailParameters } from '../../grammar/parameters.ts';
import type { Path } from '../../grammar/path.ts';
import { refusesHaste } from '../greeting.ts';
import { readAddress, refusesUnqualified } from '../operand.ts';
import type { Turn } from '../turn.ts';
import { MAIL_WORDS } from '../words/mail.ts';
import { takeWords } from '../words/take.ts';
import type { CommandDef } from './types.ts';

export const mail: CommandDef = {
  verb: 'MAIL FROM:',
  argument: 'any',
  sync: 'unless-pipelined',
  isMail: true,
  run: (turn, argument) => {
    const { state } = turn;
    state.counts = { ...state.counts, mails: state.counts.mails + 1 }; // each one counts, whatever is wrong with it
    if (state.helo !== undefined || !(state.config.requiresHelo || state.config.asks.has('mail-name')))
      return heard(turn, argument);
    if (state.config.requiresHelo) refuseNameless(turn);
    else turn.ask({ kind: 'mail-name', argument });
  },
  answered: {
    'mail-name': (turn, { argument }, { outcome }) =>
      outcome === 'accept' ? heard(turn, argument) : refuseNameless(turn),
    'mail-words': (turn, { text, parameters }, answer) => {
      if (answer.outcome === 'accept') read(turn, answer.text ?? text, text, parameters);
      else turn.respond(answer, 451, 'Temporary local problem - please try later');
    },
    mail: (turn, { from, parameters }, answer) => {
      if (answer.outcome !== 'accept') return turn.respond(answer, 550, 'Administrative prohibition');
      if (refusesHaste(turn, answer)) return;
      turn.state.transaction = { from, parameters };
      turn.state.refusal = undefined;
      turn.respond(answer, 250, parameters.prdr === true ? 'OK, PRDR Requested' : 'OK');
    },
  },
};

const refuseNameless = (turn: Turn): void => turn.refuse(503, 'HELO or EHLO required');

/** From somebody who may say it now. */
function heard(turn: Turn, argument: string): void {
  const { state } = turn;
  if (state.transaction !== undefined) return void turn.fail(503, 'sender already given');
  if (argument === '') return void turn.fail(501, 'MAIL must have an address operand');
  if (state.counts.mails > (state.config.limits.messages ?? Number.POSITIVE_INFINITY))
    return void turn.refuse(421, 'too many messages in this connection'); // and the connection stays, as with Exim
  state.refusal = undefined; // a MAIL that is heard ends what was before it, whatever becomes of it
  const words = takeWords(turn, argument, MAIL_WORDS);
  if (words === undefined) return;
  const parameters: MailParameters = { ...words.parameters, unknown: [] };
  turn.ask({ kind: 'mail-words', text: words.text, parameters, count: state.counts.mails });
}

/** @param said  what stood there, where that is another */
function read(turn: Turn, text: string, said: string, parameters: MailParameters): void {
  const from = readAddress(turn, text, 'sender');
  if (from !== undefined) begin(turn, from, said, parameters);
}

function begin(turn: Turn, from: Path, said: string, parameters: MailParameters): void {
  const { offers, config } = turn.state;
  const limit = offers.size === undefined || offers.size === 0 ? config.limits.messageOctets : offers.size;
  if (limit !== undefined && (parameters.size ?? 0) > limit)
    return void turn.refuse(552, 'Message size exceeds maximum permitted'); // RFC 1870 §6.1
  if (refusesUnqualified(turn, from, said, 'sender')) return;
  turn.ask({ kind: 'mail', from, said, parameters });
}
