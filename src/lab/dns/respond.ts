/** From the octets of a query to those of its response: decoding, EDNS, size, and a memory of what was asked before. */
import {
  decodeMessage,
  encodeMessage,
  type Message,
  questionOctets,
  RR,
  UDP_PAYLOAD_OCTETS,
} from '../../core/dns/index.ts';
import { type Answered, answer, type Zones } from './answer.ts';

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

/** Distinct queries remembered, each with its response; at about 1 KiB each, 64 MiB. */
const MAX_REMEMBERED = 65_536;
const FORMERR = 1;
const SERVFAIL = 2;
const NOTIMP = 4;
const IN = 1;

export function createResponder(options: ResponderOptions): Responder {
  const remembered = new Map<string, Uint8Array>();
  const respond = (query: Uint8Array, transport: Transport): ReturnType<Respond> => {
    const key = options.onQuery === undefined ? keyOf(query, transport) : '';
    const known = key === '' ? undefined : remembered.get(key);
    if (known !== undefined) return withId(known, query);
    const made = make(query, transport, options);
    if (made instanceof Promise || made === undefined || key === '') return made;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, made);
    return made;
  };
  return { respond, forget: () => remembered.clear() };
}

/** Everything but the id. */
const keyOf = (query: Uint8Array, transport: Transport): string =>
  transport + Buffer.from(query.buffer, query.byteOffset + 2, Math.max(0, query.length - 2)).toString('latin1');

function withId(response: Uint8Array, query: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(response);
  copy[0] = query[0]!;
  copy[1] = query[1]!;
  return copy;
}

function make(query: Uint8Array, transport: Transport, options: ResponderOptions): ReturnType<Respond> {
  const decoded = decodeMessage(query);
  if (!decoded.ok) return query.length < 12 ? undefined : refusal(query, FORMERR);
  const message = decoded.value;
  if (message.flags.qr) return undefined;
  options.onQuery?.(message, transport);
  const question = message.questions[0];
  if (message.questions.length !== 1 || question === undefined) return refusal(query, FORMERR);
  if (message.opcode !== 0 || question.class !== IN) return refusal(query, NOTIMP);
  const dnssecOk = message.edns?.dnssecOk === true;
  const answered = answer(options.zones, question.name, question.type, dnssecOk);
  const wants = (dnssecOk || message.flags.ad) && !message.flags.cd;
  const encode = (verdict: Verdict | undefined): Uint8Array =>
    respondWith(query, message, answered, verdict, transport, options);
  return wants && options.judge !== undefined ? options.judge(message).then(encode) : encode(undefined);
}

function respondWith(
  query: Uint8Array,
  { id, flags, questions, edns }: Message,
  answered: Answered,
  verdict: Verdict | undefined,
  transport: Transport,
  { role }: ResponderOptions,
): Uint8Array {
  const isRefused = verdict?.isBogus === true;
  const response: Message = {
    id,
    opcode: 0,
    rcode: isRefused ? SERVFAIL : answered.rcode,
    flags: {
      qr: true,
      aa: role === 'authoritative',
      tc: false,
      rd: flags.rd,
      ra: role === 'resolver',
      ad: verdict?.authenticated === true,
      cd: flags.cd,
    },
    questions,
    answers: isRefused ? [] : answered.answers,
    authorities: isRefused ? [] : answered.authorities,
    additionals: [],
    ...(edns !== undefined && {
      edns: { version: 0, udpSize: UDP_PAYLOAD_OCTETS, dnssecOk: edns.dnssecOk, options: [] },
    }),
  };
  // RFC 6891 §6.2.3: 512 octets to those who do not say what they take.
  const maxOctets =
    transport === 'stream' ? undefined : Math.max(512, Math.min(edns?.udpSize ?? 512, UDP_PAYLOAD_OCTETS));
  return encodeMessage(response, { ...(maxOctets !== undefined && { maxOctets }), question: questionOctets(query) });
}

/** Header alone, with the query's id and flags kept. */
export function refusal(query: Uint8Array, rcode: number): Uint8Array {
  const header = Uint8Array.from(query.subarray(0, 12)).fill(0, 4);
  header[2] = 0x80 | (header[2]! & 0x79);
  header[3] = 0x80 | (header[3]! & 0x10) | rcode;
  return header;
}

/** Is it one of DNSSEC's own records? */
export const isDnssecRecord = (type: number): boolean =>
  type === RR.RRSIG || type === RR.NSEC || type === RR.NSEC3 || type === RR.DNSKEY || type === RR.DS;
