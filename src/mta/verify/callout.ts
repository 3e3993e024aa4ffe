/** A host asked whether it would take a recipient: a conversation that ends behind RCPT. */
import type { Clock } from '../../base/index.ts';
import type { Net } from '../../core/net/index.ts';
import { type Conversation, converse, formatReply, type Mail, type Reply } from '../../core/smtp/index.ts';
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
  /** Empty: the null path. */
  readonly sender: string;
  /** In one transaction, in this order. */
  readonly recipients: readonly string[];
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
}

/** What the first host that would say had to say of each recipient. */
export type CalloutAnswer =
  | { readonly kind: 'said'; readonly host: RoutedHost; readonly recipients: readonly RecipientWord[] }
  /** MAIL itself was refused. */
  | { readonly kind: 'sender-refused'; readonly host: RoutedHost; readonly reply: string }
  /** Nobody would say, for now. */
  | { readonly kind: 'unknown'; readonly detail: string };

export interface RecipientWord {
  readonly came: 'ok' | 'fail' | 'defer';
  readonly reply: string;
}

/** Hosts in turn until one says yes or no. */
export async function callOut(ports: CalloutNet, order: CalloutOrder): Promise<CalloutAnswer> {
  const until = ports.clock.monotonicMs() + order.maxWaitMs;
  let detail = 'no host could be asked';
  for (const host of order.hosts) {
    if (host.address === undefined) continue;
    if (ports.clock.monotonicMs() >= until) return { kind: 'unknown', detail: 'the time for callouts is over' };
    const conversation = await talk(ports, order, host);
    const answer = readAnswer(conversation, host);
    if (answer.kind !== 'unknown') return answer;
    detail = `[${host.address}]: ${answer.detail}`;
  }
  return { kind: 'unknown', detail };
}

function talk(ports: CalloutNet, order: CalloutOrder, host: RoutedHost): Promise<Conversation> {
  const mails = [mailOf(order)];
  return converse(
    ports,
    { address: host.address!, port: host.port ?? order.port },
    {
      plan: {
        ehlo: order.helo,
        protocol: order.protocol,
        tls: 'never',
        pipelining: false,
        chunking: 'never',
        prdr: false,
        stop: { after: 'rcpt', how: 'quit' },
      },
      nextMail: () => mails.shift(),
      capMs: order.timeoutMs,
    },
  );
}

const mailOf = ({ sender, recipients }: CalloutOrder): Mail => ({
  sender,
  recipients: recipients.map((address) => ({ address })),
  parts: () => [],
  has8Bit: false,
  smtpUtf8: false,
  requireTls: false,
});

function readAnswer({ outcome, steps }: Conversation, host: RoutedHost): CalloutAnswer {
  const refused = steps.findLast(({ stage, reply }) => stage === 'mail' && reply !== undefined && reply.code >= 500);
  if (refused?.reply !== undefined) return { kind: 'sender-refused', host, reply: formatReply(refused.reply) };
  const words = steps.flatMap(({ stage, reply }) => (stage === 'rcpt' && reply !== undefined ? [wordOf(reply)] : []));
  if (words.some(({ came }) => came !== 'defer')) return { kind: 'said', host, recipients: words };
  return { kind: 'unknown', detail: words.at(-1)?.reply ?? describe(outcome) };
}

function wordOf(reply: Reply): RecipientWord {
  const came = reply.code < 300 ? 'ok' : reply.code >= 500 ? 'fail' : 'defer';
  return { came, reply: formatReply(reply) };
}

function describe(outcome: Conversation['outcome']): string {
  switch (outcome.kind) {
    case 'unreachable':
      return outcome.error.message;
    case 'refused':
      return formatReply(outcome.reply);
    case 'closed':
      return 'the connection was closed';
    case 'timeout':
      return 'it took too long';
    default:
      return outcome.kind;
  }
}
