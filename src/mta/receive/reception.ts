/** Reception as a whole: made of a configuration once, and of every connection a session with its policy. */

import type { TlsAcceptor } from '../../core/net/index.ts';
import type { SessionConfig } from '../../core/smtp/index.ts';
import { type AclPort, after, type Later } from '../expand/index.ts';
import { type Connection, createConnection, type Source } from '../facts/index.ts';
import { logConnection } from './answers/connect.ts';
import { acceptorOf } from './answers/starttls.ts';
import { raise, type SessionEventFacts } from './events.ts';
import { ReceptionHost } from './host.ts';
import { messageLimit } from './message-limit.ts';
import { SessionAcls } from './policy/run.ts';
import type { ReceptionPorts } from './ports.ts';
import { limitsOf } from './reading.ts';
import { Session } from './session.ts';
import { createShared } from './shared.ts';

export interface Reception {
  /** Who has come, and by which way. */
  readonly open: (given: Visitor) => Later<Opened>;
  /** Something has happened that is of no session. */
  readonly raise: (event: SessionEventFacts) => Later<string | undefined>;
}

export interface Visitor extends Partial<Connection> {
  readonly source: Source;
  /** The handshake comes before the first word (RFC 8314 §3). */
  readonly tlsOnConnect?: boolean;
}

/** What the driver of sessions needs for one connection. */
export interface Opened {
  readonly config: SessionConfig;
  readonly host: ReceptionHost;
  readonly session: Session;
  /** Absent where there is no TLS to be had. */
  readonly acceptor?: TlsAcceptor;
  /** `smtp_receive_timeout`. */
  readonly idleMs: number;
}

const acls = (session: Session): AclPort => new SessionAcls(session);

export function createReception(ports: ReceptionPorts): Reception {
  const shared = createShared(ports);
  let nobody: Session | undefined;
  return {
    raise: (event) => {
      nobody ??= new Session(
        shared,
        createConnection({ startedMs: ports.clock.now().getTime(), source: 'local' }),
        acls,
      );
      return raise(nobody, event);
    },
    open: ({ tlsOnConnect = false, ...given }) => {
      const startedMs = ports.clock.now().getTime();
      const session = new Session(shared, createConnection({ startedMs, ...given }), acls);
      const { local } = given.proxy ?? {};
      const arrived =
        local === undefined
          ? session
          : new Session(shared, createConnection({ startedMs, ...given, client: local, proxy: undefined }), acls);
      return after(logConnection(arrived), (isQuiet) => {
        session.isQuiet = isQuiet;
        return after(messageLimit(session), (found) =>
          after(mostMessages(session), (most) => {
            session.mostMessages = most;
            return opened(session, found, tlsOnConnect);
          }),
        );
      });
    },
  };
}

/** `smtp_accept_max_per_connection` for this client; without a number in front there is no limit, as with Exim. */
const mostMessages = (session: Session): Later<number> =>
  after(session.insisted('smtp_accept_max_per_connection'), (most) => {
    if (most === undefined || most.kind === 'text') return Number.parseInt(most?.text ?? '', 10) || 0;
    session.logTrouble(`failed to expand smtp_accept_max_per_connection: ${most.message}`);
    return 1; // better too few than any number
  });

function opened(session: Session, found: number | string, tlsOnConnect: boolean): Opened {
  const acceptor = acceptorOf(session, tlsOnConnect);
  const limit = typeof found === 'number' ? found : 0;
  session.connection.messageLimit = limit;
  session.unlimited = typeof found === 'number' ? undefined : found;
  const { options } = session.shared;
  const config: SessionConfig = {
    octets: true,
    name: session.activeHostname,
    protocol: 'smtp',
    client: { address: session.connection.client?.address ?? '' },
    offers: {},
    limits: limitsOf(session),
    bare: options.text('smtp_bare_line_ends') === 'refuse' ? 'refuse' : 'mend',
    enforcesSync: session.controls.enforcesSync,
    requiresHelo: false,
    remembersHelo: options.flag('tls_remember_esmtp'),
    takesJunkHelo: false,
    heloCharacters: options.text('helo_allow_chars') ?? '',
    takesUnqualified: session.takesUnqualified,
    tellsCommands: true,
    takesAnyDots: true,
    readAddress: session.shared.readAddress,
    refusesLiterals: !options.flag('allow_domain_literals'),
    asks: session.shared.asks,
  };
  const idleMs = options.number('smtp_receive_timeout') * 1000;
  return { config, host: new ReceptionHost(session), session, idleMs, ...(acceptor !== undefined && { acceptor }) };
}
