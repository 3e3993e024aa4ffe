/** XCLIENT: a proxy says for whom it speaks (Postfix's XCLIENT). Who may is for policy. */
import { decodeXtext } from '../../grammar/xtext.ts';
import { greet } from '../greeting.ts';
import type { CommandDef } from './types.ts';

export const xclient: CommandDef = {
  verb: 'XCLIENT',
  argument: 'any',
  sync: 'always',
  isMail: false,
  isKnown: ({ state }) => state.offers.xclient !== undefined,
  run: (turn, argument) => {
    if (turn.state.transaction !== undefined) return turn.fail(503, 'XCLIENT is not permitted in a mail transaction');
    const attributes = readAttributes(argument, turn.state.offers.xclient ?? []);
    if (attributes === undefined) turn.fail(501, 'XCLIENT needs attributes as NAME=VALUE');
    else turn.ask({ kind: 'xclient', attributes });
  },
  answered: {
    xclient: (turn, _question, answer) => {
      if (answer.outcome !== 'accept') return turn.respond(answer, 550, 'Administrative prohibition');
      turn.forget();
      if (answer.client !== undefined) turn.state.client = answer.client;
      greet(turn, answer); // the session begins anew
    },
  },
};

function readAttributes(text: string, known: readonly string[]): ReadonlyMap<string, string> | undefined {
  const attributes = new Map<string, string>();
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const [, name = '', value = ''] = /^([A-Za-z]+)=(.+)$/.exec(word) ?? [];
    const decoded = decodeXtext(value);
    if (!known.includes(name.toUpperCase()) || !decoded.ok) return undefined;
    attributes.set(name.toUpperCase(), decoded.value);
  }
  return attributes.size === 0 ? undefined : attributes;
}
