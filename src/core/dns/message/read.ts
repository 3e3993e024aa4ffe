/**
 * Reads messages from strangers (RFC 1035 §4). It never throws; every length is checked before it is used.
 *
 * Owner names become `Name`s, RDATA stays octets: a view on the message, or a copy where compressed names had to be
 * written out (RFC 3597 §4). The spelling of names in RDATA is kept, since signatures may cover it (RFC 6840 §5.1).
 *
 * Bounds, and what they stop: 65,535 octets; pointers only backwards (loops); counts that the octets cannot hold
 * (a 12-octet message that promises 262,140 records); one question (RFC 9619); one OPT (RFC 6891 §6.1.1); nothing
 * after the last record.
 */
import { err, ok, type Result } from '../../../base/index.ts';
import { NAME_FAULTS, type NameCursor, readNameAt } from '../name-wire.ts';
import { nameLayout } from '../rdata/registry.ts';
import type { NameLayout } from '../rdata/types.ts';
import { RR } from '../rr-types.ts';
import type { Message, Name, Question, ResourceRecord } from '../types.ts';
import { type Edns, readEdns } from './edns.ts';
import { NameExpander } from './expand.ts';
import { FLAG, HEADER_OCTETS, MAX_MESSAGE_OCTETS, type MessageError } from './types.ts';

/** Root owner, type, class, TTL, RDLENGTH. */
const MIN_RECORD_OCTETS = 11;
/** Root name, type, class. */
const MIN_QUESTION_OCTETS = 5;
/** "If the most significant bit is set, treat as zero" (RFC 2181 §8). */
const MAX_TTL = 0x7fff_ffff;

export function decodeMessage(octets: Uint8Array): Result<Message, MessageError> {
  if (octets.length > MAX_MESSAGE_OCTETS) {
    return err(messageError(`it has ${octets.length} octets, and a DNS message at most ${MAX_MESSAGE_OCTETS}`));
  }
  // Plain views are cheaper than Buffer's, and compare equal to other plain ones.
  const bytes = new Uint8Array(octets.buffer, octets.byteOffset, octets.length);
  const reader = new MessageReader(bytes);
  const message = reader.read();
  return message === undefined ? err(messageError(reader.fault)) : ok(message);
}

/** The message's identifier and flags alone; undefined for fewer than 12 octets. */
export function peekHeader(bytes: Uint8Array): { readonly id: number; readonly flags: number } | undefined {
  if (bytes.length < HEADER_OCTETS) return undefined;
  return { id: (bytes[0]! << 8) | bytes[1]!, flags: (bytes[2]! << 8) | bytes[3]! };
}

function messageError(fault: string): MessageError {
  return { code: 'dns/message', message: `not a DNS message: ${fault}`, fault: 'peer', temporary: false };
}

