/** How a client's commands are read: by lists of hosts, asked when it has come and in Exim's order, as each may look up its name. */
import type { SessionReading } from '../../core/smtp/index.ts';
import { after, type Later } from '../expand/index.ts';
import { isListed } from './client-lists.ts';
import type { Session } from './session.ts';

const LISTS = [
  'sender_unqualified_hosts',
  'recipient_unqualified_hosts',
  'helo_verify_hosts',
  'helo_try_verify_hosts',
  'helo_accept_junk_hosts',
  'hosts_require_helo',
  'smtp_accept_max_nonmail_hosts',
] as const;

type Listed = Partial<Record<(typeof LISTS)[number], boolean>>;

export const readingFor = (session: Session): Later<SessionReading> =>
  after(askLists(session, 0, {}), (listed) => {
    if (session.source === 'smtp') takeUnqualified(session, listed);
    const { hosts_require_helo: asked, helo_verify_hosts: insists, helo_try_verify_hosts: tries } = listed;
    session.verifiesHelo = insists === true ? 'insists' : tries === true ? 'tries' : undefined;
    // Who is to prove its name has to say it.
    session.requiresHelo = asked === true || insists === true;
    return {
      name: session.activeHostname,
      requiresHelo: session.requiresHelo,
      takesJunkHelo: listed.helo_accept_junk_hosts === true,
      takesUnqualified: session.takesUnqualified,
      limits: limitsOf(session, listed.smtp_accept_max_nonmail_hosts === true),
    };
  });

function askLists(session: Session, index: number, so: Listed): Later<Listed> {
  const option = LISTS[index];
  if (option === undefined) return so;
  if (option === 'helo_try_verify_hosts' && so.helo_verify_hosts === true) return askLists(session, index + 1, so);
  return after(isListed(session, option), (isIn) => {
    so[option] = isIn;
    return askLists(session, index + 1, so);
  });
}

/** Of clients; who calls on this host is known from the start. */
function takeUnqualified(session: Session, listed: Listed): void {
  const sender = listed.sender_unqualified_hosts === true;
  const recipient = listed.recipient_unqualified_hosts === true;
  session.takesUnqualified = { sender, recipient };
  session.completesHeaders = session.takesUnqualified;
}

/** Exim's own bound of a command line, above any option. */
const COMMAND_OCTETS = 16_384;

/** @param countsNonMail  commands that bring no mail on */
export function limitsOf(
  { shared: { options }, mostMessages: messages, connection: { messageLimit: limit = 0 } }: Session,
  countsNonMail = false,
): SessionReading['limits'] {
  return {
    commandOctets: COMMAND_OCTETS,
    ...(limit > 0 && { messageOctets: limit, countsLfs: true }),
    ...(messages > 0 && { messages }),
    errors: options.number('smtp_max_synprot_errors'),
    unknownCommands: options.number('smtp_max_unknown_commands'),
    ...(countsNonMail && { nonMailCommands: options.number('smtp_accept_max_nonmail') }),
  };
}
