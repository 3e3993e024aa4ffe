/**
 * tlsrpt: reports on TLS, which senders write for the owners of domains, and the record that asks for them.
 *
 * A record at `_smtp._tls` names where reports go (record/, query.ts). A *report* is JSON, mostly gzip in a mail: it is
 * unpacked (core/unpack), read leniently (report/read.ts) and put together with others by policy and by what failed
 * (report/summary.ts); each word for a failure is a finding with what to do about it (findings/results.ts).
 *
 * Who sends mail counts *sessions* (make/): a tally for each day and domain becomes a report, and the report a mail.
 *
 * Implemented: RFC 8460 §3–§5. Deliberately absent: judging the DKIM signature of the mail that reports come in.
 */
export { tlsRptFindings } from './findings/registry.ts';
export { type ReportMail, reportMail } from './make/mail.ts';
export { type ReportFacts, reportFileName, reportJson } from './make/report.ts';
export {
  counted,
  type DayTally,
  type FailureTally,
  failedSessions,
  type PolicyTally,
  type ResultType,
  type Session,
  type SessionFailure,
  type SessionPolicy,
} from './make/tally.ts';
export { type Destination, type TlsRptQueryData, type TlsRptQuestion, tlsRptReport } from './query.ts';
export { findTlsRpt, type TlsRptLookup } from './record/find.ts';
export { parseTlsRptRecord } from './record/parse.ts';
export type * from './record/types.ts';
export { readTlsReport } from './report/read.ts';
export { showTlsReports, type TlsReportShowData } from './report/show.ts';
export type { FailureSummary, PolicySummary, ReportTotals } from './report/summary.ts';
export type * from './report/types.ts';
