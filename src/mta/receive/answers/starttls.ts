/** STARTTLS: the ACL, and the settings for this client made ready before it is told to go ahead. */
import type { Duplex } from 'node:stream';
import type { TlsAcceptor } from '../../../core/net/index.ts';
import type { Answer } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { certificateText } from '../../facts/index.ts';
import { entry, hostAndIdent, MAIN } from '../../log/index.ts';
import type { TlsClient, TlsEvent } from '../../tls/index.ts';
import { tellTlsFailed } from '../endings.ts';
import { isHeard, raise } from '../events.ts';
import { refuse } from '../policy/refuse.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';
import { nameClient } from './connect.ts';

export const answerStartTls = (session: Session): Later<Answer> =>
  after(runPhase(session, 'starttls'), (verdict) => {
    if (verdict !== undefined && verdict.outcome !== 'accept')
      return refuse(session, verdict, { what: { at: 'STARTTLS', argument: '' } });
    const { tls } = session.shared.ports;
    if (tls === undefined) return UNAVAILABLE;
    return after(tls.prepare(tlsClient(session, false)), (acceptor) => {
      if (!acceptor.ok) return UNAVAILABLE;
      session.acceptor = acceptor.value;
      return { outcome: 'accept' };
    });
  });

const UNAVAILABLE: Answer = { outcome: 'refuse', reply: { code: 454, text: 'TLS currently unavailable' } };

/** The handshake of this connection, whenever it comes: that of STARTTLS, or the one before the first word. */
export function acceptorOf(session: Session, onConnect: boolean): TlsAcceptor | undefined {
  const { tls } = session.shared.ports;
  if (tls === undefined) return undefined;
  return onConnect ? new First(session, tls.acceptorFor(tlsClient(session, true))) : new Prepared(session);
}

/** Before the first word: what is logged of the handshake is logged of a client with its name. */
class First implements TlsAcceptor {
  private readonly session: Session;
  private readonly acceptor: TlsAcceptor;

  constructor(session: Session, acceptor: TlsAcceptor) {
    this.session = session;
    this.acceptor = acceptor;
  }

  async accept(stream: Duplex): ReturnType<TlsAcceptor['accept']> {
    await nameClient(this.session);
    return await this.acceptor.accept(stream);
  }
}

/** What STARTTLS has made ready. */
class Prepared implements TlsAcceptor {
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  accept(stream: Duplex): ReturnType<TlsAcceptor['accept']> {
    const { acceptor } = this.session;
    if (acceptor === undefined) throw new Error('a handshake nobody was told to begin');
    return acceptor.accept(stream);
  }
}

const raiseTls = (session: Session, { name, data, certificate }: TlsEvent): Later<string | undefined> => {
  const tls_in_peercert = certificateText(certificate);
  return raise(session, { name, data, ...(tls_in_peercert !== undefined && { variables: { tls_in_peercert } }) });
};

const tlsClient = (session: Session, onConnect: boolean): TlsClient => ({
  host: session.host,
  address: session.connection.client?.address ?? '',
  onConnect,
  describe: () => hostAndIdent(session.logHost, session.logFormat, false),
  log: (line) => session.log(entry('tls', {}, line, MAIN)),
  trouble: (line) => session.logTrouble(line),
  ...(isHeard(session) && { raise: (event: TlsEvent) => raiseTls(session, event) }),
  failed: (facts) => {
    if (facts !== undefined) session.connection.tls = facts;
    session.shared.ports.handshake?.(undefined);
    if (!onConnect) void tellTlsFailed(session);
  },
  secured: (facts) => {
    session.connection.tls = facts;
    session.shared.ports.handshake?.(facts.version);
  },
});
