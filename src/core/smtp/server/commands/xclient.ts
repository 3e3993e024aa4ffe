/** XCLIENT: a proxy says for whom it speaks (Postfix's XCLIENT). Who may is for policy. */
import { addressFamily } from '../../../../base/index.ts';
import { decodeXtext, decodeXtextOctets } from '../../grammar/xtext.ts';
import { greet } from '../greeting.ts';
import type { CommandDef } from './types.ts';

export const xclient: CommandDef = {
  verb: 'XCLIENT',
  argument: 'any',
  sync: 'always',
  isMail: false,
  isKnown: ({ state }) => state.offers.xclient !== undefined,
  run: (turn, argument) => {
    const { transaction, offers, helo, config } = turn.state;
    if (config.requiresHelo && helo === undefined) return turn.refuse(503, 'no HELO/EHLO given');
    if (transaction !== undefined) return turn.refuse(503, 'mail transaction in progress');
    const { xclient: known = [] } = offers;
    if (known.length === 0) return turn.fail(501, 'XCLIENT command used when not advertised');
    const attributes = readAttributes(argument, known, config.octets === true ? decodeXtextOctets : decodeXtext);
    if (typeof attributes === 'string') turn.fail(501, attributes);
    else turn.ask({ kind: 'xclient', attributes });
  },
  answered: {
    xclient: (turn, _question, answer) => {
      if (answer.outcome !== 'accept') {
        const { code, text } = answer.reply ?? { code: 550, text: 'Administrative prohibition' };
        return turn.fail(code, text);
      }
      turn.forget();
      if (answer.client !== undefined) turn.state.client = answer.client;
      greet(turn, answer); // the session begins anew
    },
  },
};

/** By their names; undefined stands for what the proxy does not know. A text: what is wrong. */
function readAttributes(
  text: string,
  known: readonly string[],
  decode: typeof decodeXtext,
): ReadonlyMap<string, string | undefined> | string {
  const attributes = new Map<string, string | undefined>();
  const words = text.split(/[ \t]+/).filter((part) => part !== '');
  if (words.length === 0) return 'XCLIENT must have at least one operand';
  for (const word of words) {
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (value === undefined) return `XCLIENT: missing value for parameter '${name}'`;
    if (!known.includes(name.toUpperCase())) return `XCLIENT: unrecognised parameter '${name}'`;
    if (value === '') return 'XCLIENT: zero-length value for param';
    const read = readValue(name.toUpperCase(), value, decode);
    if (read === 'bad') return `failed xtext decode for XCLIENT: '${value}'`;
    attributes.set(name.toUpperCase(), read?.text);
  }
  return attributes;
}

/** Undefined: the proxy does not know it. Addresses and numbers are to be such. */
function readValue(
  name: string,
  value: string,
  decode: typeof decodeXtext,
): { readonly text: string } | undefined | 'bad' {
  if (/^\[(?:TEMPUNAVAIL|UNAVAILABLE)\]$/i.test(value)) return undefined;
  const decoded = decode(value);
  if (!decoded.ok || /[\x00-\x1f\x7f]/.test(decoded.value)) return 'bad';
  const text = decoded.value;
  if (name.endsWith('ADDR') && addressFamily(text.replace(/^ipv6:/i, '')) === 0) return 'bad';
  if (name.endsWith('PORT') && !(/^\d{1,5}$/.test(text) && Number(text) < 65_536)) return 'bad';
  return { text };
}
