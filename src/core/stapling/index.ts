/**
 * stapling: keeping the proofs that a server staples fresh.
 *
 * A *proof* is an OCSP response that says good and was verified (core/ocsp). `fetchProofs` brings proof files up to date:
 * which responder (responders.ts), who issued the certificate (issuer.ts), asking over HTTP (ask.ts), and the file itself
 * (refresh-file.ts): locked against a second run, replaced whole, and only by what is better. *When* is kept as the file's
 * modification time, as ocsp_fetch.pl has it (refresh.ts): usually in the future, and until then there is nothing to do;
 * but counted from the proof's real *end*, the earlier of nextUpdate and the end of its signer's certificate.
 *
 * `watch` and `watchOnce` do so for many certificates, named in a file or found in a directory (watch/): a pure schedule, a
 * driver around it, and a program to be run after a change.
 *
 * Implemented: RFC 6960 A.1, RFC 5019 §5 as a client; the file rules of Exim's `tls_ocsp_file`.
 * Deliberately absent: what a response says and whether it holds (core/ocsp), sockets (core/net).
 */
export { MAX_RESPONSE_BYTES } from './ask.ts';
export { type FetchData, type FetchOptions, fetchProofs, type Wanted } from './fetch.ts';
export { staplingFindings } from './findings/registry.ts';
export { formatProofs, type ProofFormat, responsesIn } from './proof-file.ts';
export { DEFAULT_MARGIN_PERCENT } from './refresh.ts';
export { PROOF_OUTCOMES, type ProofReport, showSpan } from './report.ts';
export * from './types.ts';
export { leavesOf, proofFileFor } from './wanted.ts';
export { rootsIn, type WatchOptions } from './watch/attempt.ts';
export { parseWatchConfig, type WatchEntry } from './watch/config.ts';
export { parseDuration } from './watch/duration.ts';
export type { HookReport } from './watch/hook.ts';
export { type WatchData, type WatchLine, type WatchPorts, watch, watchOnce } from './watch/run.ts';
export { loadEntries } from './watch/sources.ts';
export { splitWords } from './watch/words.ts';
