/** How a message came, in one word: `$received_protocol` (RFC 3848, and Exim's words for what is no SMTP). */
import type { Connection } from './connection.ts';

/** With `utf8` where SMTPUTF8 is needed (RFC 6531 §4.3). */
export function receivedProtocol(connection: Connection): string {
  const { protocol, source, saidUtf8 = false } = connection;
  if (protocol !== undefined) return protocol;
  if (source === 'local') return 'local';
  const word = source === 'batch' ? 'bsmtp' : smtpWord(connection);
  return `${saidUtf8 ? 'utf8' : ''}${source === 'smtp' ? '' : 'local-'}${word}`;
}

/** TLS from the first word on counts once HELO was taken, as in Exim. */
function smtpWord({ isExtended, tls, auth }: Connection): string {
  const isSecure = tls !== undefined && !(tls.onConnect && isExtended === undefined);
  const isLong = isExtended === true;
  return `${isLong ? 'e' : ''}smtp${isSecure ? 's' : ''}${isLong && auth !== undefined ? 'a' : ''}`;
}
