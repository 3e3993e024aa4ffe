/**
 * bounce: what a message that came back says, where it does not follow a standard, or does.
 *
 * Reports by RFC 3464 are core/dsn's, and come first. The rest is known by how each *family* of mailers writes
 * (families/, a file each), by who asks for a proof (challenges.ts) and by what answers by itself (auto-replies.ts). Codes in
 * free text are read with care (codes.ts), words without codes by their meaning (phrases.ts). A *delay* is never a bounce,
 * and what nothing recognises is *unknown*: with `confidence` 0, and no guess.
 *
 * Implemented: RFC 3834 §5 (Auto-Submitted), RFC 8098 and RFC 5965 as far as telling them apart.
 * Deliberately absent: what to do about an address; that is for who keeps the list.
 */
export { bounceFindings } from './findings.ts';
export { readBounce } from './read.ts';
export { type BounceParseData, bounceReport, type ReadMessage } from './report.ts';
export * from './types.ts';
