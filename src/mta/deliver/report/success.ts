/** Somebody wanted to know that a message has arrived, or has gone where nobody will tell (RFC 3461 §5.2). */
import type { GeneratedMessage } from '../../transport/index.ts';
import type { Relayed } from '../plan/relayed.ts';
import { isUnchanged } from '../plan/target.ts';
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

/** Of a host, what it would have said; of a mailbox and of a redirection, that there was none. */
const diagnosticOf = ({ outcome }: Settled): string =>
  outcome?.host === undefined ? 'X-Exim; relayed via non SMTP router' : 'smtp; 250 Ok';

/** Of what was made of it, its sender asked nothing (RFC 3461 §5.2.7). */
export const relaySuccess = ({ recipient, routed }: Relayed): Success => ({
  settled: { target: { recipient, routed, parents: [] }, status: 'delivered', retries: [], forgets: [] },
  how: 'not-remote',
});

/** Undefined: the next hop tells, or nobody asked. */
export function successOf(settled: Settled): Success | undefined {
  const { target, outcome, status } = settled;
  if (target.recipient.notify?.includes('SUCCESS') !== true || !isUnchanged(target)) return undefined;
  if (status === 'discarded') return { settled: relaySuccess(target).settled, how: 'not-remote' };
  if (status !== 'delivered') return undefined;
  if (target.routed.props.lastHop === true) return { settled, how: 'last-hop' };
  if (outcome?.host === undefined) return { settled, how: 'not-remote' };
  return outcome.dsnAware === true ? undefined : { settled, how: 'not-aware' };
}

export async function successReport(round: Round, successes: readonly Success[]): Promise<GeneratedMessage> {
  const groups = successes.map(
    ({ settled }): StatusGroup => ({ settled, action: 'delivered', diagnostic: diagnosticOf(settled) }),
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
