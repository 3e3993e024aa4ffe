/** NOOP: nothing, with whatever behind it (RFC 5321 §4.1.1.9). */
import type { CommandDef } from './types.ts';

export const noop: CommandDef = {
  verb: 'NOOP',
  argument: 'any',
  sync: 'always',
  isMail: false,
  run: (turn, argument) => turn.ask({ kind: 'noop', argument }),
  answered: { noop: (turn, _question, answer) => turn.respond(answer, 250, 'OK') },
};
