/**
 * lmtp: a message handed by LMTP to a program or over a socket of this host (Exim spec ch. 28 "The lmtp transport"; RFC 2033).
 *
 * One conversation for a delivery, by core/smtp; each recipient has its own answer behind the content. A command runs as the
 * user of this process.
 */

import { err, ok, type Result, systemErrorText } from '../../../base/index.ts';
import type { Connection, NetError } from '../../../core/net/index.ts';
import {
  type Conversation,
  converse,
  type MailResult,
  type Outcome,
  type Plan,
  type RecipientResult,
  type Stage,
} from '../../../core/smtp/index.ts';
import { type ExpansionHost, expandOption, isFailure } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { commandWords } from '../command.ts';
import { type Octets, outgoingContent } from '../content/outgoing.ts';
import { deferred, panicked, reportOf } from '../outcome.ts';
import { flag, number, text } from '../settings.ts';
import { contentWords, guarded, rcptAddress, replyText } from '../smtp/index.ts';
import type { Deliver, Delivery, LocalOutcome, RecipientOutcome, TransportWorld } from '../types.ts';
import { deliveryVariables } from '../variables.ts';
import { overProgram } from './program.ts';

const MS = 1000;

export const deliverByLmtp: Deliver = async (delivery, world) => {
  const began = world.clock.monotonicMs();
  const took = (): number => world.clock.monotonicMs() - began;
  const expansions = world.host(delivery.message, deliveryVariables(delivery));
  const dialled = await dial(delivery, world, expansions);
  if (!dialled.ok) return reportOf(dialled.error, delivery, took());
  const content = await outgoingContent(delivery, world, { lineEnd: 'CRLF' });
  if (!content.ok) {
    dialled.value.destroy();
    return reportOf(contentFailed(content.error), delivery, took());
  }
  try {
    const conversation = await talk(delivery, world, dialled.value, guarded(content.value.octets), expansions);
    const outcomes = delivery.recipients.map(
      (recipient, i): RecipientOutcome => ({
        address: recipient.address,
        tookMs: took(),
        ...outcomeOf(conversation, i, helo(conversation)),
      }),
    );
    return { outcomes, hosts: [], transcript: conversation.transcript.map(({ text: line }) => line) };
  } finally {
    await content.value.close();
  }
};

type ContentError = Extract<Awaited<ReturnType<typeof outgoingContent>>, { ok: false }>['error'];

function contentFailed(error: ContentError): LocalOutcome {
  if (error.kind === 'command') return deferred(error.message);
  const words = contentWords(error);
  return deferred(words.text, { errno: words.errno });
}

async function dial(
  delivery: Delivery,
  world: TransportWorld,
  expansions: ExpansionHost,
): Promise<Result<Connection, LocalOutcome>> {
  const { transport, recipients } = delivery;
  const command = text(transport, 'command');
  if (command !== undefined) {
    const addresses = recipients.map(({ address }) => address);
    const words = await commandWords({ command, where: `${transport.name} transport`, host: expansions, addresses });
    if (words.ok) return ok(overProgram(words.value));
    const { kind, message } = words.error;
    return err(kind === 'refused' ? { status: 'failed', text: message } : deferred(message));
  }
  const written = text(transport, 'socket');
  if (written === undefined) return err(panicked(`neither command nor socket is set for ${transport.name} transport`));
  const path = await expandOption(written, expansions);
  if (isFailure(path))
    return err(
      panicked(`Expansion of "${written}" (socket setting for ${transport.name} transport) failed: ${path.message}`),
    );
  const dialled = await world.net.dial(path.text, 0, { timeoutMs: number(transport, 'timeout') * MS });
  return dialled.ok ? dialled : err(notConnected(path.text, delivery, dialled.error));
}

const notConnected = (path: string, { transport }: Delivery, { message, errno = 0 }: NetError): LocalOutcome =>
  deferred(
    `Failed to connect to socket ${path} for ${transport.name} transport: ${errno === 0 ? message.replace(/^[^ ]+: /, '') : systemErrorText(errno)}`,
    {
      errno: ERRNO.unknown,
    },
  );

