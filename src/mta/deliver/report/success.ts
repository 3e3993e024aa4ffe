/** Somebody wanted to know that a message has arrived, or has gone where nobody will tell (RFC 3461 §5.2). */
import type { GeneratedMessage } from '../../transport/index.ts';
import { isUnchanged, type Target } from '../plan/target.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { composeReport } from './compose.ts';
import type { StatusGroup } from './status-part.ts';

export interface Success {
  readonly settled: Settled;
  readonly how: 'not-aware' | 'last-hop' | 'not-remote';
}

const REMARKS: Readonly<Record<Success['how'], string>> = {
  'not-aware': 'relayed to non-DSN-aware mailer',
  'last-hop': 'relayed via non DSN router',
  'not-remote': 'relayed via non "Remote SMTP" router',
};

const DIAGNOSTICS: Readonly<Record<Success['how'], string>> = {
  'not-aware': 'smtp; 250 Ok',
  'last-hop': 'smtp; 250 Ok',
  'not-remote': 'X-Exim; relayed via non SMTP router',
};

/** Undefined: the next hop tells, or nobody asked. */
export function successOf(settled: Settled): Success | undefined {
  const { target, outcome, status } = settled;
  if (target.recipient.notify?.includes('SUCCESS') !== true) return undefined;
  if (!isUnchanged(target) || status === 'discarded') return { settled: asOriginal(settled), how: 'not-remote' };
  if (status !== 'delivered') return undefined;
  if (outcome?.host === undefined) return { settled, how: 'not-remote' };
  if (target.routed.props.lastHop === true) return { settled, how: 'last-hop' };
  return outcome.dsnAware === true ? undefined : { settled, how: 'not-aware' };
}

/** What it was made into is nobody's business. */
function asOriginal({ target, ...settled }: Settled): Settled {
  const { outcome: _outcome, transport: _transport, ...rest } = settled;
  return { ...rest, target: originalOf(target) };
}

function originalOf({ recipient, parents, routed }: Target): Target {
  return { recipient, parents: [], routed: parents.at(-1) ?? routed };
}

export async function successReport(round: Round, successes: readonly Success[]): Promise<GeneratedMessage> {
  const groups = successes.map(
    ({ settled, how }): StatusGroup => ({ settled, action: 'delivered', diagnostic: DIAGNOSTICS[how] }),
  );
  const lines = successes.map(({ settled, how }) => `<${settled.target.recipient.address}> (${REMARKS[how]})\n\n`);
  return composeReport(round, {
    to: [round.stored.sender],
    header: ({ from, to, replyTo, references, content, subject = 'Subject: Delivery Status Notification\n' }) =>
      `${replyTo}${from}Auto-Submitted: auto-generated\n${to}${subject}${references}${content}`,
    words:
      'This message was created automatically by mail delivery software.\n' +
      ' ----- The following addresses had successful delivery notifications -----\n' +
      lines.join('').replace(/\n$/, ''),
    groups,
    mayBeWhole: false,
  });
}
