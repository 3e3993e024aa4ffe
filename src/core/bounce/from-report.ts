/** A report by RFC 3464 in the terms of bounces. */
import { type DeliveryReport, type ReportedRecipient, type ReportKind, recipientKind } from '../dsn/index.ts';
import type { BouncedRecipient, BounceKind, BounceReading } from './types.ts';

/** Absent where the report has lost what it should say: its words may still tell. */
export function fromReport({ kind, recipients, faults }: DeliveryReport): Omit<BounceReading, 'from'> | undefined {
  if (recipients.length === 0 || kind === 'unknown') return undefined;
  return {
    kind: bounceKind(kind),
    family: 'dsn',
    confidence: faults.length === 0 ? 1 : 0.95,
    recipients: recipients.map(fromRecipient),
    reason: isGood(kind) ? `a report that the message was ${kind}` : 'a report by RFC 3464',
  };
}

const isGood = (kind: ReportKind): boolean => kind === 'delivered' || kind === 'relayed' || kind === 'expanded';
/** Good news are no bounce of any kind. */
const bounceKind = (kind: ReportKind): BounceKind =>
  kind === 'hard' || kind === 'soft' || kind === 'delayed' ? kind : 'unknown';

function fromRecipient(one: ReportedRecipient): BouncedRecipient {
  const { address, action, status, diagnostic, remoteMta } = one;
  const host = remoteMta?.value.replace(/\s.*$/s, '');
  return {
    address,
    kind: bounceKind(recipientKind(one)),
    ...(action !== undefined && { action }),
    ...(status !== undefined && { status }),
    ...(diagnostic?.enhancedCode !== undefined && status === undefined && { status: diagnostic.enhancedCode }),
    ...(diagnostic?.replyCode !== undefined && { replyCode: diagnostic.replyCode }),
    ...(host !== undefined && host !== '' && { remoteHost: host }),
    ...(diagnostic !== undefined && { text: diagnostic.value }),
  };
}
