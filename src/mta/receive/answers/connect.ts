/** The connection itself: names, lists that refuse it, the ACL, the banner. */

import type { Answer, ServerReply, SessionReading } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { forgetEarly } from '../../facts/index.ts';
import { connectionEntry, refusedEntry } from '../../log/index.ts';
import { isListed } from '../client-lists.ts';
import { askWho } from '../ident.ts';
import { earlyOffers } from '../offers.ts';
import { refuse } from '../policy/refuse.ts';
import { makeReply } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import { readingFor } from '../reading.ts';
import { DYING, say } from '../say.ts';
import type { Session } from '../session.ts';

export const answerConnect = (session: Session): Later<Answer> =>
  after(askWho(session), () => after(nameClient(session), () => judge(session)));

const judge = (session: Session): Later<Answer> =>
  session.unlimited === undefined ? judgeClient(session) : unlimited(session, session.unlimited);

function unlimited(session: Session, why: string): Answer {
  session.logTrouble(why);
  return { outcome: 'refuse', reply: { code: 421, text: say.localProblem }, deafens: true };
}

const judgeClient = (session: Session): Later<Answer> =>
  after(isListed(session, 'host_reject_connection'), (isRejected) =>
    isRejected
      ? reject(session)
      : after(nameOurselves(session), () => after(readingFor(session), (reads) => byAcl(session, reads))),
  );

/**
 * As it came, before a proxy or a handshake has had its say.
 *
 * @returns whether it is a host that comes all the time (`hosts_connection_nolog`): nothing is said of its end, either
 */
export const logConnection = (session: Session): Later<boolean> =>
  after(isListed(session, 'hosts_connection_nolog'), (isQuiet) => {
    const { client, source } = session.connection;
    const isTold = source === 'local-smtp' || (source === 'smtp' && client !== undefined); // others have no conversation
    if (isQuiet || !isTold) return isQuiet;
    const { countAtStart: count } = session.connection;
    const { logHost: host } = session;
    const isCounted = client !== undefined && host.isSaid !== true && !session.shared.ports.isRehearsal;
    session.log(connectionEntry({ host, ...(isCounted && { count }) }, session.logFormat));
    return false;
  });

/** Looked up at once where the configuration wants names in its logs, and behind every proxy, whoever it speaks for. */
export function nameClient(session: Session): Later<unknown> {
  if (session.isNamed) return undefined;
  session.isNamed = true;
  return session.connection.proxy === undefined || session.connection.proxy.isUnread === true
    ? after(isListed(session, 'host_lookup'), (isWanted) => (isWanted ? session.lookUpName() : undefined))
    : session.lookUpName();
}

function reject(session: Session): Answer {
  session.log(refusedEntry({ host: session.logHost, why: { kind: 'host-reject-connection' } }, session.logFormat));
  return { outcome: 'close', reply: { code: 554, text: 'SMTP service not available' } };
}

const nameOurselves = (session: Session): Later<void> =>
  after(session.expanded('smtp_active_hostname'), (name) => {
    if (name?.kind === 'text' && name.text !== '') session.connection.activeHostname = name.text;
  });

const byAcl = (session: Session, reads: SessionReading): Later<Answer> =>
  after(runPhase(session, 'connect'), (verdict) => {
    if (verdict !== undefined && verdict.outcome !== 'accept') {
      const refused = refuse(session, verdict, { what: { at: 'connect' } });
      return { ...refused, outcome: 'close' };
    }
    const own = verdict?.message;
    return after(earlyOffers(session), (offers) =>
      after(
        own === undefined ? banner(session) : withoutTail(makeReply(session, own.text, 220, '')),
        (reply): Answer => {
          if (reply === undefined) return DYING;
          session.connection.isGreeted = true;
          forgetEarly(session.facts); // what was set of a message is not of the first one
          return { outcome: 'accept', offers, reads, reply };
        },
      ),
    );
  });

/** A banner ends with its last word, whoever gives it. */
const withoutTail = ({ code, text }: ServerReply): ServerReply => ({ code, text: text.trimEnd() });

/** `smtp_banner`; what it cannot come to is a trouble of ours, with which nobody can go on. */
const banner = (session: Session): Later<ServerReply | undefined> =>
  after(session.insisted('smtp_banner'), (text) => {
    if (text === undefined || text.kind === 'text') return withoutTail({ code: 220, text: text?.text ?? '' });
    const written = session.shared.options.text('smtp_banner') ?? '';
    session.logTrouble(`Expansion of "${written}" (smtp_banner) failed: ${text.message}`);
    session.die();
    return undefined;
  });