class MessageReader {
  fault = '';
  readonly #bytes: Uint8Array;
  readonly #cursor: NameCursor = { next: 0 };
  /** Names by the offset they begin at: most owners are a pointer to one of them. */
  readonly #known = new Map<number, Name>();
  #expander: NameExpander | undefined;
  #edns: Edns | undefined;
  #at = HEADER_OCTETS;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): Message | undefined {
    if (this.#bytes.length < HEADER_OCTETS)
      return this.#fail(`it has ${this.#bytes.length} octets, and a header is 12`);
    const counts = [4, 6, 8, 10].map((at) => this.#u16(at)) as [number, number, number, number];
    if (!this.#plausible(counts)) return undefined;
    const questions = this.#questions(counts[0]);
    const answers = questions && this.#records(counts[1], 'answer');
    const authorities = answers && this.#records(counts[2], 'authority');
    const additionals = authorities && this.#records(counts[3], 'additional');
    if (additionals === undefined) return undefined;
    const surplus = this.#bytes.length - this.#at;
    if (surplus > 0) return this.#fail(`${surplus} octets follow its last record`);
    return { ...this.#header(), questions, answers, authorities, additionals } as Message;
  }

  #plausible(counts: readonly [number, number, number, number]): boolean {
    const [questions, ...records] = counts;
    if (questions > 1) this.#fail(`it has ${questions} questions, and one is allowed (RFC 9619)`);
    const least = questions * MIN_QUESTION_OCTETS + records.reduce((sum, n) => sum + n, 0) * MIN_RECORD_OCTETS;
    if (HEADER_OCTETS + least > this.#bytes.length) {
      this.#fail(`its counts promise at least ${HEADER_OCTETS + least} octets, and it has ${this.#bytes.length}`);
    }
    return this.fault === '';
  }

  #header(): Pick<Message, 'id' | 'opcode' | 'rcode' | 'flags' | 'edns'> {
    const flags = this.#u16(2);
    const edns = this.#edns;
    return {
      id: this.#u16(0),
      opcode: (flags >> 11) & 0xf,
      // The upper eight bits come from OPT (RFC 6891 §6.1.3).
      rcode: (flags & 0xf) | ((edns?.extendedRcode ?? 0) << 4),
      flags: {
        qr: (flags & FLAG.QR) !== 0,
        aa: (flags & FLAG.AA) !== 0,
        tc: (flags & FLAG.TC) !== 0,
        rd: (flags & FLAG.RD) !== 0,
        ra: (flags & FLAG.RA) !== 0,
        ad: (flags & FLAG.AD) !== 0,
        cd: (flags & FLAG.CD) !== 0,
      },
      ...(edns === undefined ? {} : { edns: edns.value }),
    };
  }

  #questions(count: number): (Question & { readonly class: number })[] | undefined {
    if (count === 0) return [];
    const name = this.#owner('question');
    if (name === undefined) return undefined;
    if (this.#at + 4 > this.#bytes.length) return this.#fail('it ends inside its question');
    const question = { name, type: this.#u16(this.#at), class: this.#u16(this.#at + 2) };
    this.#at += 4;
    return [question];
  }

  #records(count: number, section: string): ResourceRecord[] | undefined {
    const records: ResourceRecord[] = [];
    for (let i = 0; i < count; i += 1) {
      const record = this.#record(section);
      if (record === undefined) return undefined;
      if (record.type !== RR.OPT) records.push(record);
      else if (!this.#takeOpt(record, section)) return undefined;
    }
    return records;
  }

  #record(section: string): ResourceRecord | undefined {
    const name = this.#owner(section);
    if (name === undefined) return undefined;
    const at = this.#at;
    if (at + 10 > this.#bytes.length) return this.#fail(`it ends inside a record of its ${section} section`);
    const type = this.#u16(at);
    const length = this.#u16(at + 8);
    const start = at + 10;
    const end = start + length;
    if (end > this.#bytes.length) {
      return this.#fail(
        `the RDATA at octet ${start} says ${length} octets, and ${this.#bytes.length - start} are left`,
      );
    }
    this.#at = end;
    const ttl = ((this.#u16(at + 4) << 16) | this.#u16(at + 6)) >>> 0;
    const rdata = this.#rdata(nameLayout(type), start, end);
    if (rdata === undefined) return undefined;
    return { name, type, class: this.#u16(at + 2), ttlSeconds: ttl > MAX_TTL && type !== RR.OPT ? 0 : ttl, rdata };
  }

  #rdata(layout: NameLayout | undefined, start: number, end: number): Uint8Array | undefined {
    if (layout === undefined || !layout.compressed) return this.#bytes.subarray(start, end);
    this.#expander ??= new NameExpander(this.#bytes);
    const rdata = this.#expander.expand(layout, start, end);
    return rdata ?? this.#fail(`the RDATA at octet ${start} holds a domain name that ${this.#expander.fault}`);
  }

  #takeOpt(record: ResourceRecord, section: string): boolean {
    if (section !== 'additional') this.#fail(`its ${section} section has an OPT record (RFC 6891 §6.1.1)`);
    else if (this.#edns !== undefined) this.#fail('it has two OPT records (RFC 6891 §6.1.1)');
    else if (record.name !== '') this.#fail('its OPT record is not at the root (RFC 6891 §6.1.2)');
    else {
      this.#edns = readEdns(record);
      if (this.#edns === undefined) this.#fail('the options in its OPT record run past the end');
    }
    return this.fault === '';
  }

  /** The name here; a bare pointer to a name already read costs one look into the map. */
  #owner(section: string): Name | undefined {
    const start = this.#at;
    const high = this.#bytes[start]!;
    if (high >= 0xc0 && start + 1 < this.#bytes.length) {
      const known = this.#known.get(((high & 0x3f) << 8) | this.#bytes[start + 1]!);
      if (known !== undefined) {
        this.#at = start + 2;
        return known;
      }
    }
    const name = readNameAt(this.#bytes, start, this.#bytes.length, this.#cursor);
    const next = this.#cursor.next;
    if (next < 0) return this.#fail(`the domain name at octet ${start} (${section}) ${NAME_FAULTS[-1 - next]}`);
    this.#known.set(start, name);
    this.#at = next;
    return name;
  }

  #u16(at: number): number {
    return (this.#bytes[at]! << 8) | this.#bytes[at + 1]!;
  }

  #fail(fault: string): undefined {
    if (this.fault === '') this.fault = fault;
    return undefined;
  }
}
