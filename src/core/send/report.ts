/** From conversations to the data of a result. */
import { formatReply, outcomeText, type Reply, type Step } from '../smtp/index.ts';
import { type Attempt, attemptText, type Tried } from './attempts.ts';
import { judgeExpectation } from './expect.ts';
import type { AttemptReport, RecipientReport, ReplyReport, SendData, SendJob, StepReport } from './types.ts';

export function dataOf(job: SendJob, { attempts, failure }: Tried, more: Pick<SendData, 'rate'>): SendData {
  const last = attempts.at(-1);
  const recipients = recipientsOf(last, job);
  const { octets, bareLf, bareCr } = job.message;
  const steps = last?.conversation.steps ?? [];
  return {
    accepted: more.rate === undefined ? isAccepted(recipients) : more.rate.accepted === more.rate.wanted,
    ...(last !== undefined && { server: placeOf(last) }),
    outcome: last?.conversation.outcome.kind ?? 'no-route',
    detail: last === undefined ? (failure?.message ?? 'no server was tried') : attemptText(last),
    recipients: more.rate === undefined ? recipients : [],
    message: { octets: octets.length, bareLf, bareCr },
    attempts: attempts.map(attemptReport),
    ...(job.expectations.length > 0 && {
      expectations: job.expectations.map((expectation) => judgeExpectation(expectation, steps)),
    }),
    ...more,
  };
}

const isAccepted = (recipients: readonly RecipientReport[]): boolean =>
  recipients.length > 0 && recipients.every(({ status }) => status === 'accepted');

const placeOf = ({ host, address }: Attempt): string => (host === address ? host : `${host} (${address})`);

/** Those of a mail that was never begun are not sent, either. */
function recipientsOf(last: Attempt | undefined, { mail }: SendJob): readonly RecipientReport[] {
  const results = last?.conversation.mails.flatMap(({ recipients }) => recipients) ?? [];
  if (results.length === 0) {
    const why = last === undefined ? 'no server was tried' : outcomeText(last.conversation.outcome);
    return mail.recipients.map(({ address }) => ({ address, status: 'unsent', stage: 'mail', why }));
  }
  return results.map(({ reply, ...result }) => ({ ...result, ...(reply && { reply: replyReport(reply) }) }));
}

function attemptReport(attempt: Attempt): AttemptReport {
  const { host, address, port, conversation } = attempt;
  const { outcome, offered, tls, steps, transcript } = conversation;
  return {
    host,
    address,
    ...(port !== undefined && { port }),
    outcome: outcome.kind,
    detail: outcomeText(outcome),
    offered: [...offered].map(([keyword, value]) => `${keyword} ${value}`.trimEnd()),
    ...(tls !== undefined && {
      tls: { protocol: tls.protocol, cipher: tls.cipher, ...(tls.verdict !== undefined && { verdict: tls.verdict }) },
    }),
    steps: steps.map(stepReport),
    transcript,
  };
}

function stepReport({ reply, ...step }: Step): StepReport {
  return { ...step, ...(reply !== undefined && { reply: replyReport(reply) }) };
}

const replyReport = ({ code, enhanced, lines }: Reply): ReplyReport => ({
  code,
  ...(enhanced !== undefined && { enhanced }),
  lines,
});

export const replyText = (reply: ReplyReport): string => formatReply(reply);
