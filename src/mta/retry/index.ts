/**
 * retry: which rule says when a failed delivery is tried again (Exim spec ch. 32 "Retry configuration").
 *
 * `findRetryRule` takes the first rule whose pattern, error and senders fit; `readRetryError` reads the names of errors;
 * `listRetryRule` says it as `exim -brt` does. `ERRNO` has the
 * numbers of failures that Exim gives, and `problemOf` what such a number is called in a rule. Times and hints are for who
 * delivers.
 */
export { ERRNO } from './errno.ts';
export { readRetryError } from './error.ts';
export { findRetryRule } from './find.ts';
export { listRetryRule, type RetryListing, remarkOn, ruleText } from './listing.ts';
export { problemOf } from './problem.ts';
export { type Failing, isDue, nextTry, type RetryRecord, ultimateSeconds } from './record.ts';
export type { RetryKind, RetryProblem, RetryWorld } from './types.ts';
