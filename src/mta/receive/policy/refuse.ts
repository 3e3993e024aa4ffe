/** From a verdict that is no yes to the client's reply and the line in the log. */

import type { Answer } from '../../../core/smtp/index.ts';
import { type AclVerdict, readReply, WIDTH } from '../../acl/index.ts';
import { type RejectedMessage, type RejectedWhat, rejectionEntry, senderVerifyEntry } from '../../log/index.ts';
import { DYING } from '../say.ts';
import type { Session } from '../session.ts';
import { enhancedAs, makeReply } from './reply.ts';

export interface Refusal {
  readonly what: RejectedWhat;
  /** Where the ACL says no and gives no code. */
  readonly code?: number;
  /** After DATA, for the reject log. */
  readonly below?: RejectedMessage;
}

/** Denied: 5xx, put off: 451; the connection ends on a `drop`. */
export function refuse(session: Session, verdict: AclVerdict, { what, code = 550, below }: Refusal): Answer {
  if (session.isDying) return DYING;
  const { outcome, message } = verdict;
  const isForNow = outcome === 'defer' || outcome === 'error';
  const isOfQuery = what.at === 'VRFY'; // its usual 252 is no refusal, and so any code may be the answer
  const words = outcome === 'error' ? undefined : message?.text;
  if (outcome === 'error') makeReply(session, message?.text, 451, ''); // nobody hears it, and a wrong code in it is logged
  const reply = isForNow
    ? makeReply(session, words, 451, 'Temporary local problem - please try later', isOfQuery)
    : makeReply(session, words, code, 'Administrative prohibition', isOfQuery);
  logSender(session, verdict, below);
  const said = loggedText(verdict, reply.code, isOfQuery);
  logRefusal(session, said, { what, isForNow, ...(below !== undefined && { below }) });
  const isShort = session.controls.isSingleLine || (isForNow && words === undefined);
  const text = isShort
    ? reply.text
    : isForNow
      ? withReason(session, verdict, reply.text)
      : withSenderDetails(verdict, reply.text);
  if (outcome === 'drop') session.drop();
  const { again = reply.text } = reply;
  return { outcome: outcome === 'drop' ? 'close' : 'refuse', reply: { code: reply.code, text, again } };
}

/** Why the sender is not verified yet, each time, where clients are told details. */
function withReason({ shared }: Session, { senderFailure }: AclVerdict, text: string): string {
  const why = senderFailure?.message;
  return why === undefined || !shared.options.flag('smtp_return_error_details')
    ? text
    : `${enhancedAs(text, why)}\n${text}`;
}

function withSenderDetails({ senderFailure }: AclVerdict, text: string): string {
  if (senderFailure?.userMessage === undefined || senderFailure.untold) return text;
  const { address, userMessage, refuses } = senderFailure;
  if (refuses === undefined)
    return `${enhancedAs(text, `Verification failed for <${address}>\n${userMessage}`)}\n${text}`;
  const { before, why } = DEMANDS[refuses];
  return `${enhancedAs(text, `${before} <${address}>\n${userMessage}\n${why}`)}\n${text}`;
}

/** As Exim says it to the postmaster of such a host. */
const DEMANDS = {
  bounces: {
    before: 'Callback setup failed while verifying',
    why: `The initial connection, or a HELO or MAIL FROM:<> command was
rejected. Refusing MAIL FROM:<> does not help fight spam, disregards
RFC requirements, and stops you from receiving standard bounce
messages. This host does not accept mail from domains whose servers
refuse bounces.`,
  },
  postmaster: {
    before: 'Postmaster verification failed while checking',
    why: `Several RFCs state that you are required to have a postmaster
mailbox for each mail domain. This host does not accept mail
from domains whose servers reject the postmaster address.`,
  },
} as const;

function logSender(session: Session, { senderFailure }: AclVerdict, below: RejectedMessage | undefined): void {
  if (senderFailure === undefined || senderFailure.untold) return; // once a message
  const { address, came, message } = senderFailure;
  const facts = { host: session.logHost, address, deferred: came === 'defer', message, below };
  session.log(senderVerifyEntry(facts, session.logFormat));
}

interface Logged {
  readonly what: RejectedWhat;
  readonly isForNow: boolean;
  readonly below?: RejectedMessage;
}

/** A message whose code was of the wrong kind is logged with the one that was said, and without what stood behind it. */
function loggedText({ logMessage, message }: AclVerdict, code: number, anyClass: boolean): string | undefined {
  if (logMessage !== undefined && logMessage !== message?.text) return logMessage;
  const text = logMessage ?? message?.text;
  const isLong = text !== undefined && text.length > WIDTH; // it was broken into lines, and the log has another copy of it
  const read = text === undefined || isLong ? undefined : readReply(text, String(code), anyClass);
  return read?.wrong === undefined ? text : `${code} ${read.text}`;
}

function logRefusal(session: Session, said: string | undefined, { what, isForNow, below }: Logged): void {
  const { rejectTargets: targets } = session;
  if (targets?.length === 0) return;
  session.log(
    rejectionEntry(
      {
        ...session.logWho,
        what,
        temporary: isForNow,
        sender: session.message?.unrewritten ?? session.message?.sender ?? '',
        ...(said !== undefined && { message: said }),
        ...(targets !== undefined && { targets }),
        ...(below !== undefined && { below }),
      },
      session.logFormat,
    ),
  );
}
