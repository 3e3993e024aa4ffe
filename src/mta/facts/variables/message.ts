/** Variables about the message and its envelope. */
import { readableHeader } from '../../expand/index.ts';
import type { RcptCounts } from '../connection.ts';
import type { Facts } from '../facts.ts';
import type { BodyFacts, HeaderLine, IncomingMessage } from '../message.ts';
import type { Reads } from './types.ts';

const ofMessage = (read: (message: IncomingMessage) => string | undefined) => (facts: Facts) =>
  facts.message === undefined ? undefined : read(facts.message);

const ofBody = (read: (body: BodyFacts, message: IncomingMessage) => string) =>
  ofMessage((message) => (message.body === undefined ? undefined : read(message.body, message)));

const idOf = ({ message, connection }: Facts): string | undefined => message?.id ?? connection.rehearsedId;

const isKept = ({ letter }: HeaderLine): boolean => letter !== '*';

const headerText = ({ headers }: IncomingMessage): string =>
  headers
    .filter(isKept)
    .map(({ text }) => text)
    .join('');

const named = (name: RegExp) => (message: IncomingMessage) =>
  message.headers.filter(isKept).find(({ text }) => name.test(text));

/** Before the message has come, what MAIL said of it; -1 where nobody has said anything since the banner, 0 before that. */
const size = ({ message, connection }: Facts): string | undefined => {
  if (message === undefined) return connection.isGreeted === true ? '-1' : undefined;
  if (message.body === undefined) return String(message.parameters.size ?? -1);
  return String((message.headerRead?.octets ?? 0) + message.body.octets);
};

const replyAddress = (message: IncomingMessage): string =>
  (named(/^reply-to:/i)(message) ?? named(/^from:/i)(message))?.text.replace(/^[^:]*:/, '').trim() ?? '';

const senderPart = (sender: string, part: 'local' | 'domain'): string => {
  const at = sender.lastIndexOf('@');
  if (part === 'domain') return at < 0 ? '' : sender.slice(at + 1);
  return at < 0 ? sender : sender.slice(0, at);
};

/** Nobody, before a client has said MAIL; without a client it is the caller. */
const ofSender =
  (read: (sender: string) => string) =>
  ({ message, connection }: Facts): string | undefined =>
    message === undefined ? (connection.client === undefined ? undefined : '') : read(message.sender);

const ofRcpts =
  (read: (rcpts: RcptCounts) => number) =>
  ({ connection }: Facts): string =>
    String(read(connection.rcpts));

const bodyText =
  (which: 'beginning' | 'end') =>
  ({ message, keepsBodyNewlines }: Facts): string | undefined =>
    message?.body?.[which].replace(keepsBodyNewlines === true ? /\0/g : /[\n\0]/g, ' ');

export const MESSAGE_READS: Reads = {
  message_exim_id: idOf,
  message_id: idOf,
  message_size: size,
  message_body_size: ofBody(({ octets }) => String(octets)),
  body_linecount: ofBody(({ lines }) => String(lines)),
  body_zerocount: ofBody(({ zeros }) => String(zeros)),
  message_linecount: ofBody(({ lines }, { headerRead }) => String(lines + (headerRead?.lines ?? 0))),
  max_received_linelength: ofBody(({ longestLine }) => String(longestLine)),
  message_body: bodyText('beginning'),
  message_body_end: bodyText('end'),
  message_headers: ofMessage((message) => readableHeader(headerText(message))),
  message_headers_raw: ofMessage(headerText),
  message_smtputf8: ofMessage(({ isUtf8 }) => (isUtf8 ? 'yes' : 'no')),
  received_count: ofMessage(({ headers }) => String(headers.filter(({ letter }) => letter === 'P').length)),
  received_time: ofMessage(({ receivedMs }) =>
    receivedMs === undefined ? undefined : String(Math.floor(receivedMs / 1000)),
  ),
  received_for: () => undefined, // but while our Received field is made, which sees to it
  sender_address: ofSender((sender) => sender),
  sender_address_domain: ofSender((sender) => senderPart(sender, 'domain')),
  sender_address_local_part: ofSender((sender) => senderPart(sender, 'local')),
  reply_address: ofMessage(replyAddress),
  // Known to nobody but the administrator while they come in; the ACLs behind the data see them.
  recipients: ofBody((_, { recipients }) => recipients.map(({ address }) => address).join(', ')),
  recipients_list: ofBody((_, { recipients }) =>
    recipients.map(({ address }) => address.replaceAll(':', '::')).join(':'),
  ),
  recipients_count: ofMessage(({ recipients }) => String(recipients.length)),
  rcpt_count: ofRcpts(({ all }) => all),
  rcpt_fail_count: ofRcpts(({ failed }) => failed),
  rcpt_defer_count: ofRcpts(({ deferred }) => deferred),
  // A list with newlines between its items, and so those inside of an item are doubled.
  headers_added: ofMessage(({ headersAdded }) =>
    headersAdded.map((text) => text.replace(/\n$/, '').replaceAll('\n', '\n\n')).join('\n'),
  ),
  queue_name: ofMessage(({ queueName }) => queueName),
};
