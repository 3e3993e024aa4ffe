/**
 * The exchange: one question out, one fitting response back, whatever that takes.
 *
 * Servers in order of their round-trip times, each tried `attempts` times with growing patience, until one answers or
 * the deadline passes. Over UDP a cut response is asked for again over TCP (RFC 7766 §5). A server that cannot read
 * EDNS is asked without, and the reply says so, for it can then carry no DNSSEC (RFC 6891 §6.2.2, §7).
 */
import {
  type Clock,
  err,
  noTrace,
  ok,
  type Random,
  type Result,
  systemClock,
  systemRandom,
  type Trace,
} from '../../../base/index.ts';
import type { Net } from '../../net/types.ts';
import { formatRcode, RCODE } from '../codes.ts';
import { encodeQuery, mixCase } from '../message/query.ts';
import { decodeMessage, peekHeader } from '../message/read.ts';
import { FLAG } from '../message/types.ts';
import { formatName, MAX_NAME_OCTETS } from '../name.ts';
import { formatType } from '../rr-types.ts';
import type { AskOptions, DnsError, Exchange, Message, Question, Reply } from '../types.ts';
import type { Channel, ChannelRequest } from './channel.ts';
import { type Attempt, dnsError, isFinal, isRefusal, moreTelling, refusalOf } from './errors.ts';
import { ServerList } from './server-list.ts';
import type { ServerSpec } from './server-spec.ts';
import { createUpstreamServer, type UpstreamServer } from './upstream-server.ts';

export interface ExchangeOptions {
  /** How long the first try waits for its answer; doubles with each round. Default 1,000. */
  readonly timeoutMs?: number;
  /** Rounds over the servers. Default 3. */
  readonly attempts?: number;
  /** Bound on the whole, every server and retry included. Default 10,000. */
  readonly deadlineMs?: number;
  /** Questions carry EDNS0, where a server takes it (RFC 6891). Default on; without it there is no DNSSEC. */
  readonly edns?: boolean;
  /** Mixed case in names over UDP, to be repeated by the server (0x20). Default off: some forwarders fold names. */
  readonly mixCase?: boolean;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly trace?: Trace;
}

/** @param servers  at least one; see `parseServer` and `readResolvConf` */
export function createExchange(net: Net, servers: readonly ServerSpec[], options: ExchangeOptions = {}): Exchange {
  if (servers.length === 0) throw new RangeError('an exchange needs a server');
  return new ServerExchange(net, servers, options);
}

class ServerExchange implements Exchange {
  readonly #servers: readonly UpstreamServer[];
  readonly #list: ServerList<UpstreamServer>;
  readonly #options: Required<ExchangeOptions>;

  constructor(net: Net, servers: readonly ServerSpec[], options: ExchangeOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#servers = servers.map((spec) => createUpstreamServer(net, spec, this.#options.random));
    this.#list = new ServerList(this.#servers, this.#options.random);
  }

  async ask(question: Question, options: AskOptions): Promise<Result<Reply, DnsError>> {
    const { clock, attempts, deadlineMs, timeoutMs } = this.#options;
    const deadline = clock.monotonicMs() + deadlineMs;
    let last: DnsError | undefined;
    for (let round = 0; round < attempts; round += 1) {
      const tried = new Set<UpstreamServer>();
      for (let server = this.#list.choose(tried); server !== undefined; server = this.#list.choose(tried)) {
        const leftMs = deadline - clock.monotonicMs();
        if (leftMs <= 0) return err(last ?? this.#outOfTime(question, server));
        tried.add(server);
        const untilMs = deadline - leftMs + Math.min(leftMs, timeoutMs * 2 ** round);
        const reply = await this.#askServer(server, question, options, untilMs);
        if (reply.ok || isFinal(reply.error)) return reply;
        last = moreTelling(last, reply.error);
      }
      // A server that says no will say no again; only silence and noise are worth another round.
      if (last !== undefined && isRefusal(last)) break;
    }
    return err(last!);
  }

  close(): Promise<void> {
    for (const server of this.#servers) {
      server.first.close();
      server.whenCut?.close();
    }
    return Promise.resolve();
  }

  /** One server, once: UDP, TCP when cut, and again without EDNS where that was the trouble. */
  async #askServer(
    server: UpstreamServer,
    question: Question,
    options: AskOptions,
    untilMs: number,
  ): Promise<Result<Reply, DnsError>> {
    const startedMs = this.#options.clock.monotonicMs();
    const edns = this.#options.edns && !server.withoutEdns;
    const reply = await this.#askOnce(server, question, options, edns, untilMs);
    if (!reply.ok) {
      this.#list.failed(server);
      return reply;
    }
    this.#list.succeeded(server, this.#options.clock.monotonicMs() - startedMs);
    if (edns && dislikesEdns(reply.value)) return this.#askWithoutEdns(server, question, options, untilMs);
    return this.#toReply(server, question, reply.value);
  }

