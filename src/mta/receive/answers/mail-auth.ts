/** AUTH= of MAIL: who sent the message first, where the client may be believed (RFC 4954 §5). */
import type { Answer } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import { refuse } from '../policy/refuse.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';
import { authWorld } from './auth.ts';

/**
 * @param sender  decoded; empty for `<>`
 * @returns an answer where the ACL cannot say
 */
export function believeSender(session: Session, sender: string | undefined): Later<Answer | undefined> {
  const { message, connection, shared } = session;
  if (sender === undefined || sender === '' || message === undefined) return undefined;
  message.authenticatedSender = sender;
  return after(runPhase(session, 'mailauth'), (verdict) => {
    if (isStranger(session)) {
      message.authenticatedSender = undefined; // as was said when it was heard
      return undefined;
    }
    const outcome = verdict?.outcome ?? 'accept';
    if (verdict !== undefined && (outcome === 'defer' || outcome === 'error'))
      return refuse(session, verdict, { what: { at: 'MAILAUTH', argument: saidOf(session) } });
    if (outcome !== 'accept') return ignore(session, 'rejected by ACL');
    const { auth } = connection;
    if (auth === undefined) return undefined;
    return after(shared.authenticators.mailAuth(auth.authenticator, authWorld(session)), (isBelieved) => {
      if (isBelieved) return undefined;
      const id = auth.id === undefined ? '' : `: authenticated ID="${auth.id}"`;
      return ignore(session, `server_mail_auth_condition failed${id}`);
    });
  });
}

/** Told at once, whatever becomes of the command. */
export function hearSender(session: Session, said: string): void {
  if (isStranger(session)) tellIgnored(session, said, 'client not authenticated');
}

/** No ACL speaks for who has not authenticated. */
const isStranger = ({ connection, shared }: Session): boolean =>
  connection.auth === undefined && shared.options.text('acl_smtp_mailauth') === undefined;

/** Behind `MAIL FROM:`. */
const saidOf = ({ connection }: Session): string => (connection.command ?? '').replace(/^mail from:\s*/i, '');

/** The message is taken without it. */
function ignore(session: Session, why: string): undefined {
  const [, said = ''] = /\sAUTH=(\S+)/i.exec(session.connection.command ?? '') ?? [];
  if (session.message !== undefined) session.message.authenticatedSender = undefined;
  tellIgnored(session, said, why);
  return undefined;
}

const tellIgnored = (session: Session, said: string, why: string): void =>
  session.log(
    entry('auth-ignored', { said, why }, `ignoring AUTH=${said} from ${session.hostAndIdent()} (${why})`, MAIN),
  );
