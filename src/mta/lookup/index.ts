/**
 * lookup: data found by a key in a file, or by a query (Exim spec ch. "File and database lookups").
 *
 * A *type* as written is a driver's name with decorations: `partial2-lsearch*@,ret=key`. type-string.ts reads it, keys.ts says
 * which keys it stands for, a *driver* (drivers/, a file each) answers for one key or query, and lookups.ts puts this
 * together with what is remembered. Expansions and lists ask through `LookupPort`, which `createLookups` makes.
 *
 * Three answers: found, not found, and a failure: `failed` where there is nothing to ask, `deferred` where the answer is not
 * known now, which is never taken for "not found".
 *
 * Files are kept in memory as long as they stay the same (files/); texts are octets, one a character.
 */
export { lookupFindings } from './findings.ts';
export { createLookups, type LookupOptions, type Lookups } from './lookups.ts';
export { DRIVERS as LOOKUP_DRIVERS } from './registry.ts';
export { type LookupData, type LookupWanted, lookupReport } from './report.ts';
export { isTaintedFile } from './tainted-file.ts';
export { isFileLookup, parseLookupType } from './type-string.ts';
export type * from './types.ts';
