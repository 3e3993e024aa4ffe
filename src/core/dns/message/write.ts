/**
 * Writes messages, names compressed against those before them (RFC 1035 §4.1.4).
 *
 * The input is our own data, so what cannot be written is a bug and throws.
 */

import { labelsOf, rawLabels } from '../name.ts';
import { decodeName, nameOctets, writeName } from '../name-wire.ts';
import { RR } from '../rr-types.ts';
import type { Message, Name, ResourceRecord } from '../types.ts';
import { DO_BIT, FLAG, HEADER_OCTETS, MAX_MESSAGE_OCTETS } from './types.ts';

export interface EncodeOptions {
  /** Longer messages shrink to header, question and OPT with TC set (RFC 2181 §9). Default: 65,535. */
  readonly maxOctets?: number;
  /** Question octets to repeat instead of our spelling, so that a querier's mixed case survives (`questionOctets`). */
  readonly question?: Uint8Array | undefined;
}

/** Types whose names senders may compress: those of RFC 1035 alone (RFC 3597 §4). Value: octets before the names. */
const COMPRESSIBLE: ReadonlyMap<number, { readonly skip: number; readonly count: number }> = new Map([
  [RR.NS, { skip: 0, count: 1 }],
  [RR.CNAME, { skip: 0, count: 1 }],
  [RR.PTR, { skip: 0, count: 1 }],
  [RR.SOA, { skip: 0, count: 2 }],
  [RR.MX, { skip: 2, count: 1 }],
]);
/** A pointer has 14 bits. */
const MAX_POINTER = 0x3fff;
/** Writing is synchronous, so one buffer serves all; the result is a copy. */
const scratch = new Uint8Array(MAX_MESSAGE_OCTETS);

export function encodeMessage(message: Message, options: EncodeOptions = {}): Uint8Array {
  const limit = Math.min(options.maxOctets ?? MAX_MESSAGE_OCTETS, MAX_MESSAGE_OCTETS);
  const whole = new MessageWriter(limit).write(message, options.question);
  if (whole !== undefined) return whole;
  const bare = { ...message, answers: [], authorities: [], additionals: [], flags: { ...message.flags, tc: true } };
  const cut = new MessageWriter(MAX_MESSAGE_OCTETS).write(bare, options.question);
  if (cut === undefined) throw new RangeError('question and OPT do not fit a message');
  return cut;
}

/** The question section of a message as sent: name, type and class; undefined unless there is one plain question. */
export function questionOctets(message: Uint8Array): Uint8Array | undefined {
  if (message.length < HEADER_OCTETS || message[4] !== 0 || message[5] !== 1) return undefined;
  const next = decodeName(message, HEADER_OCTETS)?.next;
  return next === undefined || next + 4 > message.length ? undefined : message.subarray(HEADER_OCTETS, next + 4);
}

class MessageWriter {
  readonly #limit: number;
  readonly #offsets = new Map<Name, number>();
  #at = HEADER_OCTETS;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Undefined when it does not fit the limit. */
  write(message: Message, question: Uint8Array | undefined): Uint8Array | undefined {
    this.#header(message);
    this.#question(message, question);
    for (const section of [message.answers, message.authorities, message.additionals]) {
      for (const record of section) if (!this.#record(record)) return undefined;
    }
    if (message.edns !== undefined && !this.#opt(message.edns, message.rcode)) return undefined;
    return this.#at > this.#limit ? undefined : scratch.slice(0, this.#at);
  }

  #header(message: Message): void {
    const { flags } = message;
    const bits =
      (flags.qr ? FLAG.QR : 0) |
      ((message.opcode & 0xf) << 11) |
      (flags.aa ? FLAG.AA : 0) |
      (flags.tc ? FLAG.TC : 0) |
      (flags.rd ? FLAG.RD : 0) |
      (flags.ra ? FLAG.RA : 0) |
      (flags.ad ? FLAG.AD : 0) |
      (flags.cd ? FLAG.CD : 0) |
      (message.rcode & 0xf);
    const additionals = message.additionals.length + (message.edns === undefined ? 0 : 1);
    const counts = [message.questions.length, message.answers.length, message.authorities.length, additionals];
    for (const [i, word] of [message.id, bits, ...counts].entries()) this.#put16(2 * i, word);
  }

  #question(message: Message, octets: Uint8Array | undefined): void {
    for (const question of message.questions) {
      const start = this.#at;
      if (octets === undefined || message.questions.length > 1) {
        this.#name(question.name);
        this.#u16(question.type);
        this.#u16(question.class);
        continue;
      }
      this.#remember(question.name, start);
      this.#bytes(octets);
    }
  }

