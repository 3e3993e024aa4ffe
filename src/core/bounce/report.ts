/** `bounce parse`: messages in, what each says out. */
import type { Finding, FindingDef, Report } from '../../base/index.ts';
import { say } from '../../base/index.ts';
import { feedback, KIND_ROWS, success } from './findings.ts';
import { readBounce } from './read.ts';
import { BOUNCE_KINDS, type BouncedRecipient, type BounceKind, type BounceReading } from './types.ts';

export interface ReadMessage extends BounceReading {
  /** The file, and which message in it. */
  readonly source: string;
}

/** Of one message all that it says; of several what they come to, and each of them. */
export interface BounceParseData extends Partial<BounceReading> {
  readonly kind: BounceKind;
  readonly recipients: readonly BouncedRecipient[];
  readonly messages?: readonly ReadMessage[];
  /** How many messages of each kind, where there are several. */
  readonly counts?: Readonly<Record<BounceKind, number>>;
}

export async function bounceReport(
  messages: AsyncIterable<{ readonly source: string; readonly octets: Uint8Array }>,
): Promise<Report<BounceParseData>> {
  const read: ReadMessage[] = [];
  for await (const { source, octets } of messages) read.push({ source, ...readBounce(octets) });
  const [only] = read;
  if (only !== undefined && read.length === 1) {
    const { source: _, ...data } = only;
    return { findings: [say(rowOf(only), { detail: detailOf(only) })], data };
  }
  const counts = Object.fromEntries(
    BOUNCE_KINDS.map((kind) => [kind, read.filter((one) => one.kind === kind).length]),
  ) as Record<BounceKind, number>;
  const kind = BOUNCE_KINDS.find((one) => counts[one] > 0) ?? 'unknown';
  const recipients = read.flatMap((one) => one.recipients);
  return { findings: countedFindings(read), data: { kind, recipients, messages: read, counts } };
}

/** One for each row, with the number of messages: a mailbox may have a hundred thousand. */
function countedFindings(read: readonly ReadMessage[]): readonly Finding[] {
  const counted = new Map<FindingDef, number>();
  for (const one of read) counted.set(rowOf(one), (counted.get(rowOf(one)) ?? 0) + 1);
  return [...counted].map(([row, count]) => say(row, { detail: count === 1 ? '1 message' : `${count} messages` }));
}

function rowOf({ kind, family, recipients }: BounceReading): FindingDef {
  if (kind !== 'unknown') return KIND_ROWS[kind];
  if (family === 'feedback') return feedback;
  return family === 'dsn' && recipients.length > 0 ? success : KIND_ROWS.unknown;
}

function detailOf({ recipients, reason }: BounceReading): string {
  const named = recipients
    .slice(0, 3)
    .map(({ address, status }) => (status === undefined ? address : `${address} ${status}`));
  const more = recipients.length > 3 ? ` and ${recipients.length - 3} more` : '';
  return named.length === 0 ? reason : `${named.join(', ')}${more}; ${reason}`;
}
