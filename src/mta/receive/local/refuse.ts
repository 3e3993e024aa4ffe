/** An ACL for what comes by no SMTP has said no: there is no reply, but a line in the log, and words for the caller. */
import type { Answer } from '../../../core/smtp/index.ts';
import type { AclVerdict } from '../../acl/index.ts';
import { rejectionEntry } from '../../log/index.ts';
import type { Incoming } from '../intake/intake.ts';
import { rejectedMessage } from '../log-facts.ts';
import type { Session } from '../session.ts';
import { complainOf } from './complete.ts';

export const REFUSED: Answer = { outcome: 'refuse' };

/** @param at  `mime`: a part was refused */
export async function refuseLocal(
  session: Session,
  verdict: AclVerdict,
  at: 'not-smtp' | 'mime',
  incoming: Incoming,
): Promise<Answer> {
  const { outcome, message, logMessage } = verdict;
  const text = outcome === 'error' ? undefined : message?.text;
  const { rejectTargets: targets } = session;
  if (targets?.length !== 0)
    session.log(
      rejectionEntry(
        {
          ...session.logWho,
          what: { at },
          sender: session.message?.sender ?? '',
          message: logMessage ?? text ?? 'NULL',
          below: rejectedMessage(session.message),
          ...(targets !== undefined && { targets }),
        },
        session.logFormat,
      ),
    );
  await complainOf(session, { kind: 'acl', ...(text !== undefined && { text }) }, incoming);
  return REFUSED;
}
