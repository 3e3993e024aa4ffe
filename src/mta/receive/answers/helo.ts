/** HELO and EHLO: the name looked at, the ACL, and what is offered from now on. */

import { asciiLowerCase } from '../../../base/index.ts';
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import { readReply } from '../../acl/index.ts';
import { after, clean, isFailure, type Later } from '../../expand/index.ts';
import { foundName } from '../../facts/index.ts';
import { helloEntry } from '../../log/index.ts';
import { undecided } from '../client-lists.ts';
import { verifyHelo } from '../helo-verify.ts';
import { offersFor } from '../offers.ts';
import { refuse } from '../policy/refuse.ts';
import { makeReply } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';
import { identifyByCertificate } from './auth.ts';

export const answerHelo = (session: Session, question: QuestionOf<'helo'>): Later<Answer> =>
  after(identifyByCertificate(session), () => greeted(session, question)); // whoever it is has said no name yet

function greeted(session: Session, { verb, name }: QuestionOf<'helo'>): Later<Answer> {
  const { connection } = session;
  connection.helo = { verb, name };
  const { heloVerified } = connection;
  connection.heloVerified = undefined;
  connection.heloDnssec = undefined;
  connection.isNameUntold = undefined;
  connection.isHeloForgotten = undefined;
  return after(lookUpSuspect(session, name), () => judge(session, heloVerified));
}

/** @param before  what was found of the last name, which stays where this one is refused */
const judge = (session: Session, before: 'yes' | 'no' | undefined): Later<Answer> =>
  after(verified(session), (mismatch) => {
    if (mismatch === undefined) return byAcl(session);
    session.connection.heloVerified = before ?? session.connection.heloVerified;
    return refuseName(session, mismatch);
  });

type Mismatch = 'mismatch' | 'mismatch-temporary';

/** Names that say they are ours are not believed. */
const lookUpSuspect = (session: Session, name: string): Later<unknown> =>
  after(session.expanded('helo_lookup_domains'), (list) => {
    if (list === undefined || session.connection.hostName?.kind === 'found') return undefined;
    if (list.kind !== 'text')
      return undecided(session, session.shared.options.text('helo_lookup_domains') ?? '', list) ?? false;
    return after(session.host.lists.match('domain', clean(name), list), (match) => {
      if (isFailure(match) || !match.matched) return undefined;
      session.connection.hostName = undefined; // that it had none before is asked again
      return session.lookUpName();
    });
  });

/** `helo_verify_hosts` insists, `helo_try_verify_hosts` remembers. */
function verified(session: Session): Later<Mismatch | undefined> {
  const { verifiesHelo } = session;
  if (verifiesHelo === undefined) return undefined;
  return after(verifyHelo(session), (isRight) => {
    if (isRight || verifiesHelo === 'tries') return undefined;
    return session.connection.hostName?.kind === 'deferred' ? 'mismatch-temporary' : 'mismatch';
  });
}

function refuseName(session: Session, why: Mismatch): Answer {
  const { verb, name } = session.connection.helo!;
  const facts = { host: session.logHost, verb: verb === 'HELO' ? verb : 'EHLO', argument: name, why } as const;
  session.log(helloEntry(facts, session.logFormat));
  const text = `${verb} argument does not match calling host`;
  const code = why === 'mismatch' ? 550 : 451;
  return { outcome: 'refuse', reply: { code, text } };
}

const byAcl = (session: Session): Later<Answer> =>
  after(runPhase(session, 'helo'), (verdict) => {
    if (verdict !== undefined && verdict.outcome !== 'accept') {
      const argument = asciiLowerCase(session.connection.helo?.name.split(/\s/, 1)[0] ?? '');
      const refused = refuse(session, verdict, { what: { at: 'EHLO or HELO', argument } });
      if (verdict.outcome === 'drop') session.isNameRefused = true;
      else session.connection.helo = undefined;
      session.connection.isNameUntold = undefined; // a name that was looked up for it is told from now on
      return refused;
    }
    session.endMessage();
    session.connection.isExtended = session.connection.helo?.verb !== 'HELO';
    session.connection.saidUtf8 = undefined;
    const own = verdict?.message;
    const words = own === undefined ? { welcome: welcome(session) } : ownWelcome(session, own.text);
    return after(offersFor(session), (offers) => {
      if (session.connection.helo?.verb !== 'HELO' && offers.chunking === true) session.hasOfferedChunks = true;
      return { outcome: 'accept', offers, ...words };
    });
  });

function welcome(session: Session): string {
  const { ident, helo, client } = session.connection;
  const who = `${ident === undefined ? '' : `${ident} at `}${foundName(session.connection) ?? helo?.name ?? ''}`;
  return `${session.activeHostname} Hello ${who}${client === undefined ? '' : ` [${client.address}]`}`;
}

/** The lines behind it are ours: it is one line. */
function ownWelcome(session: Session, message: string): Pick<Answer, 'welcome' | 'welcomeCode'> {
  const { code, text } = makeReply(session, message, 250, '');
  if (message.includes('\n')) {
    const whole = `${code} ${readReply(message, '250').text}`;
    session.logTrouble(`EHLO/HELO response must not contain newlines: message truncated: ${whole}`);
  }
  return { welcome: text.split('\n', 1)[0]!, welcomeCode: code };
}
