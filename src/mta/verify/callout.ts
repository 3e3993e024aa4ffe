/** A host asked whether it would take recipients: a conversation of one transaction for each, which ends behind RCPT. */
import type { Clock } from '../../base/index.ts';
import type { Net, NetError } from '../../core/net/index.ts';
import { type Conversation, converse, type Mail, type MailResult, type Reply } from '../../core/smtp/index.ts';
import { fromOctets } from '../host/index.ts';
import type { RoutedHost } from '../route/index.ts';

export interface CalloutNet {
  readonly net: Net;
  readonly clock: Clock;
}

export interface CalloutOrder {
  readonly hosts: readonly RoutedHost[];
  readonly port: number;
  readonly protocol: 'esmtp' | 'lmtp';
  /** What we call ourselves. */
  readonly helo: string;
  /** Local address to call from. */
  readonly source?: string;
  readonly tls: (host: RoutedHost) => Promise<'never' | 'optional' | 'required' | 'on-connect'>;
  readonly connectMs: number;
  /** Of each step behind it. */
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
  /** The sender or an address has letters beyond ASCII (RFC 6531). */
  readonly smtpUtf8: boolean;
  /** What to ask next, by what has been answered so far; undefined: that was all. */
  readonly next: (answers: readonly ProbeAnswer[]) => Probe | undefined;
}

/** A recipient to ask for, and for whom; empty: the null path. */
export interface Probe {
  readonly kind: 'random' | 'address' | 'postmaster';
  readonly sender: string;
  readonly recipient: string;
}

export interface ProbeAnswer {
  readonly probe: Probe;
  readonly came: 'ok' | 'fail' | 'defer';
  readonly host: RoutedHost;
  /** What was refused, and with which reply: its lines as they came. */
  readonly refused?: { readonly command: string; readonly at: 'setup' | 'mail' | 'rcpt'; readonly reply: string };
}

export type CalloutAnswer =
  /** By the first host that would say. */
  | { readonly kind: 'said'; readonly answers: readonly ProbeAnswer[] }
  /** Nobody would say, for now. */
  | { readonly kind: 'unknown'; readonly detail: string };

/** Hosts in turn until one says yes or no. */
export async function callOut(ports: CalloutNet, order: CalloutOrder): Promise<CalloutAnswer> {
  const until = ports.clock.monotonicMs() + order.maxWaitMs;
  let detail = 'no host could be asked';
  for (const host of order.hosts) {
    if (host.address === undefined) continue;
    if (ports.clock.monotonicMs() >= until) return { kind: 'unknown', detail: 'the time for callouts is over' };
    const { answers, outcome } = await talk(ports, order, host);
    const unheard = refusedAtOnce(outcome, order, host);
    if (unheard !== undefined) return { kind: 'said', answers: [unheard] };
    const undecided = answers.find(({ came }) => came === 'defer');
    if (undecided === undefined && order.next(answers) === undefined) return { kind: 'said', answers };
    detail = `${shownHost(host)} : ${undecided === undefined ? whyNot(outcome, order, answers) : wordsOf(undecided)}`;
  }
  return { kind: 'unknown', detail };
}

interface Talk {
  readonly answers: readonly ProbeAnswer[];
  readonly outcome: Conversation['outcome'];
}

async function talk(ports: CalloutNet, order: CalloutOrder, host: RoutedHost): Promise<Talk> {
  const answers: ProbeAnswer[] = [];
  let asked: Probe | undefined;
  const { outcome } = await converse(
    ports,
    {
      address: host.address!,
      port: host.port ?? order.port,
      ...(order.source !== undefined && { source: order.source }),
    },
    {
      plan: {
        ehlo: order.helo,
        protocol: order.protocol,
        tls: await order.tls(host),
        pipelining: true,
        chunking: 'never',
        prdr: false,
        stop: { after: 'rcpt', how: 'next' },
      },
      nextMail: () => {
        if (answers.some(({ came }) => came === 'defer')) return undefined;
        asked = order.next(answers);
        return asked === undefined ? undefined : mailOf(asked, order.smtpUtf8);
      },
      onMail: (result) => {
        const answer = asked === undefined ? undefined : readAnswer(asked, host, result);
        if (answer !== undefined) answers.push(answer);
      },
      waitsMs: { connect: order.connectMs },
      capMs: order.timeoutMs,
      records: 'nothing',
    },
  );
  return { answers, outcome };
}

