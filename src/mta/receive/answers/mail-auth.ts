/** AUTH= of MAIL: who sent the message first, where the client may be believed (RFC 4954 §5). */
import { after, type Later } from '../../expand/index.ts';
import { toOctets } from '../../host/index.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';
import { authWorld } from './auth.ts';

/** @param sender  decoded; empty for `<>` */
export function believeSender(session: Session, sender: string | undefined): Later<void> {
  const { message, connection, shared } = session;
  const { auth } = connection;
  if (sender === undefined || sender === '' || message === undefined || auth === undefined) return undefined;
  return after(runPhase(session, 'mailauth'), (verdict) => {
    if (verdict !== undefined && verdict.outcome !== 'accept') return;
    return after(shared.authenticators.mailAuth(auth.authenticator, authWorld(session)), (isBelieved) => {
      if (isBelieved) message.authenticatedSender = toOctets(sender);
    });
  });
}
