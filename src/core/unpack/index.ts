/**
 * unpack: from a file as it came to the documents in it. Reports reach people as they are, as gzip, as zip, in a mail with
 * attachments, in a mailbox of such mails, and in each other.
 *
 * What a thing is, its first octets say, since names and media types in real mail often do not. What is *wanted* (XML of
 * DMARC, JSON of TLSRPT,
 * the fields of a failure report) is for the caller to recognise and to read; what else there is, is passed over.
 *
 * Limits: 32 MiB a document, 256 MiB a file, a ratio of 250, 10,000 parts, 4 layers (limits.ts).
 *
 * Implemented: RFC 4155 as far as parting a mailbox. Deliberately absent: writing any of it.
 */
export { MAX_DOCUMENT_BYTES, MAX_INPUT_BYTES } from './limits.ts';
export { type Document, type Unpacked, type UnpackFault, unpack, type Wanted } from './unpack.ts';
