/**
 * dns: the lab's name servers, from keys to sockets.
 *
 * A *zone* is made from plain records and a signing style (zone.ts): it is signed as it is asked, with NSEC (nsec.ts) or
 * NSEC3 (nsec3.ts). `answer` finds in a set of zones what a careful recursive server would say, proofs included, and
 * `answerAsAuthority` what a name server says, referrals included; a *responder* turns octets into octets and remembers;
 * `listenDns` and its kin hold the sockets. A *mood* is a resolver that misbehaves in one way; a *fault* (faults/) is a
 * change to the design of a zone, from late signatures to name servers that lie.
 *
 * It is a signer and server of its own, tested against other signers' verifiers; it shares records and messages with
 * core/dns, and nothing with the validator there. Implemented: RFC 4034, RFC 4035 §2 and §3, RFC 5155 §7, RFC 6672,
 * RFC 4592, RFC 6891, RFC 7766, RFC 7858, RFC 8484 as a server. Deliberately absent: transfers, updates, real recursion.
 */
export { type Answered, answer, answerAsAuthority, type Zones } from './answer.ts';
export { exchangeOver } from './exchange.ts';
export { buildZone, designZone } from './faults/design.ts';
export { ZONE_FAULTS, zoneFaultNamed } from './faults/registry.ts';
export type { SeenIn, ZoneDesign, ZoneFault } from './faults/types.ts';
export { createZoneKey, dsFor, ENTRY_KEY, ZONE_KEY } from './keys.ts';
export { type Certificate, type Listening, listenDns, listenHttps, listenTls } from './listen.ts';
export { type MoodOptions, RESOLVER_MOODS, type ResolverMood } from './moods.ts';
export {
  createResponder,
  type Respond,
  type Responder,
  type ResponderOptions,
  type Transport,
  type Verdict,
} from './respond.ts';
export type * from './types.ts';
export { createZone, recordsOf } from './zone.ts';
