/** What a report may cost beside its unpacking (core/unpack): each number stops something that a stranger can send. */

/** Brackets in brackets: reports have seven. */
export const MAX_JSON_DEPTH = 32;
/** Policies of one report, failures of one policy, and texts in a list, that are kept. */
export const MAX_POLICIES = 10_000;
export const MAX_FAILURES = 100_000;
export const MAX_TEXTS = 100;
/** Characters of a single value that are kept. */
export const MAX_VALUE = 2_000;
/** Faults of one report that are told. */
export const MAX_FAULTS = 20;
