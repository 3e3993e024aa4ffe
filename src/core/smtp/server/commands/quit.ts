/** QUIT (RFC 5321 §4.1.1.10). */
import type { CommandDef } from './types.ts';

export const quit: CommandDef = {
  verb: 'QUIT',
  argument: 'none',
  sync: 'never',
  isMail: true,
  run: (turn) => turn.ask({ kind: 'quit', argument: '' }),
  answered: {
    quit: (turn, _question, answer) => {
      turn.respond(answer, 221, `${turn.state.config.name} closing connection`);
      turn.close('quit');
    },
  },
};
