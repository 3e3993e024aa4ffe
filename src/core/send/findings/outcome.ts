/** What sending came to. */
import type { FindingDef } from '../../../base/index.ts';
import { row } from './define.ts';

export const accepted = row(
  'accepted',
  'ok',
  'The server took the message',
  'The reply to the content was positive: the server answers for the message now.',
  ['RFC 5321 §4.2.5'],
);

export const stopped = row(
  'stopped',
  'ok',
  'Stopped where it was asked to',
  'The conversation went as far as --quit-after or --drop-after says. No message was delivered unless it stopped behind the dot.',
  [],
);

export const refused = row(
  'refused',
  'error',
  'Refused for good',
  'A reply 5yz: the same will be refused again. The reply says who refused and, mostly, why.',
  ['RFC 5321 §4.2.1'],
);

export const deferred = row(
  'deferred',
  'error',
  'Refused for now',
  'A reply 4yz: a mail server would keep the message and try again; greylisting answers so. For this run it is a "no": the ' +
    'server has been asked and has answered, so the status is 1. Status 3 is for servers that do not answer.',
  ['RFC 5321 §4.2.1'],
);

export const unsent = row(
  'unsent',
  'error',
  'Not sent',
  'Nothing was asked of the server for this recipient: the message needs something that it does not offer, or the ' +
    'conversation had ended before.',
  ['RFC 5321 §3.3'],
);

export const unreachable = row(
  'unreachable',
  'unknown',
  'No server was reached',
  'No connection came about at any address that was tried. Whether mail is taken there cannot be said.',
  ['RFC 5321 §5.1'],
);

export const silent = row(
  'silent',
  'unknown',
  'The server did not answer in time',
  'The wait for a reply, or for room to send more, ran out. Without --timeout the waits are those of RFC 5321.',
  ['RFC 5321 §4.5.3.2'],
);

export const closed = row(
  'closed',
  'unknown',
  'The server closed the connection',
  'The connection ended where a reply was due. After the content has been sent, the message may or may not have been taken.',
  ['RFC 5321 §3.8'],
);

export const protocol = row(
  'protocol',
  'error',
  'The server does not keep to SMTP',
  'What it said is no reply, or came before it was asked for. Nothing that it says can be relied on, and the conversation was ' +
    'ended there.',
  ['RFC 5321 §4.2'],
);

export const tlsFailed = row(
  'tls-failed',
  'error',
  'TLS failed',
  'The handshake came to nothing, and TLS was asked for.',
  ['RFC 3207 §4.1'],
);

export const untrusted = row(
  'untrusted',
  'error',
  'The server is not trusted',
  'Its certificate is not what --verify demands. Nothing was said under TLS.',
  ['RFC 7672 §2.2', 'RFC 8461 §4.2', 'RFC 9525 §6'],
);

export const notOffered = row(
  'not-offered',
  'error',
  'The server does not offer what was asked for',
  'What was asked for on the command line is no part of what the server offers.',
  ['RFC 5321 §4.1.1.1'],
);

export const auth = row(
  'auth',
  'error',
  'Authentication failed',
  'No mechanism succeeded. What would show the password is never used without TLS unless --auth-in-clear allows it.',
  ['RFC 4954 §4'],
  'check user and password; use --tls, or name a mechanism with --auth',
);

export const route = row(
  'route',
  'error',
  'There is no way to the domain',
  'The domain does not exist, says by a null MX that it takes no mail, or its MX records are signed wrongly.',
  ['RFC 5321 §5.1', 'RFC 7505 §3'],
);

export const routeUnknown = row(
  'route-unknown',
  'unknown',
  'The way to the domain could not be found out',
  'The look-up of the MX records, or of every address behind them, failed. A sender waits in this case.',
  ['RFC 5321 §5.1'],
);

export const expected = row('expected', 'ok', 'As expected', 'The reply is the one that --expect names.', [
  'RFC 5321 §4.2',
]);

export const unexpected = row(
  'unexpected',
  'error',
  'Not as expected',
  'The reply is not the one that --expect names, or that point of the conversation was never reached.',
  ['RFC 5321 §4.2'],
);

export const outcomeFindings: readonly FindingDef[] = [
  accepted,
  stopped,
  refused,
  deferred,
  unsent,
  unreachable,
  silent,
  closed,
  protocol,
  tlsFailed,
  untrusted,
  notOffered,
  auth,
  route,
  routeUnknown,
  expected,
  unexpected,
];
