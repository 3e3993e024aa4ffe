/** MAIL FROM: begins a transaction (RFC 5321 §4.1.1.2). */
import { type MailParameters, parseMailParameters } from '../../grammar/parameters.ts';
import type { Path } from '../../grammar/path.ts';
import { readAsExim } from '../lax-parameters.ts';
import { isBlank } from '../lines.ts';
import { readAddress, refuseParameter, refuseUnknown, textOf } from '../operand.ts';
import type { Turn } from '../turn.ts';
import type { CommandDef } from './types.ts';

export const mail: CommandDef = {
  verb: 'MAIL FROM:',
  argument: 'any',
  sync: 'unless-pipelined',
  isMail: true,
  run: (turn, argument) => {
    const { state } = turn;
    if (state.config.requiresHelo && state.helo === undefined) return turn.refuse(503, 'HELO or EHLO required');
    if (state.transaction !== undefined) return turn.fail(503, 'sender already given');
    if (argument === '') return turn.fail(501, 'MAIL must have an address operand');
    state.counts = { ...state.counts, mails: state.counts.mails + 1 };
    if (state.counts.mails > (state.config.limits.messages ?? Number.POSITIVE_INFINITY))
      return turn.refuse(421, 'too many messages in this connection'); // and the connection stays, as with Exim
    const operand = readAddress(turn, argument, 'sender');
    if (operand === undefined) return;
    const parameters = readParameters(turn, argument, operand.rest);
    if (parameters !== undefined) begin(turn, operand.path, textOf(argument, operand), parameters);
  },
  answered: {
    mail: (turn, { from, parameters }, answer) => {
      if (answer.outcome !== 'accept') return turn.respond(answer, 550, 'Administrative prohibition');
      turn.state.transaction = { from, parameters };
      turn.state.refusal = undefined;
      turn.respond(answer, 250, parameters.prdr === true ? 'OK, PRDR Requested' : 'OK');
    },
  },
};

function begin(turn: Turn, from: Path, said: string, parameters: MailParameters): void {
  const { offers, config } = turn.state;
  const limit = offers.size === undefined || offers.size === 0 ? config.limits.messageOctets : offers.size;
  if (limit !== undefined && (parameters.size ?? 0) > limit)
    return void turn.refuse(552, 'Message size exceeds maximum permitted'); // RFC 1870 §6.1
  turn.ask({ kind: 'mail', from, said, parameters });
}

/** Those that were offered and are right; undefined where the rest was refused. */
function readParameters(turn: Turn, argument: string, rest: string): MailParameters | undefined {
  if (!isBlank(rest) && !turn.isExtended) return refuseUnknown(turn, argument, rest); // RFC 5321 §4.1.1.11
  const parsed = parseMailParameters(readAsExim(rest), turn.state.config.octets);
  if (!parsed.ok) return refuseParameter(turn, argument, rest, parsed.error);
  const parameters = parsed.value;
  if (parameters.smtputf8 === true && turn.state.offers.smtpUtf8 !== true)
    return void turn.fail(501, 'SMTPUTF8 used when not advertised');
  const { body } = parameters;
  if (body === 'BINARYMIME' && turn.state.offers.binaryMime !== true)
    return void turn.fail(501, 'invalid data for BODY');
  if (parameters.requiretls === true && !turn.state.isSecured) return void turn.fail(530, 'REQUIRETLS needs TLS'); // RFC 8689 §4.2
  return areOffered(turn, parameters) ? parameters : refuseUnknown(turn, argument, rest);
}

function areOffered({ state: { offers } }: Turn, parameters: MailParameters): boolean {
  if (parameters.unknown.length > 0) return false;
  if (parameters.size !== undefined && offers.size === undefined) return false;
  if (parameters.body !== undefined && offers.eightBitMime !== true && offers.binaryMime !== true) return false;
  if (parameters.auth !== undefined && offers.auth === undefined) return false;
  if (parameters.requiretls === true && offers.requireTls !== true) return false;
  return parameters.prdr !== true || offers.prdr === true;
}
