/**
 * dns: questions, records, messages, and the resolver that validates them.
 *
 * The layers, from the wire up:
 * - **names and records**: `Name` is text in one spelling (name.ts); RDATA stays the octets received, and a registry
 *   with one row per type decodes, encodes, formats, parses and puts it into canonical form (rdata/).
 * - **messages**: a bounded reader that never throws and a writer with name compression (message/).
 * - **zone text**: master files in and out, with line numbers in the errors (zone/).
 * - **transport**: an `Exchange` asks servers over UDP, TCP, TLS and HTTPS and gives only responses that fit (transport/).
 * - **cache**: answers with their security status, bounded in octets (cache.ts).
 * - **dnssec** and **resolver**: the pure validator, and the look-up that drives it.
 *
 * Implemented: RFC 1035, 2181, 2308, 3597, 4034 §6, 4343, 5452, 6891, 7766, 7858, 8484, 8914, 9460, 9520.
 * Deliberately absent: recursion from the root as a product, zone transfers, dynamic update, TSIG, multicast DNS.
 */

export { isSha1Algorithm } from './dnssec/algorithms.ts';
export { anchorsFrom, rootAnchors, type TrustAnchor } from './dnssec/anchors.ts';
export { findingOf, type ReasonDef } from './dnssec/findings/define.ts';
export { dnssecFindings, reasonDef } from './dnssec/findings/registry.ts';
export { defaultLimits, type Limits } from './dnssec/limits.ts';
export * from './name.ts';
export { decodeName, encodeName, nameOctets, type ReadName } from './name-wire.ts';
export type { NameLayout, RdataDef, RdataError } from './rdata/types.ts';
export { createResolver, type ExaminingResolver, type ResolverConfig, type Trust } from './resolver/resolver.ts';
export * from './rr-types.ts';
export type * from './types.ts';
