/** What moods do to queries and responses. */
import {
  decodeMessage,
  encodeMessage,
  type Message,
  questionOctets,
  type ResourceRecord,
  RR,
  UDP_PAYLOAD_OCTETS,
} from '../../core/dns/index.ts';
import { isDnssecRecord, type Respond, type Transport } from './respond.ts';

/** Changes octets of the response in place. */
export function changing(change: (response: Uint8Array) => void): (respond: Respond) => Respond {
  return (respond) => async (query, transport) => {
    const response = await respond(query, transport);
    if (response === undefined) return undefined;
    const copy = Uint8Array.from(response);
    change(copy);
    return copy;
  };
}

/** Decodes the whole answer (asked for as over a stream, so that nothing is cut) and writes another. */
export function rewriting(change: (message: Message) => Message): (respond: Respond) => Respond {
  return (respond) => async (query: Uint8Array, transport: Transport) => {
    const response = await respond(query, 'stream');
    const decoded = response && decodeMessage(response);
    if (decoded === undefined || !decoded.ok) return response;
    const limit = transport === 'udp' ? { maxOctets: UDP_PAYLOAD_OCTETS } : {};
    return encodeMessage(change(decoded.value), { ...limit, question: questionOctets(query) });
  };
}

export const truncated = (message: Message): Message => ({
  ...message,
  answers: [],
  authorities: [],
  additionals: [],
  flags: { ...message.flags, tc: true },
});

export function stripped(message: Message): Message {
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

export function falsified(message: Message): Message {
  const answers = message.answers.map((record) => {
    if (record.type !== RR.A && record.type !== RR.AAAA && record.type !== RR.TLSA) return record;
    const rdata = Uint8Array.from(record.rdata);
    rdata[rdata.length - 1]! ^= 1;
    return { ...record, rdata };
  });
  return { ...message, answers };
}

/** An OPT record at the end of a plain query: additional count above zero is enough to tell. */
export const hasEdns = (query: Uint8Array): boolean => query.length >= 12 && (query[10]! !== 0 || query[11]! !== 0);

/** The query with DO cleared, in its OPT record's flags (RFC 3225 §3); queries that are none stay as they are. */
export function withoutDnssecOk(query: Uint8Array): Uint8Array {
  const decoded = decodeMessage(query);
  const edns = decoded.ok ? decoded.value.edns : undefined;
  if (!decoded.ok || edns === undefined) return query;
  return encodeMessage({ ...decoded.value, edns: { ...edns, dnssecOk: false } }, { question: questionOctets(query) });
}

/** In the fourth octet of the header (RFC 4035 §3). */
const AD = 0x20;
const CD = 0x10;

/** Answers nobody has judged, with AD as given and CD as the client set it. */
export function unjudged(respond: Respond, authenticated: boolean): Respond {
  return async (query, transport) => {
    const response = await respond(withFlags(query, CD, 0), transport);
    return response && withFlags(response, (authenticated ? AD : 0) | (query[3]! & CD), AD | CD);
  };
}

function withFlags(message: Uint8Array, set: number, clear: number): Uint8Array {
  if (message.length < 4) return message;
  const copy = Uint8Array.from(message);
  copy[3] = (copy[3]! & ~clear) | set;
  return copy;
}