  #record(record: ResourceRecord): boolean {
    // The longest name and fixed fields fit even where the record will turn out too long.
    if (this.#at + 300 + record.rdata.length > scratch.length) return false;
    this.#name(record.name);
    this.#u16(record.type);
    this.#u16(record.class);
    this.#u16(record.ttlSeconds >>> 16);
    this.#u16(record.ttlSeconds);
    const lengthAt = this.#at;
    this.#at += 2;
    this.#rdata(record);
    this.#put16(lengthAt, this.#at - lengthAt - 2);
    return this.#at <= this.#limit;
  }

  #rdata({ type, rdata }: ResourceRecord): void {
    const layout = COMPRESSIBLE.get(type);
    const names = layout === undefined ? undefined : plainNames(rdata, layout.skip, layout.count);
    if (layout === undefined || names === undefined) {
      this.#bytes(rdata);
      return;
    }
    this.#bytes(rdata.subarray(0, layout.skip));
    for (const name of names.names) this.#name(name);
    this.#bytes(rdata.subarray(names.next));
  }

  #opt(edns: NonNullable<Message['edns']>, rcode: number): boolean {
    const length = edns.options.reduce((sum, option) => sum + 4 + option.data.length, 0);
    if (this.#at + 11 + length > this.#limit) return false;
    scratch[this.#at++] = 0;
    this.#u16(RR.OPT);
    this.#u16(edns.udpSize);
    this.#u16(((rcode >> 4) << 8) | edns.version);
    this.#u16(edns.dnssecOk ? DO_BIT : 0);
    this.#u16(length);
    for (const option of edns.options) {
      this.#u16(option.code);
      this.#u16(option.data.length);
      this.#bytes(option.data);
    }
    return true;
  }

  /** The longest known suffix becomes a pointer; the suffixes written are remembered. */
  #name(name: Name): void {
    const labels = labelsOf(name);
    const raw = rawLabels(name);
    let suffix = name;
    for (const [i, label] of labels.entries()) {
      const known = this.#offsets.get(suffix);
      if (known !== undefined) {
        this.#u16(0xc000 | known);
        return;
      }
      if (this.#at <= MAX_POINTER) this.#offsets.set(suffix, this.#at);
      this.#label(raw[i]!);
      suffix = suffix.slice(label.length + 1);
    }
    scratch[this.#at++] = 0;
  }

  #label(raw: string): void {
    scratch[this.#at++] = raw.length;
    for (let i = 0; i < raw.length; i += 1) scratch[this.#at++] = raw.charCodeAt(i);
  }

  /** Suffixes of a name written at `start` in full. */
  #remember(name: Name, start: number): void {
    let at = start;
    let suffix = name;
    const raw = rawLabels(name);
    for (const [i, label] of labelsOf(name).entries()) {
      this.#offsets.set(suffix, at);
      at += raw[i]!.length + 1;
      suffix = suffix.slice(label.length + 1);
    }
  }

  #bytes(bytes: Uint8Array): void {
    scratch.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #u16(value: number): void {
    this.#put16(this.#at, value);
    this.#at += 2;
  }

  #put16(at: number, value: number): void {
    scratch[at] = value >>> 8;
    scratch[at + 1] = value;
  }
}

/** The names in RDATA when all are lower case already; compressing others would change their spelling. */
function plainNames(rdata: Uint8Array, skip: number, count: number): { names: Name[]; next: number } | undefined {
  const names: Name[] = [];
  let next = skip;
  for (let i = 0; i < count; i += 1) {
    const read = decodeName(rdata, next);
    if (read === undefined || !isSpelledPlainly(read.name, rdata, next, read.next)) return undefined;
    names.push(read.name);
    next = read.next;
  }
  return { names, next };
}

function isSpelledPlainly(name: Name, rdata: Uint8Array, start: number, end: number): boolean {
  const octets = new Uint8Array(nameOctets(name));
  writeName(name, octets, 0);
  return Buffer.compare(octets, rdata.subarray(start, end)) === 0;
}
