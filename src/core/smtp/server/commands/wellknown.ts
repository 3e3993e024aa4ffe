/** WELLKNOWN: a small public file of the host, as `/.well-known/` is on the web (Exim spec ch. "ACLs", `wellknown`). */
import type { CommandDef } from './types.ts';

export const wellknown: CommandDef = {
  verb: 'WELLKNOWN',
  argument: 'any',
  sync: 'always',
  isMail: false,
  isKnown: ({ state }) => state.offers.wellknown !== undefined,
  run: (turn, argument) => turn.ask({ kind: 'wellknown', argument }),
  answered: { wellknown: (turn, _question, answer) => turn.respond(answer, 554, 'not permitted') },
};
