/** Data of `tlsrpt query`, `tlsrpt show`. */
import type {
  Destination,
  FailureDetail,
  FailureSummary,
  PolicyResult,
  PolicySummary,
  ReportTotals,
  TlsReport,
  TlsReportShowData,
  TlsRptFault,
  TlsRptQueryData,
} from '../../core/tlsrpt/index.ts';
import { securityStatus } from './dns.ts';
import { flag, instant, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

export const tlsRptQueryData = object<TlsRptQueryData>({
  domain: text(),
  query: text('the name whose TXT records were asked for'),
  outcome: oneOf(['valid', 'invalid', 'none', 'several', 'failed']),
  texts: listOf(text(), 'those that count'),
  rua: listOf(
    object<Destination>({
      uri: text(),
      scheme: oneOf(['mailto', 'https']),
      address: optional(text('of mailto')),
      host: text('behind the @, or of the URL'),
      external: flag('of another domain'),
    }),
  ),
  extensions: listOf(text(), 'fields that senders pass over'),
  faults: listOf(object<TlsRptFault>({ code: text(), detail: text() })),
  status: optional(securityStatus),
  alias: optional(text('what a CNAME leads to')),
  error: optional(text()),
});

const failure = object<FailureDetail>({
  resultType: text('a word of RFC 8460 §4.3, or what was said'),
  sendingMtaIp: optional(text()),
  receivingMxHostname: optional(text()),
  receivingMxHelo: optional(text()),
  receivingIp: optional(text()),
  count: whole('sessions'),
  information: optional(text()),
  reasonCode: optional(text()),
});

const policy = object<PolicyResult>({
  type: text('sts, tlsa, no-policy-found, or what was said'),
  domain: optional(text()),
  strings: listOf(text(), 'lines of a policy, or TLSA records'),
  mxHosts: listOf(text()),
  successful: whole('sessions'),
  failed: whole('sessions'),
  failures: listOf(failure),
});

const report = object<TlsReport>({
  source: text('the file, and where inside it'),
  organization: optional(text()),
  contact: optional(text()),
  reportId: optional(text()),
  begin: optional(instant()),
  end: optional(instant()),
  policies: listOf(policy),
  faults: listOf(text(), 'not as it should be, and read all the same'),
});

export const tlsRptShowData = object<TlsReportShowData>({
  reports: listOf(report),
  policies: listOf(
    object<PolicySummary>({
      type: text(),
      domain: optional(text()),
      successful: whole(),
      failed: whole(),
      reporters: listOf(text()),
    }),
    'most failures first',
  ),
  failures: listOf(
    object<FailureSummary>({
      resultType: text('not-told where only their number is'),
      policyType: text(),
      domain: optional(text()),
      sessions: whole(),
      sendingMtaIps: listOf(text()),
      receivingMxs: listOf(text()),
      receivingIps: listOf(text()),
      reasons: listOf(text(), 'additional information and reason codes'),
      reporters: listOf(text()),
    }),
    'most sessions first',
  ),
  totals: object<ReportTotals>({ successful: whole(), failed: whole() }),
  problems: listOf(object<TlsReportShowData['problems'][number]>({ code: text(), detail: text() })),
});
