/** Reception as a whole: made of a configuration once, and of every connection a session with its policy. */

import type { TlsAcceptor } from '../../core/net/index.ts';
import type { SessionConfig } from '../../core/smtp/index.ts';
import { type AclPort, after, type Later } from '../expand/index.ts';
import { type Connection, createConnection, type Source } from '../facts/index.ts';
import { logConnection } from './answers/connect.ts';
import { acceptorOf } from './answers/starttls.ts';
import { isListed } from './client-lists.ts';
import { raise, type SessionEventFacts } from './events.ts';
import { ReceptionHost } from './host.ts';
import { messageLimit } from './message-limit.ts';
import { aclsFor } from './policy/run.ts';
import type { ReceptionPorts } from './ports.ts';
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

const acls = (session: Session): AclPort => aclsFor(session, () => session.host);

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
      return after(logConnection(arrived), () =>
        after(askLists(session, 0, {}), (listed) =>
          after(messageLimit(session), (found) =>
            after(mostMessages(session), (most) => {
              session.mostMessages = most;
              return opened(session, listed, { found, tlsOnConnect });
            }),
          ),
        ),
      );
    },
  };
}

/** Lists that say how a client's commands are read. */
const LISTS = [
  'hosts_require_helo',
  'helo_accept_junk_hosts',
  'sender_unqualified_hosts',
  'recipient_unqualified_hosts',
  'smtp_accept_max_nonmail_hosts',
] as const;

type Listed = Partial<Record<(typeof LISTS)[number], boolean>>;

function askLists(session: Session, index: number, so: Listed): Later<Listed> {
  const option = LISTS[index];
  if (option === undefined) return so;
  return after(isListed(session, option), (isIn) => {
    so[option] = isIn;
    return askLists(session, index + 1, so);
  });
}

/** `smtp_accept_max_per_connection` for this client; without a number in front there is no limit, as with Exim. */
const mostMessages = (session: Session): Later<number> =>
  after(session.expanded('smtp_accept_max_per_connection'), (most) => {
    if (most === undefined || most.kind === 'text') return Number.parseInt(most?.text ?? '', 10) || 0;
    session.logTrouble(`failed to expand smtp_accept_max_per_connection: ${most.message}`);
    return 1; // better too few than any number
  });

function opened(
  session: Session,
  listed: Listed,
  { found, tlsOnConnect }: { readonly found: number | string; readonly tlsOnConnect: boolean },
): Opened {
  const acceptor = acceptorOf(session, tlsOnConnect);
  const limit = typeof found === 'number' ? found : 0;
  session.connection.messageLimit = limit;
  session.unlimited = typeof found === 'number' ? undefined : found;
  session.takesUnqualified = takesUnqualified(session, listed);
  session.completesHeaders = Object.values(session.takesUnqualified).some((takes) => takes);
  const { options } = session.shared;
  const config: SessionConfig = {
    octets: true,
    name: session.activeHostname,
    protocol: 'smtp',
    client: { address: session.connection.client?.address ?? '' },
    offers: {},
    limits: limitsOf(session, listed, limit),
    bare: options.text('smtp_bare_line_ends') === 'refuse' ? 'refuse' : 'mend',
    enforcesSync: options.flag('smtp_enforce_sync'),
    requiresHelo: listed.hosts_require_helo === true,
    remembersHelo: options.flag('tls_remember_esmtp'),
    takesJunkHelo: listed.helo_accept_junk_hosts === true,
    heloCharacters: options.text('helo_allow_chars') ?? '',
    takesUnqualified: session.takesUnqualified,
    tellsCommands: true,
    takesAnyDots: true,
    readAddress: session.shared.readAddress,
    refusesLiterals: !options.flag('allow_domain_literals'),
    asks: options.text('acl_smtp_notquit') === undefined ? ASKS : WITH_FAREWELL,
  };
  const idleMs = options.number('smtp_receive_timeout') * 1000;
  return { config, host: new ReceptionHost(session), session, idleMs, ...(acceptor !== undefined && { acceptor }) };
}

/** A caller on this host may leave its domain out. */
function takesUnqualified({ source }: Session, listed: Listed): SessionConfig['takesUnqualified'] {
  const isLocal = source !== 'smtp';
  return {
    sender: isLocal || listed.sender_unqualified_hosts === true,
    recipient: isLocal || listed.recipient_unqualified_hosts === true,
  };
}

/** Exim's own bound of a command line, above any option. */
const COMMAND_OCTETS = 16_384;

function limitsOf(
  { shared: { options }, mostMessages: messages }: Session,
  listed: Listed,
  limit: number,
): SessionConfig['limits'] {
  return {
    commandOctets: COMMAND_OCTETS,
    ...(limit > 0 && { messageOctets: limit, countsLfs: true }),
    ...(messages > 0 && { messages }),
    errors: options.number('smtp_max_synprot_errors'),
    unknownCommands: options.number('smtp_max_unknown_commands'),
    ...(listed.smtp_accept_max_nonmail_hosts === true && {
      nonMailCommands: options.number('smtp_accept_max_nonmail'),
    }),
  };
}

const ASKS: SessionConfig['asks'] = new Set([
  'connect',
  'helo',
  'starttls',
  'auth-begin',
  'auth',
  'auth-response',
  'mail',
  'rcpt',
  'data',
  'message',
  'vrfy',
  'expn',
  'etrn',
  'atrn',
  'wellknown',
  'xclient',
  'quit',
  'rset',
  'help',
]);

/** The ACL for ends without QUIT may have a word to say. */
const WITH_FAREWELL: SessionConfig['asks'] = new Set([...ASKS, 'farewell']);
