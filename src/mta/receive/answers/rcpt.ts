/** RCPT: one recipient, by the ACL that decides who may send where. */
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import type { AclVerdict } from '../../acl/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { createAddress } from '../../facts/index.ts';
import { discardEntry, tooManyRecipientsEntry } from '../../log/index.ts';
import { offerRecipient } from '../cutthrough/recipients.ts';
import { unfolded } from '../percent-hack.ts';
import { refuse } from '../policy/refuse.ts';
import { makeReply } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import { recipientLimit } from '../recipient-limit.ts';
import { rewriteSaid } from '../rewriting.ts';
import { notePipelining, type Session } from '../session.ts';
import { slowDown } from '../slowdown.ts';
import { qualified } from './mail.ts';

/** Parameters are right, and the address is not looked at yet. */
export const hearRcpt = (session: Session, { text }: QuestionOf<'rcpt-words'>): Later<Answer> =>
  after(rewriteSaid(session, text, 'smtp-recipient'), (made) => ({ outcome: 'accept', text: made }));

export function answerRcpt(session: Session, question: QuestionOf<'rcpt'>): Later<Answer> {
  return after(recipientLimit(session), (limit) => {
    if (limit > 0 && session.connection.rcpts.all > limit) return refuseSurplus(session);
    const address = qualified(session, question.to, 'qualify_recipient');
    return after(slowDown(session, 'rcpt', session.connection.rcpts.all), () => judge(session, question, address));
  });
}

function judge(session: Session, question: QuestionOf<'rcpt'>, address: string): Later<Answer> {
  if (session.messageControls.isDiscarded) return discardWithMessage(session);
  return after(unfolded(session, address), (seen) => {
    session.facts.address = createAddress(seen ?? address);
    return after(seen === undefined ? UNDECIDED : runPhase(session, 'rcpt'), (verdict = DENIED) => {
      const offered =
        verdict.outcome === 'accept' ? offerRecipient(session, address, question.parameters, verdict) : undefined;
      return after(offered, (instead) => {
        const answer = decide(session, question, address, instead ?? verdict);
        session.facts.address = undefined;
        session.cutthrough.dropUnlessWhole();
        return answer;
      });
    });
  });
}

/** Without an ACL nobody may send to anybody. */
const DENIED: AclVerdict = { outcome: 'deny', effects: [], trail: [] };
/** Nobody knows whom the ACL would judge. */
const UNDECIDED: AclVerdict = { ...DENIED, outcome: 'defer', logMessage: 'defer in percent_hack_domains check' };

function decide(
  session: Session,
  { said, parameters }: QuestionOf<'rcpt'>,
  address: string,
  verdict: AclVerdict,
): Answer {
  const { rcpts } = session.connection;
  const { outcome } = verdict;
  if (outcome === 'discard') {
    rcpts.failed += 1;
    const answer = accepted(session, verdict); // what is wrong with its code is logged first
    logDiscard(session, 'RCPT', verdict.logMessage);
    return { ...answer, isDiscarded: true };
  }
  if (outcome !== 'accept') {
    if (outcome === 'defer' || outcome === 'error') rcpts.deferred += 1;
    else rcpts.failed += 1;
    return refuse(session, verdict, { what: { at: 'RCPT', argument: said } });
  }
  session.message!.recipients.push({ address, parameters });
  notePipelining(session);
  return { ...accepted(session, verdict), isJudged: true };
}

/** A client is not told that its recipient was thrown away. */
const accepted = (session: Session, { message }: AclVerdict): Answer => ({
  outcome: 'accept',
  reply: makeReply(session, message?.text, 250, 'Accepted'),
});

/** The ACL for MAIL has decided about all of them. */
function discardWithMessage(session: Session): Answer {
  session.connection.rcpts.failed += 1;
  logDiscard(session, 'MAIL', session.messageControls.discardMessage);
  return { outcome: 'accept', isDiscarded: true };
}

/** With all that stood behind `RCPT TO:`, as Exim has it. */
function logDiscard(session: Session, acl: 'MAIL' | 'RCPT', message: string | undefined): void {
  const recipient = (session.connection.command ?? '').replace(/^rcpt to:\s*/i, '');
  const sender = session.message?.sender ?? '';
  const facts = { host: session.logHost, sender, recipient, acl };
  session.log(discardEntry({ ...facts, ...(message !== undefined && { message }) }, session.logFormat));
}

/** `recipients_max`: the rest is put off, or the whole message is refused (`recipients_max_reject`). */
function refuseSurplus(session: Session): Answer {
  const { rcpts } = session.connection;
  const { sender } = session.message!;
  const reject = session.shared.options.flag('recipients_max_reject');
  if (reject) rcpts.failed += 1;
  else rcpts.deferred += 1;
  if (!session.hasTooMany)
    session.log(tooManyRecipientsEntry({ host: session.logHost, sender, reject }, session.logFormat));
  session.hasTooMany = true;
  return { outcome: 'refuse', reply: { code: reject ? 552 : 452, text: 'too many recipients' } };
}
