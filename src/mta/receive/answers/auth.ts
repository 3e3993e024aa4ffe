/** AUTH: the ACL, then the exchange of an authenticator (RFC 4954). */
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import type { AuthReply, AuthStep, AuthWorld } from '../../auth/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { cipherText } from '../../facts/index.ts';
import { authFailureEntry, entry, MAIN_AND_REJECT, withoutControls } from '../../log/index.ts';
import { raise } from '../events.ts';
import { refuse } from '../policy/refuse.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';

export const mayAuthenticate = (session: Session, { argument }: QuestionOf<'auth-begin'>): Later<Answer> =>
  after(runPhase(session, 'auth'), (verdict) =>
    verdict === undefined || verdict.outcome === 'accept'
      ? { outcome: 'accept' }
      : refuse(session, verdict, { what: { at: 'AUTH', argument }, code: 503 }),
  );

export function answerAuth(session: Session, { mechanism, initial }: QuestionOf<'auth'>): Later<Answer> {
  const { authenticators } = session.shared;
  const { allowsUnadvertisedAuth } = session.controls;
  return after(authenticators.begin(mechanism, authWorld(session), initial, allowsUnadvertisedAuth), (step) =>
    step === undefined ? unknown(mechanism) : take(session, step),
  );
}

const unknown = (mechanism: string): Answer => ({
  outcome: 'refuse',
  reply: { code: 504, text: `${mechanism} authentication mechanism not supported` },
});

export function answerAuthResponse(session: Session, { response }: QuestionOf<'auth-response'>): Later<Answer> {
  const { respond } = session;
  session.respond = undefined;
  if (respond === undefined) return unknown('');
  return after(respond(response, authWorld(session)), (step) => take(session, step));
}

export const answerBrokenAuth = (session: Session, { mechanism, how }: QuestionOf<'auth-broken'>): Later<Answer> =>
  take(session, session.shared.authenticators.broken(mechanism, how));

function take(session: Session, step: AuthStep): Later<Answer> {
  const { connection } = session;
  if (step.kind === 'challenge') {
    session.respond = step.respond;
    return { outcome: 'challenge', challenge: step.says };
  }
  if (step.kind === 'done') {
    const { authenticator, publicName, id, reply } = step;
    connection.auth = { authenticator, publicName, ...(id !== undefined && { id }) };
    connection.authFailed = false;
    connection.failedId = undefined;
    connection.saidUtf8 = undefined;
    return { outcome: 'accept', identity: id ?? authenticator, reply };
  }
  if (step.failedId !== undefined) connection.failedId = step.failedId;
  const { authenticator, log: message, reply } = step;
  if (message === undefined) return { outcome: 'refuse', reply };
  return after(tellAuthFailure(session, authenticator, message, reply), () => ({ outcome: 'refuse', reply }));
}

/** What `auth:fail` comes to is logged in place of the usual line. */
function tellAuthFailure(
  session: Session,
  authenticator: string,
  message: string,
  { code, text }: AuthReply,
): Later<void> {
  const usual = authFailureEntry({ host: session.logHost, authenticator, message }, session.logFormat);
  const variables = { sender_host_authenticated: authenticator };
  const event = { name: 'auth:fail', data: `${code} ${text}`, variables } as const;
  return after(raise(session, event), (said) =>
    session.log(said === undefined ? usual : entry(usual.event, usual.facts, withoutControls(said), MAIN_AND_REJECT)),
  );
}

/** What authenticators see of the session; the client's strings are `$auth1` and on. */
export function authWorld(session: Session): AuthWorld {
  const { tls, client, local } = session.connection;
  const { connectLocal } = session.shared.ports;
  return {
    host: session.host,
    ...(tls !== undefined && { tls: { cipher: cipherText(tls), verified: tls.verified, ...tls.channel } }),
    ...(client !== undefined && { client }),
    ...(local !== undefined && { local }),
    ...(connectLocal !== undefined && { connectLocal }),
    complain: (text) => session.logTrouble(text),
  };
}

/** A certificate that was verified in the handshake may have said who the client is (the tls authenticator): the ACL for AUTH is asked first. */
export function identifyByCertificate(session: Session): Later<void> {
  const { connection, shared } = session;
  if (connection.tls === undefined || connection.auth !== undefined || session.isIdentityAsked) return undefined;
  session.isIdentityAsked = true;
  const { authenticators } = shared.ports.configuration;
  if (!connection.tls.verified || !authenticators.some(({ driver }) => driver === 'tls')) return undefined;
  return after(mayAuthenticate(session, { kind: 'auth-begin', argument: '' }), ({ outcome }) =>
    outcome === 'accept' ? takeIdentity(session) : undefined,
  );
}

const takeIdentity = (session: Session): Later<void> =>
  after(session.shared.authenticators.afterHandshake(authWorld(session)), (step) => {
    if (step?.kind !== 'done') return;
    const { authenticator, publicName, id } = step;
    session.connection.auth = { authenticator, publicName, ...(id !== undefined && { id }) };
  });
