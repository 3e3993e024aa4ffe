/**
 * How a client's commands are read: by lists of hosts, asked when it has come and in Exim's order, as each may look up its
 * name. Those that a command waits for are asked about when it comes (asks.ts).
 */
import type { Answer, SessionReading } from '../../core/smtp/index.ts';
import { after, type Later } from '../expand/index.ts';
import { noRcpts } from '../facts/index.ts';
import { isListed, mayBeListed } from './client-lists.ts';
import type { Session } from './session.ts';

const LISTS = [
  'sender_unqualified_hosts',
  'recipient_unqualified_hosts',
  'helo_verify_hosts',
  'helo_try_verify_hosts',
  'helo_accept_junk_hosts',
] as const;

type Listed = Partial<Record<(typeof LISTS)[number], boolean>>;

export const readingFor = (session: Session): Later<SessionReading> =>
  after(askLists(session, 0, {}), (listed) => {
    if (session.source === 'smtp') takeUnqualified(session, listed);
    const { helo_verify_hosts: insists, helo_try_verify_hosts: tries } = listed;
    session.verifiesHelo = insists === true ? 'insists' : tries === true ? 'tries' : undefined;
    const { options } = session.shared;
    // Who is to prove its name has to say it.
    session.requiresHelo = options.text('hosts_require_helo') === '*' || insists === true;
    return {
      name: session.activeHostname,
      requiresHelo: session.requiresHelo,
      takesJunkHelo: listed.helo_accept_junk_hosts === true,
      takesUnqualified: session.takesUnqualified,
      limits: limitsOf(session, options.text('smtp_accept_max_nonmail_hosts') === '*'),
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

/** Must a client that has said MAIL have said its name before? */
export const answerNameless = (session: Session): Later<Answer> =>
  after(isListed(session, 'hosts_require_helo'), (isRequired): Answer => {
    if (isRequired) return { outcome: 'refuse' };
    if (session.message === undefined) session.connection.rcpts = noRcpts(); // the MAIL is heard
    return { outcome: 'accept' };
  });

/** Are commands that bring no mail on counted for this client, and how many may there be? */
export const answerNonMail = (session: Session): Later<Answer> =>
  after(mayBeListed(session, 'smtp_accept_max_nonmail_hosts'), (isCounted) => ({
    outcome: 'accept',
    ...(isCounted && { nonMailCommands: session.shared.options.number('smtp_accept_max_nonmail') }),
  }));

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
