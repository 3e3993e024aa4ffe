/** How a message came, in one word: `$received_protocol` (RFC 3848, and Exim's words for what is no SMTP). */
import type { Connection } from './connection.ts';

/** @param isUtf8  the message needs SMTPUTF8 (RFC 6531 §4.3) */
export function receivedProtocol(connection: Connection, isUtf8 = false): string {
  const { protocol, source } = connection;
  if (protocol !== undefined) return protocol;
  if (source === 'local') return 'local';
  const word = source === 'batch' ? 'bsmtp' : smtpWord(connection);
  return `${isUtf8 ? 'utf8' : ''}${source === 'smtp' ? '' : 'local-'}${word}`;
}

function smtpWord({ helo, wasExtended = false, tls, auth }: Connection): string {
  const isExtended = helo === undefined ? wasExtended : helo.verb !== 'HELO';
  return `${isExtended ? 'e' : ''}smtp${tls === undefined ? '' : 's'}${isExtended && auth !== undefined ? 'a' : ''}`;
}
