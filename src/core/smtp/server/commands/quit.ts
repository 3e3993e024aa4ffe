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
      const { config, body, wantsReset } = turn.state;
      turn.respond(answer, 221, `${config.name} closing connection`);
      // Between chunks: Deviates from RFC 5321 §4.1.1.10 as Exim does, which still reads a message.
      if (config.tellsCommands === true && (body !== undefined || wantsReset)) turn.tellLost();
      turn.close('quit');
    },
  },
};
