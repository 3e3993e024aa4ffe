/** A message that is there, judged by the ACLs that see it whole. */
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import type { AclVerdict, ContentService } from '../../acl/index.ts';
import type { AclPhase } from '../../config/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { judgeSigners } from '../checks/dkim.ts';
import type { Incoming } from '../intake/intake.ts';
import { refuseLocal } from '../local/refuse.ts';
import { rejectedMessage } from '../log-facts.ts';
import { judgeParts, type PartsVerdict } from '../mime/judge-parts.ts';
import { refuse } from '../policy/refuse.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';
import { placeAdded } from './complete-header.ts';
import { contentOf } from './content.ts';
import { judgeEach } from './prdr.ts';

/** What the ACLs that see a whole message come to. */
export interface Judged {
  readonly refusal?: Answer;
  /** Of each recipient, under PRDR. */
  readonly recipients?: readonly Answer[];
  readonly verdict?: AclVerdict;
  /** No ACL has seen it, as nobody was left to get it. */
  readonly isUnseen?: true;
  /** The ACL that threw it away. */
  readonly discardedBy?: 'DKIM' | 'MIME' | 'DATA';
}

/** The ACLs that see the whole message, in Exim's order. */
export function judge(session: Session, incoming: Incoming, question: QuestionOf<'message'>): Later<Judged> {
  const content = contentOf(session, incoming);
  return after(judgeSigners(session, content), (disowned) => {
    if (disowned === undefined) return judgeContent(session, incoming, question, content);
    if (disowned.outcome === 'discard') return { verdict: disowned, discardedBy: 'DKIM' };
    return {
      refusal: refuse(session, disowned, { what: { at: whatAt('dkim') }, below: rejectedMessage(session.message) }),
    };
  });
}

function judgeContent(
  session: Session,
  incoming: Incoming,
  question: QuestionOf<'message'>,
  content: ContentService,
): Later<Judged> {
  return after(judgeParts(session, content), (ofParts) => {
    placeAdded(session);
    if (ofParts !== undefined) return judgedParts(session, ofParts, incoming);
    return after(judgeEach(session, content, question), (recipients) => {
      placeAdded(session);
      if (session.message!.recipients.length === 0) return { ...(recipients !== undefined && { recipients }) };
      return after(runPhase(session, 'data', content), (verdict) =>
        judgedWhole(session, incoming, recipients, verdict),
      );
    });
  });
}

async function refuseUnsent(session: Session, verdict: AclVerdict, incoming: Incoming): Promise<Judged> {
  return { refusal: await refuseLocal(session, verdict, 'not-smtp', incoming) };
}

function judgedWhole(
  session: Session,
  incoming: Incoming,
  recipients: readonly Answer[] | undefined,
  verdict: AclVerdict | undefined,
): Later<Judged> {
  const isRefused = verdict !== undefined && verdict.outcome !== 'accept' && verdict.outcome !== 'discard';
  if (isRefused && isNoSmtp(session)) return refuseUnsent(session, verdict, incoming);
  placeAdded(session);
  if (isRefused) {
    const refusal = refuse(session, verdict, { what: { at: whatAt('data') }, below: rejectedMessage(session.message) });
    return { refusal: recipients === undefined ? refusal : { ...refusal, recipients } };
  }
  return {
    ...(recipients !== undefined && { recipients }),
    ...(verdict !== undefined && { verdict }),
    ...(verdict?.outcome === 'discard' && { discardedBy: 'DATA' }),
  };
}

/** A part stood in the message's way. */
async function judgedParts(session: Session, verdict: NonNullable<PartsVerdict>, incoming: Incoming): Promise<Judged> {
  if (verdict.outcome === 'unscanned') {
    session.logTrouble('acl_smtp_mime: error while creating mbox spool file, message temporarily rejected.');
    session.logTrouble(verdict.why);
    return { refusal: { outcome: 'refuse', reply: { code: 451, text: 'temporary local problem' } } };
  }
  if (verdict.outcome === 'discard') return { verdict, discardedBy: 'MIME' };
  if (isNoSmtp(session)) return { refusal: await refuseLocal(session, verdict, 'mime', incoming) };
  return {
    refusal: refuse(session, verdict, { what: { at: whatAt('mime') }, below: rejectedMessage(session.message) }),
  };
}

const whatAt = (phase: Extract<AclPhase, 'data' | 'mime' | 'dkim' | 'prdr'>): typeof phase => phase;

const isNoSmtp = ({ source }: Session): boolean => source === 'local' || source === 'batch';
