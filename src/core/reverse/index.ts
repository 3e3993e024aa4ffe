/**
 * reverse: has an address a name, and does the name lead back to it?
 *
 * The *reverse name* of an address is what PTR says under in-addr.arpa or ip6.arpa (RFC 1035 §3.5, RFC 3596 §2.5). Anybody
 * who has an address may write any name there, so a name counts when its own address records hold the address:
 * *forward-confirmed*. Many receivers refuse mail from addresses without such a name.
 *
 * Deliberately absent: names as evidence of anything but themselves (`iprev` of RFC 8601 §3 is this, and no more).
 */
export { confirmName } from './confirm.ts';
export { judgeReverse, reverseFindings } from './findings.ts';
export { isPrivate } from './private-address.ts';
export type * from './types.ts';
