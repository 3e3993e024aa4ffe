/**
 * What a log comes to: messages and octets in and out, who sent them and where they went, what failed, was refused, and how
 * long it took. The figures are those of eximstats (Exim 4.96) for the same log.
 */

import { domainOf, firstWord, hostOf, idSeconds, LOCAL, localUser } from './phrases.ts';
import { refusalOf } from './reasons.ts';
import { type LogRecord, parseLogLine, stampSeconds } from './record.ts';
import { countSide, rankings, sides, sizes } from './sides.ts';
import { type Counted, Tally } from './tally.ts';

export type Ranked = { readonly name: string } & Readonly<Counted>;

export interface Traffic {
  readonly messages: number;
  readonly bytes: number;
  readonly hosts: number;
  readonly domains: number;
  readonly addresses: number;
}

export interface LogStats {
  /** The first and last time in the log, as written there. */
  readonly from?: string;
  readonly to?: string;
  readonly received: Traffic;
  /** `recipients`: addresses delivered to, several of which may be one delivery. */
  readonly delivered: Traffic & { readonly recipients: number };
  /** Messages one of whose addresses was put off, or failed. */
  readonly delayed: number;
  readonly failed: number;
  readonly rejected: number;
  readonly temporarilyRejected: number;
  readonly hours: readonly { readonly hour: number; readonly received: number; readonly delivered: number }[];
  /** Time in the queue of messages that are done: how many took less, and of those how many went to other hosts. */
  readonly queueTimes: readonly QueueTime[];
  readonly transports: readonly Ranked[];
  readonly senders: {
    readonly hosts: readonly Ranked[];
    readonly domains: readonly Ranked[];
    readonly addresses: readonly Ranked[];
    readonly localUsers: readonly Ranked[];
  };
  readonly destinations: {
    readonly hosts: readonly Ranked[];
    readonly domains: readonly Ranked[];
    readonly addresses: readonly Ranked[];
    readonly localUsers: readonly Ranked[];
  };
  /** From another host to another host, unchanged. */
  readonly relayed: readonly { readonly from: string; readonly to: string; readonly messages: number }[];
  readonly errors: readonly { readonly text: string; readonly count: number }[];
  readonly rejections: readonly { readonly reason: string; readonly count: number }[];
  readonly temporaryRejections: readonly { readonly reason: string; readonly count: number }[];
  readonly rejectedHosts: readonly { readonly host: string; readonly count: number }[];
}

export interface QueueTime {
  /** Undefined: longer than all. */
  readonly underSeconds?: number;
  readonly all: number;
  readonly remote: number;
}

export interface LogCounter {
  line(line: string): void;
  /** @param top rows of each ranking; relayed messages and errors are all there */
  result(top: number): LogStats;
}

export const createLogCounter = (): LogCounter => new Counter();

const QUEUE_BOUNDS = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400];
const HOURS = 24;

interface Message {
  sizeBytes?: number;
  arrived?: string;
  from?: { readonly host: string; readonly address: string };
  isRemote?: boolean;
  isDelayed?: boolean;
  hasFailed?: boolean;
}

class Counter implements LogCounter {
  private from: string | undefined;
  private to: string | undefined;
  private readonly messages = new Map<string, Message>();
  private readonly received = { messages: 0, bytes: 0 };
  private readonly delivered = { messages: 0, bytes: 0, recipients: 0 };
  private delayed = 0;
  private failed = 0;
  private readonly hours = Array.from({ length: HOURS }, (_, hour) => ({ hour, received: 0, delivered: 0 }));
  private readonly queued = [...QUEUE_BOUNDS, undefined].map((underSeconds) => ({
    ...(underSeconds !== undefined && { underSeconds }),
    all: 0,
    remote: 0,
  }));
  private readonly transports = new Tally();
  private readonly senders = sides();
  private readonly destinations = sides();
  private readonly relayed = new Tally();
  private readonly errors = new Tally();
  private readonly rejections = new Tally();
  private readonly temporary = new Tally();
  private readonly rejectedHosts = new Tally();

  line(line: string): void {
    const record = parseLogLine(line);
    if (record === undefined || line.length + 1 < SHORTEST + record.extraOctets) return;
    const { id, text } = record;
    const flag = text.slice(0, 2);
    if (id !== undefined && FLAGS.has(flag)) this.flagged(flag, id, text.slice(3), record);
    else if (/rejected|refused|dropped/.test(text)) this.refused(text, record);
  }

  result(top: number): LogStats {
    return {
      ...(this.from !== undefined && { from: this.from }),
      ...(this.to !== undefined && { to: this.to }),
      received: { ...this.received, ...sizes(this.senders) },
      delivered: { ...this.delivered, ...sizes(this.destinations) },
      delayed: this.delayed,
      failed: this.failed,
      rejected: this.rejections.total(),
      temporarilyRejected: this.temporary.total(),
      hours: this.hours,
      queueTimes: this.queued,
      transports: this.transports.ranking(top),
      senders: rankings(this.senders, top),
      destinations: rankings(this.destinations, top),
      relayed: this.relayed.ranking().map(({ name, messages }) => ({ ...relay(name), messages })),
      errors: this.errors.ranking().map(({ name, messages }) => ({ text: name, count: messages })),
      rejections: this.rejections.ranking(top).map(({ name, messages }) => ({ reason: name, count: messages })),
      temporaryRejections: this.temporary.ranking(top).map(({ name, messages }) => ({ reason: name, count: messages })),
      rejectedHosts: this.rejectedHosts.ranking(top).map(({ name, messages }) => ({ host: name, count: messages })),
    };
  }

