/** RSET: the transaction is forgotten (RFC 5321 §4.1.1.5). */
import type { CommandDef } from './types.ts';

export const rset: CommandDef = {
  verb: 'RSET',
  argument: 'none',
  sync: 'unless-pipelined',
  isMail: false,
  run: (turn) => turn.ask({ kind: 'rset', argument: '' }),
  answered: {
    rset: (turn, _question, answer) => {
      if (answer.outcome === 'accept') turn.reset('reset');
      turn.respond(answer, 250, 'Reset OK');
    },
  },
};
