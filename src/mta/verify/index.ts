/**
 * verify: can an address be delivered to, or answered (Exim spec §44 "Address verification", "Callout verification").
 *
 * Routing decides first (mta/route). Where a callout is asked for, the hosts that routing found are asked as well, by the
 * means of their transport (its TLS with DANE and MTA-STS, AUTH, interface, port, SOCKS), in a conversation that stops behind
 * RCPT; what they said is kept (`cache.ts`), so that nobody is asked twice.
 *
 * Terms. *Party*: whose session asks; its expansions are those of routing. *Random probe*: an address that cannot exist, to
 * find out whether a host takes everything.
 *
 * A callout in the message's own name may leave its connection open behind RCPT (`held-line.ts`): whoever holds it adds the
 * next recipients, lets the message follow, or gives it to the pool of deliveries (mta/receive, `cutthrough/`).
 *
 * `recipient/quota` asks the mailbox instead (`room.ts`): its appendfile transport judges the quota as its user, writing nothing.
 */
export { type CalloutCache, type CalloutRecord, createCache, NO_CACHE } from './cache.ts';
export type { Delivered, HeldLine } from './held-line.ts';
export type { CalloutWorld, LineHolder, VerifierOptions, Verify, VerifyParty } from './types.ts';
export { createVerifier } from './verifier.ts';
export { calloutWorld } from './world.ts';
