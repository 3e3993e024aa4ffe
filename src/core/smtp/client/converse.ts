/** A conversation with one server: dialled, greeted, secured and judged as the plan says, and told from end to end. */
import { type Clock, noTrace, type Result, type Trace } from '../../../base/index.ts';
import {
  type Connection,
  type Net,
  type NetError,
  showEndpoint,
  type TlsConnection,
  type TlsOptions,
} from '../../net/index.ts';
import type { Extensions } from '../extensions.ts';
import { formatReply, showLine } from '../reply.ts';
import type { DriverParts } from './drive-client.ts';
import { driveClient } from './drive-client.ts';
import { ConversationRecord } from './record.ts';
import { clientSession, waitingFor } from './session.ts';
import type { Conversation, MailResult, Outcome, Plan, Stage, TlsFacts } from './types.ts';
import { waitFor } from './waits.ts';

export interface ConversePorts {
  readonly net: Net;
  readonly clock: Clock;
  readonly trace?: Trace;
  readonly signal?: AbortSignal;
}

export interface ConverseTarget {
  /** An address, or the path of a socket in the file system. */
  readonly address: string;
  readonly port: number;
  /** To dial from. */
  readonly source?: string;
}

/** What a judge of certificates says: `refusal` ends the conversation before anything is said under TLS. */
export interface Judgement {
  readonly verdict: string;
  readonly refusal?: string;
}

type ChosenTls = Omit<TlsOptions, 'timeoutMs' | 'signal'>;

export interface ConverseOptions {
  readonly plan: Plan;
  /** What it calls itself, in the plan's place: asked once there is a connection. */
  readonly ehlo?: () => string | undefined;
  /** In turn; undefined: no more. */
  readonly nextMail: DriverParts['nextMail'];
  readonly authenticate?: DriverParts['authenticate'];
  readonly onMail?: (result: MailResult) => void;
  readonly onReply?: DriverParts['onReply'];
  /** Octets sent before anything else, as a PROXY header. */
  readonly preamble?: Uint8Array;
  /** A function is asked when TLS begins. */
  readonly tlsOptions?: ChosenTls | (() => Promise<ChosenTls>);
  /** Why there can be no TLS, found out when it is to begin. */
  readonly cannotSecure?: string;
  /** For the transcript, before anything else. */
  readonly note?: string;
  readonly judge?: (tls: TlsConnection) => Judgement | Promise<Judgement>;
  /** Over every wait of RFC 5321 §4.5.3.2. */
  readonly capMs?: number;
  /** In the place of those of the RFC. */
  readonly waitsMs?: Partial<Readonly<Record<Stage, number>>>;
  /** Dials in the place of `net.dial` (a proxy in between, a program that speaks for itself). */
  readonly dial?: () => Promise<Result<Connection, NetError>>;
  /** `nothing` for the sake of speed; `content`: the lines of the message, too. */
  readonly records?: 'nothing' | 'commands' | 'content';
}

/** Never rejects for what a network or a server can do. */
export async function converse(
  ports: ConversePorts,
  target: ConverseTarget,
  options: ConverseOptions,
): Promise<Conversation> {
  const began = ports.clock.monotonicMs();
  const { records = 'commands' } = options;
  const now = (): number => ports.clock.monotonicMs() - began;
  const call: Call = {
    ports,
    target,
    options,
    where: target.address.startsWith('/') ? target.address : showEndpoint(target.address, target.port),
    record: records === 'nothing' ? undefined : new ConversationRecord(now, records === 'content'),
    mails: [],
    offered: new Map(),
  };
  if (options.note !== undefined) call.record?.note(options.note);
  const outcome = await speak(call);
  if (outcome.kind !== 'done') call.record?.error(outcomeText(outcome));
  const { record, mails, offered, tls } = call;
  return {
    steps: record?.steps ?? [],
    transcript: record?.transcript ?? [],
    mails,
    outcome,
    offered,
    ...(tls !== undefined && { tls }),
  };
}

interface Call {
  readonly ports: ConversePorts;
  readonly target: ConverseTarget;
  readonly options: ConverseOptions;
  readonly where: string;
  readonly record: ConversationRecord | undefined;
  readonly mails: MailResult[];
  offered: Extensions;
  tls?: TlsFacts;
}