const mailOf = ({ sender, recipient }: Probe, smtpUtf8: boolean): Mail => ({
  sender: fromOctets(sender),
  recipients: [{ address: fromOctets(recipient) }],
  parts: () => [],
  has8Bit: false,
  smtpUtf8,
  requireTls: false,
});

/** Undefined: the conversation broke before there was an answer. */
function readAnswer(probe: Probe, host: RoutedHost, { recipients }: MailResult): ProbeAnswer | undefined {
  const [word] = recipients;
  if (word?.status === 'accepted') return { probe, host, came: 'ok' };
  if (word?.reply === undefined) return undefined;
  const at = word.stage === 'mail' ? 'mail' : 'rcpt';
  const command = at === 'mail' ? `MAIL FROM:<${probe.sender}>` : `RCPT TO:<${probe.recipient}>`;
  const came = word.reply.code >= 500 ? 'fail' : 'defer';
  return { probe, host, came, refused: { command, at, reply: linesOf(word.reply) } };
}

/** `550-no such\n550 user here`. */
const linesOf = ({ code, lines }: Reply): string =>
  lines.map((line, index) => `${code}${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\n');

/** Somebody who does not even greet us for good will not take the address either. */
function refusedAtOnce(
  outcome: Conversation['outcome'],
  order: CalloutOrder,
  host: RoutedHost,
): ProbeAnswer | undefined {
  const probe = order.next([]);
  if (outcome.kind !== 'refused' || outcome.reply.code < 500 || !SETUP.has(outcome.stage) || probe === undefined)
    return undefined;
  const command = commandAt(outcome.stage, order, []);
  return { probe, host, came: 'fail', refused: { command, at: 'setup', reply: linesOf(outcome.reply) } };
}

const SETUP: ReadonlySet<string> = new Set(['greeting', 'ehlo', 'helo', 'lhlo']);

/** What a host has refused, for the log. */
export function wordsOf({ refused }: ProbeAnswer): string {
  const { command = '', at, reply = '' } = refused ?? {};
  const printed = reply.replaceAll('\n', '\\n');
  return at === 'mail'
    ? `response to "${command}" was: ${printed}`
    : `SMTP error from remote mail server after ${command}: ${printed}`;
}

export const shownHost = ({ name, address }: RoutedHost): string => `${name} [${address}]`;

/** A conversation that came to no answer. */
function whyNot(outcome: Conversation['outcome'], order: CalloutOrder, answers: readonly ProbeAnswer[]): string {
  switch (outcome.kind) {
    case 'unreachable':
      return unreachable(outcome.error);
    case 'refused':
      return `SMTP error from remote mail server after ${commandAt(outcome.stage, order, answers)}: ${linesOf(outcome.reply).replaceAll('\n', '\\n')}`;
    case 'closed':
      return SETUP.has(outcome.stage)
        ? `Remote host closed connection in response to ${commandAt(outcome.stage, order, answers)}`
        : `response to "${commandAt(outcome.stage, order, answers)}" was: connection dropped`;
    case 'timeout':
      return `SMTP timeout after ${commandAt(outcome.stage, order, answers)}`;
    case 'tls-failed':
      return `a TLS session could not be started: ${outcome.error.message}`;
    case 'protocol-error':
      return `Malformed SMTP reply in response to ${commandAt(outcome.stage, order, answers)}: ${outcome.detail}`;
    case 'not-offered':
      return outcome.detail;
    default:
      return outcome.kind;
  }
}

function commandAt(stage: string, { helo, next, protocol }: CalloutOrder, answers: readonly ProbeAnswer[]): string {
  const probe = next(answers);
  if (stage === 'mail') return `MAIL FROM:<${probe?.sender ?? ''}>`;
  if (stage === 'rcpt') return `RCPT TO:<${probe?.recipient ?? ''}>`;
  if (stage === 'ehlo' || stage === 'helo' || stage === 'lhlo')
    return `${protocol === 'lmtp' ? 'LHLO' : stage.toUpperCase()} ${helo}`;
  return stage === 'greeting' || stage === 'connect' ? 'initial connection' : stage.toUpperCase();
}

function unreachable({ code, message }: NetError): string {
  if (code === 'net/refused') return 'Connection refused';
  if (code === 'net/timeout') return 'Connection timed out';
  return code === 'net/unreachable' ? 'Network is unreachable' : message;
}
