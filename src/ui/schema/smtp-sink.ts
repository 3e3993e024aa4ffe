/** Data of `smtp sink`. */
import type { SinkMessage, SinkRecipient } from '../../core/sink/index.ts';
import type { SmtpSinkData } from '../views/smtp-sink.ts';
import { flag, instant, listOf, mapOf, number, object, optional, text, whole } from './shapes.ts';

const recipient = object<SinkRecipient>({
  address: text(),
  notify: optional(listOf(text())),
  orcpt: optional(text()),
});

const message = object<SinkMessage>({
  at: instant(),
  connection: whole('which connection, from 1'),
  ip: text('of the client; from the PROXY header under --proxy'),
  helo: optional(text()),
  from: text('empty for the null sender'),
  to: listOf(text()),
  recipients: optional(listOf(recipient, 'where RCPT had parameters')),
  parameters: mapOf(text(), 'of MAIL, by their names'),
  octets: whole('as received, dots taken away'),
  sha256: text('of those octets'),
  tls: optional(text('version; absent in clear')),
  identity: optional(text('who authenticated')),
  reply: text('what it was answered'),
  accepted: flag(),
  file: optional(text('where it is stored')),
});

export const smtpSinkData = object<SmtpSinkData>({
  address: text(),
  port: whole(),
  seconds: number('from start to end'),
  connections: whole(),
  turnedAway: whole(),
  messages: whole('accepted'),
  recipients: whole('of accepted messages'),
  octets: whole('of accepted messages'),
  refused: whole('at their end'),
  abandoned: whole('begun, and come to nothing'),
  secured: whole('handshakes'),
  authenticated: whole(),
  last: listOf(message, 'the last thousand messages'),
});
