/**
 * authres: what authentication services say of a message in its Authentication-Results fields (RFC 8601).
 *
 * A field names who made the checks (the **authserv-id**) and holds **results**: a method and what it came to, perhaps a
 * reason, and **properties** of the message it rests on, as `smtp.mailfrom=example.org`. Anybody can write such a field, so
 * it is worth what its place in the header and its authserv-id are worth (trusted.ts).
 * - **read**: the whole grammar, and beyond it what real mail needs, each such leniency told (read.ts, scanner.ts);
 * - **write**: one writer for every command, quoted and folded (format.ts);
 * - **explain**: what a method and a result mean (methods.ts), the fields of a message as a report (show.ts).
 *
 * Implemented: RFC 8601 §2, §5; values in UTF-8 by RFC 8616. ARC-Authentication-Results is read in core/arc by this reader.
 * Deliberately absent: removing fields of others (that is for the server), any check of what is claimed.
 */
export { type ArcInfo, readArcInfo } from './arc-info.ts';
export { authresFindings } from './findings/rows.ts';
export { formatAuthenticationResults } from './format.ts';
export { MAX_RESULTS_CHARACTERS, parseAuthenticationResults, readAuthenticationResults } from './read.ts';
export { type ExplainedResult, type ShowData, type ShownField, showResults } from './show.ts';
export { authservIds, trustedResults } from './trusted.ts';
export type * from './types.ts';
