/**
 * tls-reports: what was counted of TLS with other hosts goes to those who ask for it (RFC 8460).
 *
 * The smtp transport counts sessions in *tallies*, a hint for each day and domain (transport/smtp/tls/tally.ts). When a day
 * is over, `sendTlsReports` looks up who wants the report, and sends it, by mail through our own queue or by HTTPS; each
 * tally is taken out first, so that of several processes one sends it, and what could not be sent is put back for a day.
 * `pendingReports` shows them before they go.
 *
 * Deliberately absent: a signature of the mail, which is the transport's business (`dkim_domain`; RFC 8460 §3).
 */
export { pendingReports } from './pending.ts';
export { type ReportPorts, sendTlsReports } from './send.ts';
