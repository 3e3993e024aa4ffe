/** ATRN: the client will be the server, and is given the mail of its domains over this connection (RFC 2645 §5.2). */
import type { CommandDef } from './types.ts';

export const atrn: CommandDef = {
  verb: 'ATRN',
  argument: 'any',
  sync: 'always',
  isMail: true,
  isKnown: ({ state }) => state.offers.atrn !== undefined,
  run: (turn, argument) => {
    const { identity, transaction } = turn.state;
    if (identity === undefined) return turn.fail(530, 'ATRN is not permitted without authentication');
    if (transaction !== undefined) return turn.fail(503, 'ATRN is not permitted inside a transaction');
    turn.ask({ kind: 'atrn', argument });
  },
  answered: {
    atrn: (turn, _question, answer) => {
      turn.respond(
        answer,
        answer.outcome === 'accept' ? 250 : 450,
        WORDS[answer.outcome] ?? 'Administrative prohibition',
      );
      if (answer.outcome === 'accept') turn.handOver();
    },
  },
};

const WORDS: Readonly<Record<string, string>> = { accept: 'ODMR provider turning line around' };
