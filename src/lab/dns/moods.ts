/**
 * Resolvers that misbehave, each at an address of its own. To add one: a row here; `servfail` is the smallest to copy.
 * A mood stands around the good resolver's answers.
 */
import { concatBytes } from '../../base/index.ts';
import {
  decodeMessage,
  encodeMessage,
  type Message,
  questionOctets,
  type ResourceRecord,
  RR,
} from '../../core/dns/index.ts';
import { isDnssecRecord, type Respond, refusal, type Transport } from './respond.ts';

export interface ResolverMood {
  readonly name: string;
  /** From 192.0.2.1 up; the good resolver and the name servers stand at .53 to .55. */
  readonly address: string;
  readonly about: string;
  around(respond: Respond): Respond;
}

export const RESOLVER_MOODS: readonly ResolverMood[] = [
  mood('strips', 1, 'removes every record of DNSSEC from its answers', rewriting(stripped)),
  mood(
    'no-edns',
    2,
    'answers FORMERR to whoever speaks EDNS',
    (respond) => (query, transport) => (hasEdns(query) ? refusal(query, 1) : respond(query, transport)),
  ),
  mood('servfail', 3, 'answers SERVFAIL to everything', () => (query) => refusal(query, 2)),
  mood('refuses', 4, 'answers REFUSED to everything', () => (query) => refusal(query, 5)),
  mood('silent', 5, 'never answers', () => () => undefined),
  mood(
    'garbage',
    6,
    'answers with octets that are no message',
    () => (query) => concatBytes([query.subarray(0, 2), Buffer.alloc(64, 0xff)]),
  ),
  mood(
    'wrong-id',
    7,
    'answers under another id',
    changing((response) => {
      response[0]! ^= 0xff;
    }),
  ),
  mood(
    'spoofs',
    8,
    'answers another question than the one asked',
    changing((response) => {
      if (response.length > 13) response[13]! = response[13]! === 0x7a ? 0x79 : 0x7a; // the first letter of the name
    }),
  ),
  mood(
    'truncates',
    9,
    'truncates every answer, over TCP too',
    rewriting((message) => ({ ...message, answers: [], authorities: [], flags: { ...message.flags, tc: true } })),
  ),
  mood('lies', 10, 'answers with addresses and TLSA records that are not the signed ones', rewriting(falsified)),
  mood(
    'oversize',
    11,
    'answers over UDP with far more than was offered to take',
    (respond) => async (query, transport) => {
      const response = await respond(query, transport);
      return response === undefined || transport === 'stream'
        ? response
        : concatBytes([response, Buffer.alloc(30_000)]);
    },
  ),
];

function mood(name: string, last: number, about: string, around: (respond: Respond) => Respond): ResolverMood {
  return { name, address: `192.0.2.${last}`, about, around };
}

/** Changes octets of the response in place. */
function changing(change: (response: Uint8Array) => void): (respond: Respond) => Respond {
  return (respond) => async (query, transport) => {
    const response = await respond(query, transport);
    if (response === undefined) return undefined;
    const copy = Uint8Array.from(response);
    change(copy);
    return copy;
  };
}

/** Decodes the whole answer (asked for as over a stream, so that nothing is cut) and writes another. */
function rewriting(change: (message: Message) => Message): (respond: Respond) => Respond {
  return (respond) => async (query: Uint8Array, transport: Transport) => {
    const response = await respond(query, 'stream');
    const decoded = response && decodeMessage(response);
    if (decoded === undefined || !decoded.ok) return response;
    const limit = transport === 'udp' ? { maxOctets: 1232 } : {};
    return encodeMessage(change(decoded.value), { ...limit, question: questionOctets(query) });
  };
}

function stripped(message: Message): Message {
  const keep = (records: readonly ResourceRecord[]): ResourceRecord[] =>
    records.filter(({ type }) => !isDnssecRecord(type));
  const { edns, ...rest } = message;
  return {
    ...rest,
    flags: { ...message.flags, ad: false },
    answers: keep(message.answers),
    authorities: keep(message.authorities),
    ...(edns !== undefined && { edns: { ...edns, dnssecOk: false } }),
  };
}

function falsified(message: Message): Message {
  const answers = message.answers.map((record) => {
    if (record.type !== RR.A && record.type !== RR.AAAA && record.type !== RR.TLSA) return record;
    const rdata = Uint8Array.from(record.rdata);
    rdata[rdata.length - 1]! ^= 1;
    return { ...record, rdata };
  });
  return { ...message, answers };
}

/** An OPT record at the end of a plain query: additional count above zero is enough to tell. */
const hasEdns = (query: Uint8Array): boolean => query.length >= 12 && (query[10]! !== 0 || query[11]! !== 0);
