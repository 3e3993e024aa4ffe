/** STARTTLS (RFC 3207). What was sent behind it in clear is thrown away, and what was known of the client forgotten. */
import { NOTHING } from '../state.ts';
import type { CommandDef } from './types.ts';

export const starttls: CommandDef = {
  verb: 'STARTTLS',
  argument: 'none',
  sync: 'always',
  isMail: false,
  run: (turn) => {
    const { offers, isSecured, config } = turn.state;
    // Within TLS it is told apart, as Exim does: a second one at once, and one that EHLO has not offered.
    if (isSecured && !turn.isExtended) {
      turn.refuse(554, 'Already in TLS');
      // Who hears of commands goes on as Exim does, which trusts such a client no more.
      if (config.tellsCommands === true) turn.state.config = { ...config, deaf: SECURITY_FAILURE };
    } else if (isSecured || offers.startTls !== true || !turn.isExtended)
      turn.fail(503, 'STARTTLS command used when not advertised');
    else turn.ask({ kind: 'starttls' });
  },
  answered: {
    starttls: (turn, _question, answer) => {
      if (answer.outcome !== 'accept') return turn.respond(answer, 454, 'TLS currently unavailable');
      turn.respond(answer, 220, 'TLS go ahead');
      if (turn.state.phase === 'over') return;
      turn.state.input = NOTHING; // CVE-2011-0411: or they would pass for commands given within TLS
      turn.state.phase = 'securing';
      turn.effects.push({ kind: 'start-tls' });
    },
  },
};

const SECURITY_FAILURE = { code: 554, text: 'Security failure' };
