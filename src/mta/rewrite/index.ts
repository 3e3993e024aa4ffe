/**
 * rewrite: addresses made into others by the rules of the configuration (Exim spec ch. 31 "Address rewriting").
 *
 * A rule has a pattern, one item of an address list; a replacement, expanded with what the pattern left open; and flags that
 * say in which *places* it counts: header fields, the envelope, the commands of SMTP. `rewriteAddress` takes one address
 * through the rules, `rewriteHeader` each address of a field, `listRewrites` tells all places as `exim -brw` does.
 *
 * What a rule makes must be an address with a domain; else the rule is a mistake, which is logged, and the address stays.
 */
export { placeOfHeader, rewriteHeader } from './header.ts';
export { listRewrites } from './listing.ts';
export { rewriteAddress } from './rewrite.ts';
export type { Place, RewriteWorld, Rewritten } from './types.ts';
