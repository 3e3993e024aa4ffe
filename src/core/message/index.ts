/**
 * message: mail as octets, read as it comes (RFC 5322 §2).
 *
 * A message is a header section, an empty line and a body. What authenticates mail counts octets, so nothing is decoded:
 * a field is its text as received, one character an octet, and the body goes by in parts that are never held.
 * `createMessageReader` splits the two, bounded in the header; `LineEnds` says whether a bare LF ends a line, as in files
 * that a mail program keeps, or is an octet like another.
 *
 * Deliberately absent so far: MIME, addresses, dates, encoded words.
 */
export { type Field, fieldsNamed, parseFields } from './fields.ts';
export { createLineEnds, type LineEnds, type LineEndsMode, type LineEndTally, lineEndWord } from './line-ends.ts';
export {
  createMessageReader,
  MAX_HEADER_OCTETS,
  type MessageError,
  type MessageReader,
  type MessageSink,
  readHeader,
} from './reader.ts';
