/** The zones asked without a socket: an `Exchange` for a resolver that stands in the same process. */
import { ok } from '../../base/index.ts';
import { type Exchange, type Message, UDP_PAYLOAD_OCTETS } from '../../core/dns/index.ts';
import { answer, type Zones } from './answer.ts';

/** Answers as the lab's resolver does to who sets DO and CD. */
export function exchangeOver(zones: Zones): Exchange {
  return {
    ask: async (question) => {
      const { rcode, answers, authorities, additionals } = answer(zones, question.name, question.type, true);
      const questions = [{ ...question, class: 1 }];
      const message: Message = { ...EMPTY, rcode, questions, answers, authorities, additionals };
      return ok({ message, server: 'the lab' });
    },
    close: async () => {},
  };
}

const EMPTY = {
  id: 0,
  opcode: 0,
  flags: { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: true },
  // DO comes back (RFC 3225 §3): what is missing from the answer is then missing from the zone.
  edns: { version: 0, udpSize: UDP_PAYLOAD_OCTETS, dnssecOk: true, options: [] },
} as const;
