/**
 * retry: which rule says when a failed delivery is tried again (Exim spec ch. 32 "Retry configuration").
 *
 * `findRetryRule` takes the first rule whose pattern, error and senders fit; `readRetryError` reads the names of errors;
 * `listRetryRule` says it as `exim -brt` does. Times and hints are for who delivers.
 */
export { readRetryError } from './error.ts';
export { findRetryRule } from './find.ts';
export { listRetryRule, type RetryListing } from './listing.ts';
export { type Failing, nextTry, type RetryRecord, ultimateSeconds } from './record.ts';
export type { RetryKind, RetryProblem, RetryWorld } from './types.ts';
