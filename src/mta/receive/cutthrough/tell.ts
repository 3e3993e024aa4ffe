/** What the log and the client are told of a message that has gone on while it came. */
import type { Reply } from '../../../core/smtp/index.ts';
import { type CutthroughFacts, cutthroughEntry, deliveryEntry, type LogEntry } from '../../log/index.ts';
import { logFactsOf } from '../../transport/index.ts';
import type { Session } from '../session.ts';
import type { OnwardEnd } from './onward.ts';

type Told = Exclude<OnwardEnd, { kind: 'unused' }>;

/** A line for each recipient, the last one first, as Exim has them. */
export function logOnward(session: Session, end: Told): void {
  for (const made of linesOf(session, end).toReversed()) session.log(made);
}

function linesOf(session: Session, { kind, delivered, reply }: Told): readonly LogEntry[] {
  const { logFormat } = session;
  const { delivery, outcomes } = delivered;
  const sender = session.message?.sender ?? '';
  const queue = session.message?.queueName;
  return outcomes.map((outcome, i) => {
    const { address, original } = delivery.recipients[i]!;
    const facts: CutthroughFacts = {
      address: { final: address, parents: original === address ? [] : [original] },
      kind: 'cutthrough',
      sender,
      ...(queue !== undefined && { queue }),
      router: delivery.router,
      transport: delivery.transport.name,
      ...logFactsOf(outcome),
      pipelining: undefined, // as Exim has it, which does not tell of it here
      sizeBytes: outcome.octets ?? 0,
      queueMs: Math.max(0, session.now() - session.intakeStartedMs),
      deliverMs: outcome.tookMs,
    };
    if (kind === 'accepted') return deliveryEntry(facts, logFormat);
    const confirmation = reply === undefined ? (outcome.text ?? '') : textOf(reply);
    return cutthroughEntry({ ...facts, confirmation, client: session.hostAndIdent(), came: kind }, logFormat);
  });
}

const textOf = ({ code, lines }: Reply): string =>
  lines.map((line, i) => `${code}${i < lines.length - 1 ? '-' : ' '}${line}`).join('\\n');

/** The next hop's own words, or that there were none. */
export const replyOf = ({ reply }: Told): { readonly code: number; readonly text: string } =>
  reply === undefined
    ? { code: 450, text: 'Onward transmission not accepted' }
    : { code: reply.code, text: reply.lines.join('\n') };
