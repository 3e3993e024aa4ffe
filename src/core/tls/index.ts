/**
 * tls: looking at a server's TLS from outside.
 *
 * A *probe* dials one address, speaks the protocol up to STARTTLS (starttls/, a row each), makes one handshake and tells
 * everything it met as a value; it judges nothing. Offering one key type at a time shows each certificate of a server that
 * has several.
 *
 * Implemented: RFC 3207, 2595, 9051 §6.2.1, 5804 §2.2, 6120 §5.4 as far as reaching TLS.
 * Deliberately absent: verification of what is found (core/pki, core/dane); a TLS stack.
 */
export { type AskedKey, type KeyOutcome, lookAtEachKey, probeEachKey } from './each-key.ts';
export { GIVEN_UP, outcomeText } from './outcome-text.ts';
export { createProbe } from './probe.ts';
export { type Reached, type ReachOptions, reachTls } from './reach-tls.ts';
export { fetchSentChain, protocolOfPort, type SentChain, type SentChainQuestion } from './sent-chain.ts';
export { shareProbes } from './share-probes.ts';
export { startTlsRows } from './starttls/registry.ts';
export type { StartTlsRow } from './starttls/types.ts';
export * from './types.ts';
