/** What unpacking may cost: each number stops something that a stranger can send. */

/** A file as given: a mailbox of a month has less. */
export const MAX_INPUT_BYTES = 64 * 1024 * 1024;
/** A document, and all that one file unpacks to: stops gzip and zip bombs. */
export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024;
export const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
/** Unpacked to packed, once more than a MiB came out: deflate goes to 1032, reports to some 60. */
export const MAX_RATIO = 250;
export const RATIO_FROM_BYTES = 1024 * 1024;
/** Things in an archive, attachments of a mail, mails of a mailbox, and how deep they may stand in each other. */
export const MAX_PARTS = 10_000;
export const MAX_LAYERS = 4;
