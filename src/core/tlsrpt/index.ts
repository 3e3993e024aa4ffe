/**
 * tlsrpt: reports on TLS, which senders write for the owners of domains, and the record that asks for them.
 *
 * A record at `_smtp._tls` names where reports go (record/).
 *
 * Implemented: RFC 8460 §3. Deliberately absent: sending reports.
 */
export { findTlsRpt, type TlsRptLookup } from './record/find.ts';
export { parseTlsRptRecord } from './record/parse.ts';
export type * from './record/types.ts';