  private flagged(flag: string, id: string, rest: string, record: LogRecord): void {
    const message = this.messages.get(id) ?? {};
    this.messages.set(id, message);
    this.during(record);
    if (flag === '<=') this.arrival(message, rest, record);
    else if (flag === '=>') this.delivery(message, rest, record);
    else if (flag === '->') this.further(rest);
    else if (flag === '==') this.deferral(message);
    else if (flag === '**') this.failure(message, rest);
    else this.completion(id, message, record);
  }

  private during({ stamp }: LogRecord): void {
    if (this.from === undefined || stamp < this.from) this.from = stamp;
    if (this.to === undefined || stamp > this.to) this.to = stamp;
  }

  private arrival(message: Message, rest: string, { stamp, hour }: LogRecord): void {
    const sizeBytes = Number(/\sS=(\d+)(?: |$)/.exec(rest)?.[1] ?? 0);
    message.sizeBytes = sizeBytes;
    message.arrived = stamp;
    const { host, ip } = hostOf(rest);
    if (host !== LOCAL) message.from = { host: host + ip, address: firstWord(rest) };
    const user = /\sU=(\S+)/.exec(rest)?.[1];
    if (host === LOCAL && user !== undefined) this.senders.localUsers.add(user, sizeBytes);
    countSide(this.senders, rest, host, sizeBytes);
    this.received.messages += 1;
    this.received.bytes += sizeBytes;
    this.hours[hour]!.received += 1;
  }

  private delivery(message: Message, rest: string, record: LogRecord): void {
    const sizeBytes = message.sizeBytes ?? 0;
    const { host, ip } = hostOf(rest);
    if (host !== LOCAL) {
      message.isRemote = true;
      this.relay(message, rest, host + ip);
    } else this.destinations.localUsers.add(localUser(rest), sizeBytes);
    countSide(this.destinations, rest, host, sizeBytes);
    this.delivered.messages += 1;
    this.delivered.recipients += 1;
    this.delivered.bytes += sizeBytes;
    const transport = /\sT=(\S+)/.exec(rest)?.[1];
    this.transports.add(transport ?? ':blackhole:', sizeBytes);
    this.hours[record.hour]!.delivered += 1;
    if (transport === undefined) this.refused(rest, record);
  }

  private further(rest: string): void {
    const { host } = hostOf(rest);
    if (host === LOCAL) this.destinations.localUsers.addAddress(localUser(rest));
    this.destinations.hosts.addAddress(host);
    this.destinations.domains.addAddress(domainOf(rest));
    this.destinations.addresses.addAddress(firstWord(rest));
    this.delivered.recipients += 1;
  }

  private deferral(message: Message): void {
    if (message.sizeBytes === undefined || message.isDelayed === true) return;
    message.isDelayed = true;
    this.delayed += 1;
  }

  private failure(message: Message, rest: string): void {
    this.errors.add(rest);
    if (message.sizeBytes === undefined || message.hasFailed === true) return;
    message.hasFailed = true;
    this.failed += 1;
  }

  private completion(id: string, message: Message, { stamp }: LogRecord): void {
    const began = message.arrived === undefined ? idSeconds(id) : stampSeconds(message.arrived);
    const seconds = stampSeconds(stamp) - began;
    const row = this.queued.find(({ underSeconds = Number.POSITIVE_INFINITY }) => seconds < underSeconds)!;
    row.all += 1;
    if (message.isRemote === true) row.remote += 1;
    this.messages.delete(id);
  }

  private refused(text: string, record: LogRecord): void {
    this.during(record);
    const { ip } = hostOf(text);
    const { temporary, reason } = refusalOf(text);
    const early = ip === LOCAL ? /^rejected [HE][HE]LO from .*?(\[.+?\]):/.exec(text)?.[1] : undefined;
    (temporary ? this.temporary : this.rejections).add(reason);
    this.rejectedHosts.add(early ?? ip);
  }

  /** What has another address than it came for was sent on by somebody here, which is no relaying. */
  private relay({ from }: Message, rest: string, to: string): void {
    if (from === undefined) return;
    const [, final = '', original = ''] = /^(\S+)\s+<([^>]+)>/.exec(rest) ?? [];
    if (final.toLowerCase() !== original.toLowerCase()) return;
    const address = final === '' ? firstWord(rest) : final;
    this.relayed.add(`${from.host} ${from.address}\n${to} ${address}`.toLowerCase());
  }
}

/** A line that is shorter cannot have a time, an id and a flag. */
const SHORTEST = 38;
const FLAGS: ReadonlySet<string> = new Set(['<=', '=>', '->', '==', '**', 'Co']);

const relay = (name: string) => {
  const [from = '', to = ''] = name.split('\n');
  return { from, to };
};
