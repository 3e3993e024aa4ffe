/** A message that goes on while it comes: its header once that is whole, then its body, and at its end the answer. */
import type { Reply } from '../../../core/smtp/index.ts';
import type { Later } from '../../expand/index.ts';
import type { BodyFacts } from '../../facts/index.ts';
import { entry, MAIN_AND_PANIC } from '../../log/index.ts';
import type { Delivered } from '../../verify/index.ts';
import { completeHeader } from '../arrival/complete-header.ts';
import type { Session } from '../session.ts';
import { Feed } from './feed.ts';

/** What came of it; `unused`: the next hop would not hear the message, and it goes the usual way. */
export type OnwardEnd =
  | { readonly kind: 'unused' }
  | {
      readonly kind: 'accepted' | 'refused' | 'deferred';
      readonly delivered: Delivered;
      readonly reply?: Reply;
      /** The client is told of a failure for now, and keeps the message. */
      readonly passesDeferrals: boolean;
    };

/** @param header  octets, whole */
export async function beginOnward(session: Session, header: string): Promise<void> {
  const { cutthrough } = session;
  if (!cutthrough.isReady) return;
  session.message!.body = NO_BODY; // what makes a header of it knows that the header is whole
  const wrong = await completeHeader(session, header);
  const held = cutthrough.held!;
  const made = wrong === undefined ? await held.header() : undefined;
  if (made?.ok !== true) {
    if (made !== undefined)
      session.log(entry('trouble', {}, `cutthrough given up: ${made.error.message}`, MAIN_AND_PANIC));
    cutthrough.drop();
    return;
  }
  const feed = new Feed();
  void feed.push(Buffer.from(made.value.replaceAll('\n', '\r\n'), 'latin1'));
  const delivered = held.deliver(() => feed.read());
  void delivered.then(() => feed.stop());
  cutthrough.onward = { feed, delivered };
}

const NO_BODY: BodyFacts = { octets: 0, lines: 0, zeros: 0, longestLine: 0, beginning: '', end: '' };

/** The whole message is there, and the ACLs let it pass: the dot, and what is said to it. */
export function endOnward({ cutthrough }: Session): Later<OnwardEnd> {
  const { onward } = cutthrough;
  if (onward === undefined) return { kind: 'unused' };
  onward.feed.end();
  return onward.delivered.then((delivered) => {
    const { passesDeferrals } = cutthrough;
    cutthrough.forget();
    return judge(delivered, passesDeferrals);
  });
}

function judge(delivered: Delivered, passesDeferrals: boolean): OnwardEnd {
  const { carried, outcomes } = delivered;
  const word = carried.results.at(-1)?.recipients[0];
  const { outcome } = carried.ended ?? {};
  const stage = word?.reply !== undefined ? word.stage : outcome !== undefined && 'stage' in outcome && outcome.stage;
  if (stage === 'data') return { kind: 'unused' };
  const common = { delivered, passesDeferrals };
  if (word?.reply === undefined || NO_ANSWER.has(Math.floor(word.reply.code / 100)))
    return { kind: 'deferred', ...common };
  return { kind: KINDS[outcomes[0]!.status], ...common, reply: word.reply };
}

/** First digits of replies that answer no content (RFC 5321 §4.2.1). */
const NO_ANSWER: ReadonlySet<number> = new Set([1, 3]);

const KINDS = { delivered: 'accepted', failed: 'refused', deferred: 'deferred' } as const;