async function talk(
  delivery: Delivery,
  world: TransportWorld,
  connection: Connection,
  octets: () => Octets,
  expansions: ExpansionHost,
): Promise<Conversation> {
  const { transport, recipients, sender } = delivery;
  const name = await expansions.variable('primary_hostname');
  const plan: Plan = {
    ehlo: typeof name === 'object' ? name.text : (name ?? 'localhost'),
    octets: true,
    protocol: 'lmtp',
    tls: 'never',
    pipelining: true,
    chunking: 'never',
    prdr: false,
  };
  let isGiven = false;
  return converse(
    { net: world.net, clock: world.clock },
    { address: connection.remote.address, port: 0 },
    {
      plan,
      capMs: number(transport, 'timeout') * MS,
      dial: async () => ok(connection),
      nextMail: ({ extensions }) => {
        if (isGiven) return undefined;
        isGiven = true;
        const ignores = flag(transport, 'ignore_quota') && extensions.has('IGNOREQUOTA');
        return {
          sender,
          recipients: recipients.map((recipient) => ({ address: rcptAddress(recipient, delivery) })),
          parts: octets,
          has8Bit: false,
          smtpUtf8: false,
          requireTls: false,
          ...(ignores && { rcptParameters: ['IGNOREQUOTA'] }),
        };
      },
    },
  );
}

const helo = ({ steps }: Conversation): string =>
  steps.find(({ stage }) => stage === 'lhlo')?.sent?.replace(/^LHLO /, '') ?? '';

/** The dot and its line end, which Exim counts. */
const END_OF_DATA = 3;

const MAIL_4XX = -45;
const RCPT_4XX = -44;
const DATA_4XX = -46;

function outcomeOf({ mails, outcome }: Conversation, index: number, name: string): LocalOutcome {
  const found = mails.flatMap((result) => result.recipients.map((one) => ({ one, result })))[index];
  if (found?.one.reply !== undefined) return saidOf(found.one, found.result);
  const { kind } = outcome;
  const stage = 'stage' in outcome ? outcome.stage : 'dot';
  const where = whereAt(stage, found?.one.address ?? '', name, found?.result);
  if (kind === 'closed') return deferred(`LMTP connection closed after ${where}`, { errno: ERRNO.unknown });
  if (kind === 'timeout') return deferred(`LMTP timeout after ${where}`, { errno: ERRNO.unknown });
  return other(outcome, where);
}

function other(outcome: Outcome, where: string): LocalOutcome {
  switch (outcome.kind) {
    case 'refused': {
      const words = `LMTP error after ${where}: ${replyText(outcome.reply)}`;
      return outcome.reply.code >= 500 ? { status: 'failed', text: words } : deferred(words, { errno: ERRNO.unknown });
    }
    case 'protocol-error':
      return deferred(`Malformed LMTP response after ${where}: ${outcome.line ?? outcome.detail}`, {
        errno: ERRNO.malformed,
      });
    case 'message-failed':
      return deferred(outcome.error.message, { errno: Number(outcome.error.code) });
    default:
      return deferred(`LMTP connection ended after ${where}`, { errno: ERRNO.unknown });
  }
}

function saidOf({ status, stage, address, reply }: RecipientResult, result: MailResult): LocalOutcome {
  if (status === 'accepted')
    return { status: 'delivered', confirmation: replyText(reply!), octets: result.octets + END_OF_DATA };
  const words = `LMTP error after ${whereAt(stage, address, '', result)}: ${replyText(reply!)}`;
  const said = { code: reply!.code, text: replyText(reply!) };
  if (status === 'refused') return { status: 'failed', text: words, reply: said };
  const errno = stage === 'mail' ? MAIL_4XX : stage === 'rcpt' ? RCPT_4XX : DATA_4XX;
  return deferred(words, { errno, moreErrno: reply!.code, reply: said });
}

function whereAt(stage: Stage, address: string, name: string, result: MailResult | undefined): string {
  switch (stage) {
    case 'greeting':
    case 'connect':
      return 'initial connection';
    case 'lhlo':
      return `LHLO ${name}`;
    case 'mail':
      return result?.command ?? 'MAIL';
    case 'rcpt':
      return `RCPT TO:<${address}>`;
    case 'data':
      return 'DATA';
    default:
      return 'end of data';
  }
}
