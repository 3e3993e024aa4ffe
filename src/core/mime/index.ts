/**
 * mime: messages as a tree of entities, read leniently (RFC 2045, RFC 2046).
 *
 * An *entity* is a header with a body; a body is a leaf, a multipart of entities, or a whole message. Reports come from
 * programs of four decades: boundaries that are not there, parts that never end, labels that lie. So nothing is refused:
 * what is wrong becomes a *fault* of its entity, and the rest is read. Octets stay octets: a leaf is decoded when it is
 * asked for (`contentOf`, `textOf`), and a message in a message is there byte for byte.
 *
 * Bounded: depth, number of parts, octets that a text is made from. Charsets are the platform's own (TextDecoder).
 *
 * Implemented: RFC 2045 §5, §6; RFC 2046 §5.1, §5.2.1; RFC 2047 §2 (reading and writing); RFC 2231 §3–§4; RFC 6532 §3.7.
 * Deliberately absent: message/partial, message/external-body, S/MIME.
 */
export { formatMailDate, parseMailDate } from './date.ts';
export { decodeWords, encodeWords } from './encoded-words.ts';
export { contentOf, type Entity, readEntity, textOf } from './entity.ts';
export { type MediaType, parseMediaType } from './media-type.ts';
export type { MimeFault } from './multipart.ts';
export { encodeBase64Lines, encodeQuotedPrintable } from './transfer-encoding.ts';
export { fieldText, firstValue } from './values.ts';
