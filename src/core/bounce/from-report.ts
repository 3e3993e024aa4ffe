/** A report by RFC 3464 in the terms of bounces. */
import { type DeliveryReport, type ReportedRecipient, type ReportKind, recipientKind } from '../dsn/index.ts';
import type { BouncedRecipient, BounceKind, BounceReading } from './types.ts';

/**
 * Absent where the report has lost what it should say: its words may still tell.
 *
 * @param inWords  what the words for people say of each address
 */
export function fromReport(
  { kind, recipients, faults }: DeliveryReport,
  inWords: () => readonly BouncedRecipient[],
): Omit<BounceReading, 'from'> | undefined {
  if (recipients.length === 0 || kind === 'unknown') return undefined;
  const read = withWords(recipients.map(fromRecipient), inWords);
  return {
    kind: read.some(isFailure) ? worstOf(read) : bounceKind(kind),
    family: 'dsn',
    confidence: faults.length === 0 ? 1 : 0.95,
    recipients: read,
    reason: isGood(kind) ? `a report that the message was ${kind}` : 'a report by RFC 3464',
  };
}

const isFailure = ({ kind }: BouncedRecipient): boolean => kind === 'hard' || kind === 'soft';
const worstOf = (read: readonly BouncedRecipient[]): BounceKind =>
  read.some(({ kind }) => kind === 'hard') ? 'hard' : 'soft';

/** Exim's 5.0.0 says nothing of a local failure, and its words do: a full mailbox, a time that is over. */
function withWords(
  read: readonly BouncedRecipient[],
  inWords: () => readonly BouncedRecipient[],
): readonly BouncedRecipient[] {
  if (!read.some(isVague)) return read;
  const words = new Map(inWords().map((one) => [one.address.toLowerCase(), one]));
  return read.map((one) => {
    const said = isVague(one) ? words.get(one.address.toLowerCase()) : undefined;
    if (said?.text === undefined) return one;
    return {
      ...one,
      kind: said.kind,
      text: said.text,
      ...(said.status !== undefined && { enhancedCode: said.status }),
    };
  });
}

const isVague = (one: BouncedRecipient): boolean =>
  isFailure(one) && one.text === undefined && /^[45]\.0\.0$/.test(one.status ?? '5.0.0');

const isGood = (kind: ReportKind): boolean => kind === 'delivered' || kind === 'relayed' || kind === 'expanded';
/** Good news are no bounce of any kind. */
const bounceKind = (kind: ReportKind): BounceKind =>
  kind === 'hard' || kind === 'soft' || kind === 'delayed' ? kind : 'unknown';

function fromRecipient(one: ReportedRecipient): BouncedRecipient {
  const { address, action, status, diagnostic, remoteMta } = one;
  const host = remoteMta?.value.replace(/\s.*$/s, '');
  const told = diagnostic?.enhancedCode;
  const enhancedCode = /^[245]\.0\.0$/.test(status ?? '5.0.0') ? (told ?? status) : status;
  return {
    address,
    kind: bounceKind(recipientKind(one)),
    ...(action !== undefined && { action }),
    ...(status !== undefined && { status }),
    ...(told !== undefined && status === undefined && { status: told }),
    ...(enhancedCode !== undefined && { enhancedCode }),
    ...(diagnostic?.replyCode !== undefined && { replyCode: diagnostic.replyCode }),
    ...(host !== undefined && host !== '' && { remoteHost: host }),
    ...(diagnostic !== undefined && { text: diagnostic.value }),
  };
}
