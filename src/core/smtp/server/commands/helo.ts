/** HELO, EHLO, and LHLO of LMTP (RFC 5321 §4.1.1.1, RFC 2033 §4.1). */
import { parseIpv4, parseIpv6 } from '../../../../base/index.ts';
import { parseLiteral } from '../../grammar/literal.ts';
import type { SessionConfig } from '../config.ts';
import { offeredLines } from '../offers.ts';
import type { HeloVerb } from '../questions.ts';
import type { Turn } from '../turn.ts';
import type { CommandDef } from './types.ts';

export const helo = row('HELO', 'smtp');
export const ehlo = row('EHLO', 'smtp');
export const lhlo = row('LHLO', 'lmtp');

function row(verb: HeloVerb, protocol: 'smtp' | 'lmtp'): CommandDef {
  return {
    verb,
    argument: 'any',
    sync: 'always',
    isMail: false,
    isKnown: ({ state }) => state.config.protocol === protocol, // RFC 2033 §4.1: LHLO in place of both
    run: (turn, name) => {
      turn.state.hasSaidEhlo = verb !== 'HELO';
      if (isName(name, turn.state.config)) turn.ask({ kind: 'helo', verb, name });
      else turn.fail(501, `Syntactically invalid ${verb} argument(s)`, '', { saysWhy: false });
    },
    answered: {
      helo: (turn, question, answer) => {
        if (answer.outcome !== 'accept') return turn.respond(answer, 550, 'Administrative prohibition');
        turn.reset('reset'); // RFC 5321 §4.1.4: as RSET does
        turn.state.helo = { verb: question.verb, name: question.name };
        if (answer.offers !== undefined) turn.state.offers = answer.offers;
        turn.state.wasOfferedChunks ||= turn.isExtended && turn.state.offers.chunking === true;
        turn.state.wasOfferedPipelining ||= turn.isExtended && turn.state.offers.pipelining === true;
        if (answer.client !== undefined) turn.state.client = answer.client;
        turn.respond(
          answer,
          answer.welcomeCode ?? 250,
          [answer.welcome ?? welcome(turn), ...(question.verb === 'HELO' ? [] : offeredLines(turn.state))].join('\n'),
        );
      },
    },
  };
}

/** A domain's letters, or an address literal. What it resolves to is not asked here. */
function isName(name: string, { takesJunkHelo, heloCharacters = '' }: SessionConfig): boolean {
  const letters = [...name].filter((character) => !heloCharacters.includes(character)).join('');
  if (name !== '' && /^[A-Za-z0-9.-]*$/.test(letters)) return true;
  const literal = parseLiteral(name);
  if (literal !== undefined && literal.kind !== 'general') return true;
  return isOddLiteral(name) || takesJunkHelo;
}

/** `[::1]` and `[IPv4:192.0.2.1]`: no literals by RFC 5321 §4.1.3, but said, and taken by Exim. */
function isOddLiteral(name: string): boolean {
  const [, tag, address = ''] = /^\[(ipv4:)?(.*)\]$/i.exec(name) ?? [];
  return (tag === undefined ? parseIpv6(address) : parseIpv4(address)) !== undefined;
}

function welcome({ state }: Turn): string {
  const { config, client, helo: said } = state;
  return `${config.name} Hello ${client.name ?? said?.name ?? ''} [${client.address}]`;
}
