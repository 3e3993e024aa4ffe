/** `queue retry` and `queue run`: messages tried now, and what waits afterwards, as reports. */
import { type Failure, type Finding, ok, type Report, type Result } from '../../base/index.ts';
import type { OutlineItem, QueueOutline, Spool } from '../spool/index.ts';
import { type QueueMessage, queueMessage } from './data.ts';
import { type QueueFindingName, sayQueue } from './findings.ts';

export type TryOutcome = 'gone' | 'waits' | 'frozen' | 'claimed' | 'missing';

export interface QueueTried {
  readonly messageId: string;
  /** `gone`: every recipient has the message, or its sender a report. */
  readonly outcome: TryOutcome;
  /** As it waits now. */
  readonly message?: QueueMessage;
}

export interface QueueRetryData {
  readonly results: readonly QueueTried[];
}

export interface QueueRunData {
  /** Messages that were due, or all that fit where it was forced. */
  readonly tried: number;
  /** Messages in the queue afterwards. */
  readonly waiting: number;
  readonly frozen: number;
}

/** What a delivery tells of a message that it could not have. */
export type TriedKind = 'completed' | 'refused' | 'waiting' | 'frozen' | 'lost' | 'locked' | 'still-frozen' | 'absent';

const OUTCOMES: Readonly<Record<TriedKind, TryOutcome>> = {
  completed: 'gone',
  refused: 'gone',
  waiting: 'waits',
  frozen: 'frozen',
  'still-frozen': 'frozen',
  lost: 'claimed',
  locked: 'claimed',
  absent: 'missing',
};

const NAMES: Readonly<Record<TryOutcome, QueueFindingName>> = {
  gone: 'delivered',
  waits: 'waits',
  frozen: 'still-frozen',
  claimed: 'claimed',
  missing: 'missing',
};

/** @param spool  for what became of them; undefined: there is none, so none of them is there */
export async function queueRetryReport(
  tried: readonly { readonly messageId: string; readonly kind: TriedKind }[],
  spool: Spool | undefined,
  nowMs: number,
): Promise<Result<Report<QueueRetryData>, Failure>> {
  const results: QueueTried[] = [];
  for (const { messageId, kind } of tried) {
    const entry = await entryOf(spool, messageId);
    results.push({
      messageId,
      outcome: OUTCOMES[kind],
      ...(entry !== undefined && { message: queueMessage(entry, nowMs) }),
    });
  }
  return ok({ findings: results.map(findingOf), data: { results } });
}

function findingOf({ messageId, outcome, message }: QueueTried): Finding {
  const waiting = message?.recipients.find(({ status }) => status === 'deferred' || status === 'waiting');
  const why = waiting?.error === undefined ? '' : `: ${waiting.address}: ${waiting.error}`;
  return sayQueue(NAMES[outcome], { detail: `${messageId}${why}`, evidence: { messageId } });
}

export async function queueRunReport(
  tried: number,
  spool: Spool | undefined,
): Promise<Result<Report<QueueRunData>, Failure>> {
  let [waiting, frozen] = [0, 0];
  if (spool !== undefined)
    for await (const items of spool.outlines({ withoutProgress: true })) {
      const entries = entriesIn(items);
      waiting += entries.length;
      frozen += entries.filter(({ frozenAtMs }) => frozenAtMs !== undefined).length;
    }
  return ok({ findings: [], data: { tried, waiting, frozen } });
}

async function entryOf(spool: Spool | undefined, id: string): Promise<QueueOutline | undefined> {
  if (spool === undefined) return undefined;
  for await (const items of spool.outlines({ from: id, to: id })) for (const entry of entriesIn(items)) return entry;
  return undefined;
}

const entriesIn = (items: readonly OutlineItem[]): readonly QueueOutline[] =>
  items.flatMap((item) => (item.kind === 'message' ? [item.entry] : []));
