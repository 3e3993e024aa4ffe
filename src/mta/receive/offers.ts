/** What this client is offered: each extension where its list of hosts has the client (Exim spec §48, and each option's own). */

import type { Offers } from '../../core/smtp/index.ts';
import { after, type Later } from '../expand/index.ts';
import { authWorld } from './answers/auth.ts';
import { XCLIENT_ATTRIBUTES } from './answers/xclient.ts';
import { isListed, mayBeListed } from './client-lists.ts';
import { recipientLimit } from './recipient-limit.ts';
import type { Session } from './session.ts';

/** Lists asked for one extension each, in the order of the reply; some are offered where the list cannot be decided. */
const LISTED: readonly (readonly [field: keyof Offers, option: string, isIn: typeof isListed])[] = [
  ['dsn', 'dsn_advertise_hosts', mayBeListed],
  ['limits', 'limits_advertise_hosts', isListed],
  ['pipelining', 'pipelining_advertise_hosts', isListed],
  ['pipeConnect', 'pipelining_connect_advertise_hosts', isListed],
  ['chunking', 'chunking_advertise_hosts', mayBeListed],
  ['startTls', 'tls_advertise_hosts', mayBeListed],
  ['smtpUtf8', 'smtputf8_advertise_hosts', mayBeListed],
  ['xclient', 'hosts_xclient', isListed],
  ['wellknown', 'wellknown_advertise_hosts', isListed],
];

/** Before the client has said anything: may it speak before it hears us? What it may say of a body needs no EHLO that was answered. */
export const earlyOffers = (session: Session): Later<Offers> =>
  after(isListed(session, 'pipelining_connect_advertise_hosts'), (pipeConnect) => ({
    pipeConnect,
    eightBitMime: session.shared.options.flag('accept_8bitmime'),
  }));

/** HELO is told of nothing, and so no list is asked but the one that has been. */
export function offersFor(session: Session): Later<Offers> {
  if (session.connection.helo?.verb === 'HELO')
    return after(earlyOffers(session), ({ pipeConnect = false }) => compose(session, { pipeConnect }, []));
  return after(askLists(session, 0, {}), (listed) =>
    after(mechanisms(session), (auth) =>
      after(limitsOf(session, listed), (limits) => ({ ...compose(session, listed, auth), ...limits })),
    ),
  );
}

type Listed = Partial<Record<keyof Offers, boolean>>;

function askLists(session: Session, index: number, so: Listed): Later<Listed> {
  const row = LISTED[index];
  if (row === undefined) return so;
  const [field, option, ask] = row;
  return after(ask(session, option), (isIn) => {
    so[field] = isIn;
    return askLists(session, index + 1, so);
  });
}

function compose(session: Session, listed: Listed, auth: readonly string[]): Offers {
  const { options, ports } = session.shared;
  const isSet = (option: string): boolean => ports.configuration.main.has(option);
  const pipelines = listed.pipelining === true && session.controls.offersPipelining;
  // For who comes over a network: nobody else is kept waiting by a banner.
  const earlyTalk = listed.pipeConnect === true && !session.hasSaidData && session.connection.client !== undefined;
  const isExtended = session.connection.helo?.verb !== 'HELO';
  const pipeConnect = pipelines && earlyTalk;
  session.offersPipelining = pipelines && isExtended;
  session.hasOfferedEarly ||= pipeConnect && isExtended;
  return {
    size: session.connection.messageLimit ?? 0,
    eightBitMime: options.flag('accept_8bitmime'),
    dsn: listed.dsn === true,
    ...(isSet('acl_smtp_atrn') && { atrn: true }),
    etrn: isSet('acl_smtp_etrn'),
    vrfy: isSet('acl_smtp_vrfy'),
    expn: isSet('acl_smtp_expn'),
    pipelining: pipelines,
    pipeConnect,
    earlyTalk,
    ...(auth.length > 0 && { auth }),
    chunking: listed.chunking === true,
    startTls: listed.startTls === true && session.connection.tls === undefined,
    ...(isSet('hosts_xclient') && { xclient: listed.xclient === true || session.isAnother ? XCLIENT_ATTRIBUTES : [] }),
    prdr: options.flag('prdr_enable'),
    smtpUtf8: listed.smtpUtf8 === true && options.flag('accept_8bitmime'), // RFC 6531 §3.1: 8BITMIME goes with it
    ...((isSet('wellknown_advertise_hosts') || isSet('acl_smtp_wellknown')) && {
      wellknown: listed.wellknown === true,
    }),
    help: true,
  };
}

/** RFC 9422: told where a configuration asks for it, as only the newest clients read it. */
function limitsOf(session: Session, listed: Listed): Later<Pick<Offers, 'limits'>> {
  if (listed.limits !== true || !session.shared.ports.configuration.main.has('limits_advertise_hosts')) return {};
  const { mostMessages: mailMax } = session;
  return after(recipientLimit(session), (rcptMax) => ({
    limits: { ...(mailMax > 0 && { mailMax }), ...(rcptMax > 0 && { rcptMax }) },
  }));
}

/** Public names of authenticators, where the client is to see them. */
const mechanisms = (session: Session): Later<readonly string[]> =>
  session.shared.ports.configuration.authenticators.length === 0
    ? []
    : after(isListed(session, 'auth_advertise_hosts'), (isIn) =>
        isIn && session.connection.auth === undefined
          ? session.shared.authenticators.advertised(authWorld(session))
          : [],
      );
