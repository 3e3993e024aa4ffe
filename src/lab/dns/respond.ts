/** From the octets of a query to those of its response: decoding, EDNS, size, and a memory of what was asked before. */
import {
  decodeMessage,
  encodeMessage,
  type Message,
  OPCODE,
  questionOctets,
  RCODE,
  RR,
  UDP_PAYLOAD_OCTETS,
} from '../../core/dns/index.ts';
import { type Answered, answer, answerAsAuthority, type Zones } from './answer.ts';

export type Transport = 'udp' | 'stream';

/** Undefined: nothing is sent. */
export type Respond = (
  query: Uint8Array,
  transport: Transport,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** What a server adds to an answer made by hand of its zones. */
export interface Verdict {
  readonly authenticated: boolean;
  /** The answer is bogus: SERVFAIL instead, for those who did not set CD. */
  readonly isBogus: boolean;
}

export interface ResponderOptions {
  readonly zones: Zones;
  /** A resolver sets RA, an authoritative server AA. */
  readonly role: 'resolver' | 'authoritative';
  /** What a validating resolver thinks of an answer; asked only for those who want to know (AD or DO, without CD). */
  readonly judge?: (message: Message) => Promise<Verdict>;
  /** Sees every query that can be read. */
  readonly onQuery?: (query: Message, transport: Transport) => void;
}

export interface Responder {
  readonly respond: Respond;
  /** After a change of zones. */
  forget(): void;
}

/** Distinct queries remembered, and how long one may be with its response: at most 128 MiB, whatever strangers ask. */
const MAX_REMEMBERED = 65_536;
const MAX_REMEMBERED_OCTETS = 2048;
const IN = 1;
/** Octets that every message has (RFC 1035 §4.1.1); what is shorter gets no answer. */
const HEADER_OCTETS = 12;

interface Remembered {
  readonly message: Message;
  readonly response: Uint8Array;
}

export function createResponder(options: ResponderOptions): Responder {
  const remembered = new Map<string, Remembered>();
  const respond = (query: Uint8Array, transport: Transport): ReturnType<Respond> => {
    if (query.length < HEADER_OCTETS) return undefined;
    const key = keyOf(query, transport);
    const known = remembered.get(key);
    if (known === undefined) return make(query, transport, key);
    options.onQuery?.({ ...known.message, id: idOf(query) }, transport);
    return withId(known.response, query);
  };
  const make = (query: Uint8Array, transport: Transport, key: string): ReturnType<Respond> => {
    const decoded = decodeMessage(query);
    if (!decoded.ok) return refusal(query, RCODE.FORMERR);
    const message = decoded.value;
    if (message.flags.qr) return undefined; // a response: answering it would start a game of ping-pong
    options.onQuery?.(message, transport);
    const made = answerMessage(query, message, transport, options);
    // A verdict depends on the time; what is made at once depends on the zones alone.
    if (made instanceof Promise) return made;
    if (query.length + made.length > MAX_REMEMBERED_OCTETS) return made;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, { message, response: made });
    return made;
  };
  return { respond, forget: () => remembered.clear() };
}

/** Everything but the id. */
const keyOf = (query: Uint8Array, transport: Transport): string =>
  transport + Buffer.from(query.buffer, query.byteOffset + 2, query.length - 2).toString('latin1');

const idOf = (query: Uint8Array): number => (query[0]! << 8) | query[1]!;

function withId(response: Uint8Array, query: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(response);
  copy[0] = query[0]!;
  copy[1] = query[1]!;
  return copy;
}

function answerMessage(
  query: Uint8Array,
  message: Message,
  transport: Transport,
  options: ResponderOptions,
): Uint8Array | Promise<Uint8Array> {
  const { questions, opcode, edns, flags } = message;
  const question = questions[0];
  if (opcode !== OPCODE.QUERY) return refusal(query, RCODE.NOTIMP);
  if (questions.length !== 1 || question === undefined) return refusal(query, RCODE.FORMERR);
  if (question.class !== IN) return refusal(query, RCODE.REFUSED);
  const encode = (content: Content): Uint8Array => encodeResponse(query, message, content, transport, options.role);
  if (edns !== undefined && edns.version > 0) return encode(failing(RCODE.BADVERS)); // RFC 6891 §6.1.3
  const dnssecOk = edns?.dnssecOk === true;
  const find = options.role === 'resolver' ? answer : answerAsAuthority;
  const answered = find(options.zones, question.name, question.type, dnssecOk);
  const wantsVerdict = (dnssecOk || flags.ad) && !flags.cd;
  if (!wantsVerdict || options.judge === undefined) return encode({ ...answered, authenticated: false });
  return options
    .judge(message)
    .then(({ isBogus, authenticated }) => encode(isBogus ? failing(RCODE.SERVFAIL) : { ...answered, authenticated }));
}

type Content = Answered & Pick<Verdict, 'authenticated'>;

const failing = (rcode: number): Content => ({
  rcode,
  isAuthoritative: false,
  authenticated: false,
  answers: [],
  authorities: [],
  additionals: [],
});

function encodeResponse(
  query: Uint8Array,
  { id, flags, questions, edns }: Message,
  { rcode, isAuthoritative, authenticated, answers, authorities, additionals }: Content,
  transport: Transport,
  role: ResponderOptions['role'],
): Uint8Array {
  const response: Message = {
    id,
    opcode: OPCODE.QUERY,
    rcode,
    flags: {
      qr: true,
      aa: isAuthoritative,
      tc: false,
      rd: flags.rd,
      ra: role === 'resolver',
      ad: authenticated,
      cd: flags.cd,
    },
    questions,
    answers,
    authorities,
    additionals,
    ...(edns !== undefined && {
      edns: { version: 0, udpSize: UDP_PAYLOAD_OCTETS, dnssecOk: edns.dnssecOk, options: [] },
    }),
  };
  const question = questionOctets(query);
  return encodeMessage(response, transport === 'stream' ? { question } : { question, maxOctets: udpLimit(edns) });
}

/** RFC 6891 §6.2.3: 512 octets to those who do not say what they take; and never so many that IP has to cut. */
const udpLimit = (edns: Message['edns']): number => Math.max(512, Math.min(edns?.udpSize ?? 512, UDP_PAYLOAD_OCTETS));

/** Header and question, with the query's id, opcode, RD and CD kept; the header alone where there is no one question. */
export function refusal(query: Uint8Array, rcode: number): Uint8Array {
  const question = questionOctets(query) ?? new Uint8Array(0);
  const response = new Uint8Array(HEADER_OCTETS + question.length);
  response.set(query.subarray(0, 2));
  response[2] = 0x80 | (query[2]! & 0x79);
  response[3] = (query[3]! & 0x10) | rcode;
  response[5] = question.length === 0 ? 0 : 1;
  response.set(question, HEADER_OCTETS);
  return response;
}

/** Is it one of DNSSEC's own records? */
export const isDnssecRecord = (type: number): boolean =>
  type === RR.RRSIG || type === RR.NSEC || type === RR.NSEC3 || type === RR.DNSKEY || type === RR.DS;
