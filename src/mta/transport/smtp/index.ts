/**
 * transport/smtp: messages for other hosts, by SMTP and LMTP (Exim spec ch. 30 "The smtp transport").
 *
 * A delivery goes on a *tour* (tour.ts) of its hosts: those of its router or of the transport (host-list.ts), fallback hosts
 * behind them. One host tried is an *attempt* (attempt.ts): options are expanded for that host into a *recipe* (recipe.ts;
 * kept-recipes.ts keeps those in which no option looks at a message), a
 * connection of the same recipe is taken from the *pool* or opened (connection.ts over core/smtp's conversation), the message
 * is told as this server understands it (mail.ts), its content made anew where options ask whom it is for (host-content.ts), and what it said is *judged* (judge.ts): a word about one recipient, about
 * the message, or about the host, which may have ended it early (cut-short.ts). Whoever is not settled goes to the next host,
 * but those beyond what one transaction takes (452) go in another on the same connection. Behind the message it is kept for
 * others where some are on their way, or a stream of them goes there (demand.ts).
 *
 * A host can also be asked without a message (inquiry.ts), over the same recipe: callouts do that, and the transaction they
 * have begun may become a delivery, or its connection be given to the pool.
 *
 * TLS (tls/) is as options ask, and where a host's TLSA records or a domain's policy (MTA-STS) bind us, as those do; sessions
 * are counted for reports where the configuration makes them.
 *
 * Implemented: RFC 5321, RFC 2033 and what core/smtp/client knows; RFC 3461 §5.2 as far as passing on goes; RFC 6531 §3.5; RFC 7672; RFC 8461 §4, §5.
 * Deliberately absent: dscp and TCP Fast Open, which Node has not.
 */
export { deliverBySmtp } from './deliver.ts';
export { contentWords, guarded } from './guarded.ts';
export { hostsOf } from './host-list.ts';
export { keyedHost } from './keyed-host.ts';
export { rcptAddress } from './mail.ts';
export { endKeptConnections } from './pool.ts';
export { portOf } from './port.ts';
export { replyText } from './texts.ts';
