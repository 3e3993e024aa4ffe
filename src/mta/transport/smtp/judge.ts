/** What a conversation came to, for each recipient and for the host: Exim's classes of errors (Exim spec ch. 30). */
import type { Conversation, Greeted, MailResult, RecipientResult, Reply } from '../../../core/smtp/index.ts';
import { ERRNO } from '../../retry/index.ts';
import type { DeliveryRecipient } from '../types.ts';
import type { Carried } from './connection.ts';
import { troubleFor } from './cut-short.ts';
import type { Recipe } from './recipe.ts';
import { errorAfter, replyText, type Said } from './texts.ts';
import type { HostTrouble } from './trouble.ts';

/** What came of one recipient at one host. */
export type Fate =
  | {
      readonly kind: 'taken';
      readonly confirmation: string;
      readonly reply: Reply;
      /** The envelope as it was said. */
      readonly said: { readonly sender: string; readonly address: string };
    }
  | {
      readonly kind: 'refused' | 'deferred';
      readonly errno: number;
      readonly moreErrno?: number;
      readonly text: string;
      readonly reply?: Reply;
      /** It was said of this recipient alone. */
      readonly isOwn: boolean;
      /** It was said at RCPT. */
      readonly isRcpt: boolean;
      readonly namesHost: boolean;
    };

export interface Judged {
  /** One for each recipient, in their order; undefined: the host's trouble is theirs. */
  readonly fates: readonly (Fate | undefined)[];
  /** Of the host, or of this message there. */
  readonly trouble?: HostTrouble;
  readonly ofMessage: boolean;
  /** The connection ended, or the server ended it, before it answered anything of this message. */
  readonly isUnheard: boolean;
  /** There was a reply for each (PRDR). */
  readonly isPrdr: boolean;
  /** Of the content, as they went out. */
  readonly octets: number;
}

type Verdict = Pick<Judged, 'fates' | 'trouble' | 'ofMessage'>;

export interface Case {
  readonly carried: Carried;
  readonly recipients: readonly DeliveryRecipient[];
  readonly recipe: Recipe;
  readonly greeted: Greeted | undefined;
  /** What AUTH said last. */
  readonly auth?: string | undefined;
  /** What EHLO was answered with, a line end behind each line. */
  readonly ehloSaid?: string | undefined;
  /** What an event said that ended the connection. */
  readonly stoppedBy?: string | undefined;
  /** What is said of one recipient is said of all (`mua_wrapper`). */
  readonly allOrNone?: true | undefined;
}

export function judge(found: Case): Judged {
  const { carried } = found;
  const { recipe } = found;
  const verdict = judgeAll(found);
  return {
    ...(found.allOrNone === true ? asOne(verdict) : verdict),
    isUnheard: isUnheard(carried),
    isPrdr:
      recipe.plan.protocol !== 'lmtp' &&
      carried.results.some(({ recipients }) => recipients.some((one) => isEach(one, found))),
    octets: carried.results.at(-1)?.octets ?? 0,
  };
}

/** Any no is for good, and for all; only where nothing was said of the message is there another host to ask. */
function asOne(verdict: Verdict): Verdict {
  const { fates } = verdict;
  const no = fates.find((fate) => fate !== undefined && fate.kind !== 'taken');
  if (no === undefined) return verdict;
  const refused = { ...no, kind: 'refused', errno: 0 } as const;
  return {
    fates: fates.map((fate) =>
      fate === undefined || fate.kind === 'taken' ? refused : { ...fate, kind: 'refused', errno: 0 },
    ),
    ofMessage: false,
  };
}

/** A server that shuts down may say so instead of closing. */
function isUnheard({ results, ended }: Carried): boolean {
  const words = results.flatMap(({ recipients }) => recipients);
  if (words.length > 0 && words.every(({ stage, reply }) => stage === 'mail' && reply?.code === 421)) return true;
  if (ended?.outcome.kind !== 'closed' || !words.every(({ status }) => status === 'unsent')) return false;
  return UNHEARD.has(ended.outcome.stage);
}

const UNHEARD: ReadonlySet<string> = new Set(['mail', 'rset', 'quit']);

function judgeAll(found: Case): Verdict {
  const { carried, recipients } = found;
  if (carried.unsayable !== undefined)
    return { fates: recipients.map(() => undefined), trouble: unsayable(carried.unsayable), ofMessage: false };
  const words = carried.results.flatMap((result) => result.recipients.map((one) => ({ one, result })));
  const fates = recipients.map((_, i) => {
    const word = words[i];
    return word === undefined ? undefined : fateOf(word.one, word.result, found);
  });
  const { ended } = carried;
  const isLost = ended !== undefined && fates.includes(undefined);
  if (isLost) return lost(ended, words, fates, found);
  const ofAll = words.find(({ one }) => one.status === 'deferred' && OF_MESSAGE.has(one.stage) && !isEach(one, found));
  if (ofAll === undefined) return { fates, ofMessage: false };
  const fate = fates[words.indexOf(ofAll)];
  return { fates, ofMessage: true, ...(fate?.kind === 'deferred' && { trouble: troubleOf(fate) }) };
}

const troubleOf = ({ errno, moreErrno, text, reply }: Extract<Fate, { errno: number }>): HostTrouble => ({
  errno,
  text,
  namesHost: true,
  ...(moreErrno !== undefined && { moreErrno }),
  ...(reply !== undefined && { reply }),
});

