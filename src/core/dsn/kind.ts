/** What a report comes to. */
import { isAboutRoom, parseStatus } from './status.ts';
import type { ReportedRecipient, ReportKind } from './types.ts';

/** Of several recipients the worst counts: one address that is gone matters more than nine that are slow. */
export function reportKind(recipients: readonly ReportedRecipient[]): ReportKind {
  const kinds = recipients.map(recipientKind);
  return WORST_FIRST.find((kind) => kinds.includes(kind)) ?? 'unknown';
}

const WORST_FIRST: readonly ReportKind[] = ['hard', 'soft', 'delayed', 'delivered', 'relayed', 'expanded', 'unknown'];

/**
 * A delay is no failure, whatever its status (RFC 3464 §2.3.3). A failure is soft where its class is 4, or where room was
 * missing (X.2.2, X.3.1): the address is good. The code in the diagnostic counts where Status says no more than `X.0.0`.
 */
export function recipientKind({ action, status, diagnostic }: ReportedRecipient): ReportKind {
  if (action === 'delayed' || action === 'delivered' || action === 'relayed' || action === 'expanded') return action;
  const own = parseStatus(status ?? '');
  const told = parseStatus(diagnostic?.enhancedCode ?? '');
  if (action === undefined && own === undefined) return 'unknown';
  if (action !== 'failed' && own?.class === 2) return 'unknown';
  const code = own === undefined || (own.subject === 0 && own.detail === 0) ? (told ?? own) : own;
  const isSoft = code !== undefined && code.class !== 2 && (code.class === 4 || isAboutRoom(code));
  return isSoft ? 'soft' : action === 'failed' || own?.class === 5 ? 'hard' : 'unknown';
}