async function speak(call: Call): Promise<Outcome> {
  const { ports, options, record } = call;
  const dialled = await dial(call);
  if ('kind' in dialled) return dialled;
  if (options.preamble !== undefined) {
    record?.note(`sent ${options.preamble.length} octets before the conversation`);
    dialled.stream.write(options.preamble);
  }
  return driveClient(dialled, {
    session: clientSession({ ...options.plan, ehlo: options.ehlo?.() ?? options.plan.ehlo }),
    ...(record !== undefined && { record }),
    nextMail: options.nextMail,
    onMail: options.onMail ?? ((result) => void call.mails.push(result)),
    onOffered: (extensions) => {
      call.offered = extensions;
    },
    secure: (connection) => secure(call, connection),
    waitMs: (state) => waitOf(call, waitingFor(state)),
    ...(options.onReply !== undefined && { onReply: options.onReply }),
    ...(options.authenticate !== undefined && { authenticate: options.authenticate }),
    ...traffic(call),
    ...(ports.signal !== undefined && { signal: ports.signal }),
  });
}

const waitOf = ({ options }: Call, stage: Stage): number => options.waitsMs?.[stage] ?? waitFor(stage, options.capMs);

async function dial(call: Call): Promise<Connection | Outcome> {
  const { options, record, where } = call;
  record?.note(`trying ${where}`);
  record?.begin('connect');
  const dialled = await (options.dial?.() ?? dialTarget(call));
  record?.end();
  if (!dialled.ok) return { kind: 'unreachable', error: dialled.error };
  record?.note(`connected to ${where}`);
  return dialled.value;
}

function dialTarget(call: Call): Promise<Result<Connection, NetError>> {
  const { ports, target } = call;
  return ports.net.dial(target.address, target.port, {
    timeoutMs: waitOf(call, 'connect'),
    ...(target.source !== undefined && { source: target.source }),
    ...(ports.signal !== undefined && { signal: ports.signal }),
  });
}

async function secure(call: Call, connection: Connection): Promise<Connection | Outcome> {
  const { ports, options, record } = call;
  record?.begin('tls');
  const { tlsOptions, cannotSecure } = options;
  if (cannotSecure !== undefined) return { kind: 'untrusted', detail: cannotSecure };
  const chosen = typeof tlsOptions === 'function' ? await tlsOptions() : tlsOptions;
  const secured = await ports.net.startTls(connection, {
    ...chosen,
    timeoutMs: waitOf(call, 'tls'),
    ...(ports.signal !== undefined && { signal: ports.signal }),
  });
  record?.end();
  if (!secured.ok) return { kind: 'tls-failed', error: secured.error };
  const { protocol, cipher, chain, leafKeyType, handshakeMs } = secured.value;
  record?.note(`TLS started: ${protocol}, ${cipher}, ${leafKeyType} certificate, ${chain.length} sent`);
  const judged = await options.judge?.(secured.value);
  if (judged !== undefined) record?.note(`certificate: ${judged.verdict}`);
  call.tls = { protocol, cipher, chain, leafKeyType, handshakeMs, ...(judged && { verdict: judged.verdict }) };
  if (judged?.refusal !== undefined) {
    secured.value.destroy();
    return { kind: 'untrusted', detail: judged.refusal };
  }
  if (record !== undefined) record.isSecure = true;
  return secured.value;
}

function traffic({ ports: { trace = noTrace }, where }: Call) {
  if (trace === noTrace) return {};
  const onTraffic = (direction: 'in' | 'out', text: string): void =>
    trace({ source: 'smtp', direction, peer: where, text: showLine(text) });
  return { onTraffic };
}

const MISSED: Readonly<Partial<Record<Stage, string>>> = {
  greeting: 'no greeting',
  body: 'no room for more of the message',
  dot: 'no reply to the message',
};

/** One sentence for people. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return outcome.stoppedAfter === undefined ? 'all was said' : `stopped after ${outcome.stoppedAfter}`;
    case 'refused':
      return `refused at ${outcome.stage}: ${formatReply(outcome.reply)}`;
    case 'not-offered':
      return outcome.detail;
    case 'auth-failed':
      return outcome.reply === undefined ? outcome.detail : `${outcome.detail}: ${formatReply(outcome.reply)}`;
    case 'protocol-error':
      return `${outcome.detail} (at ${outcome.stage})`;
    case 'closed':
      return `the server closed the connection at ${outcome.stage}`;
    case 'timeout':
      return `${MISSED[outcome.stage] ?? `no reply to ${outcome.stage.toUpperCase()}`} within ${outcome.afterMs / 1000} s`;
    case 'unreachable':
    case 'tls-failed':
    case 'message-failed':
      return outcome.error.message;
    case 'untrusted':
      return outcome.detail;
    case 'aborted':
      return 'given up on request';
  }
}
