/**
 * message-id: the names of messages in the spool and in the log.
 *
 * An id is three numbers in base 62: the second in which the message began to arrive, the process that received it, and a
 * share of the second. Exim 4.97 made the last two longer (6-11-4 digits instead of 6-6-2); both are read, and
 * `message_id_format` says which is made: the shorter, unless told otherwise, as readers of logs older than 4.97 know no other. Ids sort as text in the order of arrival, which the spool's listing relies on (Exim spec ch. "How Exim receives and
 * delivers mail", "Message identification").
 *
 * Deliberately absent: the `Message-ID:` header, and base 36 of file systems that do not tell cases apart.
 */
export { decodeBase62, encodeBase62 } from './base62.ts';
export { createMessageIds, MAX_HOST_NUMBER, type MessageIdOptions, type MessageIds } from './generate.ts';
export { isMessageId, type MessageIdParts, type MessageIdShape, parseMessageId } from './parse.ts';