  async #askWithoutEdns(
    server: UpstreamServer,
    question: Question,
    options: AskOptions,
    untilMs: number,
  ): Promise<Result<Reply, DnsError>> {
    const reply = await this.#askOnce(server, question, options, false, untilMs);
    if (!reply.ok) return reply;
    server.withoutEdns = refusalOf(reply.value, { server: server.label, question }) === undefined;
    if (server.withoutEdns) this.#note(server, 'it does not understand EDNS, so it can carry no DNSSEC (RFC 6891 §7)');
    return this.#toReply(server, question, reply.value);
  }

  #toReply(server: UpstreamServer, question: Question, message: Message): Result<Reply, DnsError> {
    const refusal = refusalOf(message, { server: server.label, question });
    if (refusal !== undefined) return err(refusal);
    const reply: Reply = { message, server: server.label };
    return ok(server.withoutEdns ? { ...reply, withoutEdns: true } : reply);
  }

  async #askOnce(
    server: UpstreamServer,
    question: Question,
    options: AskOptions,
    edns: boolean,
    untilMs: number,
  ): Promise<Result<Message, DnsError>> {
    const query = encodeQuery(question, {
      id: this.#options.random.below(0x1_0000),
      recursionDesired: options.recursionDesired ?? true,
      dnssecOk: options.dnssecOk,
      checkingDisabled: options.checkingDisabled,
      edns,
    });
    const exactCase = this.#options.mixCase && server.first.transport === 'udp';
    if (exactCase) mixCase(query, this.#options.random.bytes(MAX_NAME_OCTETS >> 3));
    const request = {
      question,
      query,
      exactCase,
      timeoutMs: this.#leftMs(untilMs),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const first = await this.#send(server, server.first, request);
    if (!first.ok) return first;
    const cut = ((peekHeader(first.value)?.flags ?? 0) & FLAG.TC) !== 0;
    const again = { ...request, timeoutMs: this.#leftMs(untilMs) };
    const octets = cut && server.whenCut !== undefined ? await this.#askWhole(server, server.whenCut, again) : first;
    return octets.ok ? this.#decode(octets.value, { server: server.label, question }) : octets;
  }

  /** The server cut its answer over UDP and said so; whoever does must answer over TCP (RFC 7766 §5). */
  async #askWhole(
    server: UpstreamServer,
    channel: Channel,
    request: ChannelRequest,
  ): Promise<Result<Uint8Array, DnsError>> {
    const reply = await this.#send(server, channel, request);
    if (reply.ok) return reply;
    const hint =
      'its answer over UDP was cut short, so it must also be reachable over TCP (RFC 7766 §5); see the firewall';
    return err({ ...reply.error, hint });
  }

  async #send(
    server: UpstreamServer,
    channel: Channel,
    request: ChannelRequest,
  ): Promise<Result<Uint8Array, DnsError>> {
    const { trace } = this.#options;
    if (trace === noTrace) return channel.ask(request);
    const { name, type } = request.question;
    const peer = server.label;
    trace({
      source: 'dns',
      direction: 'out',
      peer,
      text: `${channel.transport} ${formatName(name)} ${formatType(type)}?`,
    });
    const reply = await channel.ask(request);
    if (!reply.ok)
      trace({ source: 'dns', direction: 'note', peer, text: `${reply.error.code}: ${reply.error.message}` });
    return reply;
  }

  #decode(octets: Uint8Array, attempt: Attempt): Result<Message, DnsError> {
    const message = decodeMessage(octets);
    if (!message.ok) return err(dnsError('dns/garbage', 'peer', attempt, message.error.message));
    if (this.#options.trace !== noTrace) this.#traceReply(message.value, octets.length, attempt.server);
    return message;
  }

  #traceReply(message: Message, octets: number, peer: string): void {
    const { answers, authorities, flags, rcode } = message;
    const set = Object.entries(flags).flatMap(([flag, on]) => (on ? [flag] : []));
    const text = `${formatRcode(rcode)} ${set.join(' ')}, ${answers.length} answers, ${authorities.length} authorities, ${octets} octets`;
    this.#options.trace({ source: 'dns', direction: 'in', peer, text });
  }

  #note(server: UpstreamServer, text: string): void {
    this.#options.trace({ source: 'dns', direction: 'note', peer: server.label, text });
  }

  /** At least a millisecond, since 0 would mean no bound. */
  #leftMs(untilMs: number): number {
    return Math.max(1, untilMs - this.#options.clock.monotonicMs());
  }

  #outOfTime(question: Question, server: UpstreamServer): DnsError {
    const why = `no answer within ${this.#options.deadlineMs} ms`;
    return dnsError('dns/timeout', 'network', { server: server.label, question }, why);
  }
}

/** FORMERR and NOTIMP from servers older than EDNS, BADVERS from newer ones (RFC 6891 §6.1.3, §7). */
function dislikesEdns(message: Message): boolean {
  const { rcode, edns } = message;
  if (rcode === RCODE.BADVERS) return true;
  return edns === undefined && (rcode === RCODE.FORMERR || rcode === RCODE.NOTIMP);
}

const DEFAULTS: Required<ExchangeOptions> = {
  timeoutMs: 1_000,
  attempts: 3,
  deadlineMs: 10_000,
  edns: true,
  mixCase: false,
  clock: systemClock,
  random: systemRandom,
  trace: noTrace,
};
