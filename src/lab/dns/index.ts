/**
 * dns: the lab's name servers, from keys to sockets.
 *
 * A *zone* is made from plain records and a signing style (zone.ts): it is signed as it is asked, with NSEC (nsec.ts) or
 * NSEC3 (nsec3.ts). `answer` finds in a set of zones what a careful recursive server would say, proofs included; a
 * *responder* turns octets into octets and remembers; `listenDns` and its kin hold the sockets. A *mood* is a resolver
 * that misbehaves in one way.
 *
 * It is a signer and server of its own, tested against other signers' verifiers; it shares records and messages with
 * core/dns, and nothing with the validator there. Implemented: RFC 4034, RFC 4035 §2 and §3, RFC 5155 §7, RFC 6672,
 * RFC 4592, RFC 7858, RFC 8484 as a server. Deliberately absent: transfers, updates, real recursion.
 */
export { type Answered, answer, type Zones } from './answer.ts';
export { createZoneKey, dsFor, ENTRY_KEY, ZONE_KEY } from './keys.ts';
export { type Certificate, type Listening, listenDns, listenHttps, listenTls } from './listen.ts';
export { RESOLVER_MOODS, type ResolverMood } from './moods.ts';
export { createResponder, type Respond, type Responder, type Verdict } from './respond.ts';
export type * from './types.ts';
export { createZone, recordsOf } from './zone.ts';