const OF_MESSAGE: ReadonlySet<string> = new Set(['mail', 'data', 'body', 'dot', 'bdat']);
const AT_THE_END: ReadonlySet<string> = new Set(['dot', 'bdat']);

const saidTo = (
  one: Pick<RecipientResult, 'stage' | 'address'>,
  result: MailResult | undefined,
  found: Case,
): Said => ({
  stage: one.stage,
  command: result?.command,
  address: one.address,
  helo: found.recipe.plan.ehlo,
  auth: found.auth,
  pipelining: isPipelining(found),
  chunking: isChunking(found),
});

const isPipelining = ({ recipe, greeted }: Case): boolean =>
  recipe.plan.pipelining && greeted?.extensions.has('PIPELINING') === true;
const isChunking = ({ recipe, greeted }: Case): boolean =>
  recipe.plan.chunking !== 'never' && greeted?.extensions.has('CHUNKING') === true;

/** One reply for each recipient behind the content: LMTP, and PRDR where its reply is not the one for all. */
const isEach = (one: RecipientResult, { recipe, carried, greeted }: Case): boolean =>
  AT_THE_END.has(one.stage) &&
  (recipe.plan.protocol === 'lmtp' ||
    (greeted?.extensions.has('PRDR') === true &&
      carried.results.some(({ reply, recipients }) => recipients.includes(one) && reply !== one.reply)));

/** Undefined: nobody has decided. */
function fateOf(one: RecipientResult, result: MailResult, found: Case): Fate | undefined {
  const { status, reply, stage } = one;
  if (status === 'unsent' || reply === undefined) return one.why === undefined ? undefined : unsaid(one, result, found);
  const each = isEach(one, found);
  if (status === 'accepted') {
    const said = { sender: result.sender, address: one.address };
    return { kind: 'taken', confirmation: confirmationOf(reply, result, each, found), reply, said };
  }
  const kind = status === 'refused' ? 'refused' : 'deferred';
  const text = each
    ? `${eachWord(found)} error after DATA: ${replyText(reply)}`
    : errorAfter(saidTo(one, result, found), reply);
  const more = kind === 'deferred' && !each ? { moreErrno: reply.code } : {};
  const errno =
    kind === 'refused' || each || (stage !== 'rcpt' && !isTemporary(reply))
      ? 0
      : stage === 'rcpt'
        ? ERRNO.rcpt4xx
        : stage === 'mail'
          ? ERRNO.mail4xx
          : ERRNO.data4xx;
  return {
    kind,
    errno,
    text,
    reply,
    isOwn: each || stage === 'rcpt',
    isRcpt: stage === 'rcpt',
    namesHost: true,
    ...more,
  };
}

/** An answer that makes no sense where it stands has no number of Exim's. */
const isTemporary = ({ code }: Reply): boolean => code >= 400 && code < 500;

const eachWord = ({ recipe }: Case): string => (recipe.plan.protocol === 'lmtp' ? 'LMTP' : 'PRDR');

/** PRDR: what was said of the recipient, and then of all. */
function confirmationOf(reply: Reply, { reply: whole }: MailResult, each: boolean, { recipe }: Case): string {
  const own = replyText(reply);
  return each && recipe.plan.protocol !== 'lmtp' && whole !== undefined ? `${own}\\n${replyText(whole)}` : own;
}

/** RFC 6531 §3.5: it cannot go there at all. */
const unsayable = (text: string): HostTrouble => ({ errno: ERRNO.utf8, text, namesHost: true, isFinal: true });

/** What the session would not say: the conversation goes on, and others may be asked. */
function unsaid(one: RecipientResult, result: MailResult, found: Case): Fate | undefined {
  if (found.carried.ended !== undefined) return undefined;
  const { reply } = result;
  const text = reply === undefined ? (one.why ?? 'not sent') : errorAfter(saidTo(one, result, found), reply);
  return { kind: 'deferred', errno: 0, text, isOwn: false, isRcpt: false, namesHost: true };
}

type Word = { readonly one: RecipientResult; readonly result: MailResult };

/** The conversation ended before all was decided. */
function lost(
  { outcome }: Conversation,
  words: readonly Word[],
  fates: readonly (Fate | undefined)[],
  found: Case,
): Verdict {
  const first = words.find((_, i) => fates[i] === undefined);
  const stage = 'stage' in outcome ? outcome.stage : outcome.kind === 'auth-failed' ? 'auth' : 'quit';
  const asked = outcome.kind === 'closed' ? outcome.recipient : undefined;
  const said = saidTo({ stage, address: asked ?? first?.one.address ?? '' }, first?.result, found);
  const octets = found.carried.results.at(-1)?.octets ?? 0;
  const trouble = troubleFor(outcome, { said, octets, ...found, plan: found.recipe.plan });
  if (outcome.kind === 'timeout' && stage === 'rcpt')
    return { fates: fates.map((fate, i) => fate ?? late(trouble, fates.indexOf(undefined) === i)), ofMessage: false };
  const isAfterDot = AT_THE_END.has(stage);
  const ofMessage = isAfterDot || (outcome.kind === 'timeout' && stage === 'mail');
  return { fates, trouble, ofMessage };
}

/** A recipient that was not answered: the host may be well all the same. */
const late = ({ errno, text = '' }: HostTrouble, wasAsked: boolean): Fate => ({
  kind: 'deferred',
  errno,
  text,
  isOwn: true,
  isRcpt: false,
  namesHost: wasAsked,
});
