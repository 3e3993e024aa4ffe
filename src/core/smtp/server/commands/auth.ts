/** AUTH (RFC 4954): the exchange is carried; what is right in it is for the host to say. */
import { fromBase64, toBase64 } from '../../../../base/index.ts';
import { trimBlanks } from '../lines.ts';
import type { Answer, BrokenAuth } from '../questions.ts';
import type { Turn } from '../turn.ts';
import type { CommandDef } from './types.ts';

export const auth: CommandDef = {
  verb: 'AUTH',
  argument: 'any',
  sync: 'never',
  isMail: false,
  run: (turn, argument) => {
    const { config, offers, identity, transaction } = turn.state;
    const isOpen = config.unofferedAuth !== undefined;
    if (!isOpen && (offers.auth === undefined || offers.auth.length === 0 || !turn.isExtended))
      return turn.fail(503, 'AUTH command used when not advertised');
    if (identity !== undefined) return turn.fail(503, 'already authenticated');
    if (transaction !== undefined) return turn.fail(503, 'not permitted in mail transaction'); // RFC 4954 §4
    turn.ask({ kind: 'auth-begin', argument });
  },
  answered: {
    'auth-begin': (turn, { argument }, answer) => {
      if (answer.outcome === 'accept') read(turn, argument);
      else turn.respond(answer, 503, 'Administrative prohibition');
    },
    auth: answered,
    'auth-response': answered,
    'auth-broken': (turn, { how }, answer) => turn.respond(answer, 501, BROKEN[how]),
  },
};

function read(turn: Turn, argument: string): undefined {
  const { config, offers } = turn.state;
  const [name = '', ...rest] = argument.split(/[ \t]/);
  const mechanism = name.toUpperCase();
  if (/[^A-Z0-9_-]/.test(mechanism)) return void turn.fail(501, 'invalid character in authentication mechanism name');
  if ((config.unofferedAuth ?? offers.auth)?.includes(mechanism) !== true)
    return void turn.fail(504, `${name} authentication mechanism not supported`);
  begin(turn, mechanism, trimBlanks(rest.join(' ')));
  return undefined;
}

function begin(turn: Turn, mechanism: string, text: string): void {
  const initial = text === '=' ? new Uint8Array() : decode(text); // RFC 4954 §4: "=" is an empty one
  if (initial === undefined) return void turn.ask({ kind: 'auth-broken', mechanism, how: 'bad-base64' });
  turn.state.mechanism = mechanism;
  turn.mustAsk({ kind: 'auth', mechanism, ...(text !== '' && { initial }) });
}

/** A line of the exchange: base64, or `*` to give it up. */
export function readAuthResponse(turn: Turn, line: string): void {
  turn.state.phase = 'commands';
  const mechanism = turn.state.mechanism ?? '';
  turn.state.mechanism = undefined;
  if (line === '*') return void turn.ask({ kind: 'auth-broken', mechanism, how: 'cancelled' });
  const response = decode(line);
  if (response === undefined) return void turn.ask({ kind: 'auth-broken', mechanism, how: 'bad-base64' });
  turn.state.mechanism = mechanism;
  turn.mustAsk({ kind: 'auth-response', mechanism, response });
}

/** Blanks in it do not matter (Deviates from RFC 4648 §3.3 because Exim passes over them). */
const decode = (text: string): Uint8Array | undefined => fromBase64(text.replace(/\s/g, ''));

function answered(turn: Turn, { mechanism }: { readonly mechanism: string }, answer: Answer): void {
  const { state } = turn;
  if (answer.outcome === 'challenge') {
    state.phase = 'auth';
    const { challenge = '' } = answer;
    return void turn.reply(334, typeof challenge === 'string' ? challenge : toBase64(challenge));
  }
  state.mechanism = undefined;
  if (answer.outcome !== 'accept') return void turn.respond(answer, 535, 'Incorrect authentication data');
  state.identity = answer.identity ?? mechanism;
  turn.respond(answer, 235, 'Authentication succeeded');
}

/** RFC 4954 §4, §6. */
const BROKEN: Readonly<Record<BrokenAuth, string>> = {
  cancelled: 'Authentication cancelled',
  'bad-base64': 'Invalid base64 data',
};
