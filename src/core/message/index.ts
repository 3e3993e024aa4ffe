/**
 * message: mail as octets, read as it comes (RFC 5322 §2).
 *
 * A message is a header section, an empty line and a body. What authenticates mail counts octets, so nothing is decoded:
 * a field is its text as received, one character an octet, and the body goes by in parts that are never held.
 * `createMessageReader` splits the two, bounded in the header; `LineEnds` says whether a bare LF ends a line, as in files
 * that a mail program keeps, or is an octet like another. `splitMailbox` takes a file of many messages apart.
 *
 * Deliberately absent: MIME, dates, encoded words (core/mime); addresses.
 */
export { type Field, fieldsNamed, parseFields } from './fields.ts';
export { createLineEnds, type LineEnds, type LineEndsMode, type LineEndTally, lineEndWord } from './line-ends.ts';
export { splitMailbox } from './mailbox.ts';
export {
  createMessageReader,
  MAX_HEADER_OCTETS,
  type MessageError,
  type MessageReader,
  type MessageSink,
  readHeader,
} from './reader.ts';
