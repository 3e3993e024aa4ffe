/**
 * report: aggregate reports, which receivers send to the owners of domains (RFC 7489 §7.2 and Appendix C, RFC 9990), and
 * failure reports of single messages (RFC 6591, RFC 9991; failure.ts).
 *
 * A file is unpacked (core/unpack) to documents, a document read as XML (xml.ts) and as a report (read.ts), reports are put
 * together by source (summary.ts). Every number that bounds the work is in limits.ts.
 */
export { craftFailureReport, type FailedMessage } from './craft-failure.ts';
export { type HostnameOf, type ReportShowData, showReports } from './show.ts';
export type { ReportSource, ReportTotals } from './summary.ts';
export type * from './types.ts';
