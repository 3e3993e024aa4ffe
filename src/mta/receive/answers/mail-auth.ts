/** AUTH= of MAIL: who sent the message first, where the client may be believed (RFC 4954 §5). */
import { after, type Later } from '../../expand/index.ts';
import { toOctets } from '../../host/index.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';

/** @param sender  decoded; empty for `<>` */
export function believeSender(session: Session, sender: string | undefined): Later<void> {
  const { message, connection } = session;
  if (sender === undefined || sender === '' || message === undefined || connection.auth === undefined) return undefined;
  return after(runPhase(session, 'mailauth'), (verdict) => {
    if (verdict === undefined || verdict.outcome === 'accept') message.authenticatedSender = toOctets(sender);
  });
}
