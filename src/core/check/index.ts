/**
 * check: everything that a mail domain shows to the world, in one report.
 *
 * A *subject* is one thing to look at: MX, DNSSEC, DANE, MTA-STS, TLS, certificates, DMARC, SPF, DKIM, TLSRPT,
 * reverse names (subjects/, a file
 * each, registry.ts their order). All are looked at at once. What they share is asked once: the hosts are visited by one DANE
 * check (site.ts), whose handshakes serve TLS and certificates too; look-ups go through resolvers with a memory. Each subject
 * answers with findings, a line, its facts, and the records it would have published; these end in one snippet (zone.ts).
 * Findings stand in the order of what to mend first.
 *
 * What could not be seen from here (port 25 is closed in many networks) is unknown, and neither good nor bad.
 * Deliberately absent: messages, accounts, block lists, and anything that would send mail.
 */
export { checkDomain } from './check.ts';
export { checkFindings } from './findings/registry.ts';
export type * from './types.ts';
