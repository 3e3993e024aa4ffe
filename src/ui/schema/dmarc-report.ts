/** Data of `dmarc report show`. */
import type {
  AggregateReport,
  AuthResult,
  FailureReport,
  PublishedPolicy,
  ReportRecord,
  ReportShowData,
  ReportSource,
  ReportTotals,
} from '../../core/dmarc/index.ts';
import { flag, instant, listOf, mapOf, object, oneOf, optional, type Rows, text, whole } from './shapes.ts';

const totals: Rows<ReportTotals> = { messages: whole(), passed: whole(), failed: whole() };

const result = object<AuthResult>({
  domain: optional(text()),
  result: optional(text()),
  selector: optional(text()),
  scope: optional(text()),
  comment: optional(text()),
});

const policy = object<PublishedPolicy>({
  domain: optional(text()),
  p: optional(text()),
  sp: optional(text()),
  np: optional(text()),
  adkim: optional(text()),
  aspf: optional(text()),
  pct: optional(text()),
  fo: optional(text()),
  testing: optional(text()),
  discoveryMethod: optional(text('psl or treewalk')),
});

const record = object<ReportRecord>({
  sourceIp: text(),
  count: whole(),
  disposition: optional(text('what the receiver did')),
  dkim: flag('an aligned pass, as the receiver found it'),
  spf: flag('an aligned pass, as the receiver found it'),
  reasons: listOf(object<ReportRecord['reasons'][number]>({ type: text(), comment: optional(text()) })),
  headerFrom: optional(text()),
  envelopeFrom: optional(text()),
  envelopeTo: optional(text()),
  dkimResults: listOf(result),
  spfResults: listOf(result),
});

const report = object<AggregateReport>({
  source: text('the file, and where inside it'),
  form: oneOf(['rfc7489', 'rfc9990']),
  organization: optional(text()),
  email: optional(text()),
  contact: optional(text()),
  reportId: optional(text()),
  begin: optional(instant()),
  end: optional(instant()),
  generator: optional(text()),
  errors: listOf(text()),
  policy,
  records: listOf(record),
  faults: listOf(text(), 'not as it should be, and read all the same'),
});

const source = object<ReportSource>({
  ip: text(),
  hostname: optional(text('with --ptr')),
  ...totals,
  dkimAligned: whole(),
  spfAligned: whole(),
  dispositions: mapOf(whole()),
  headerFrom: listOf(text()),
  dkim: listOf(text()),
  spf: listOf(text()),
  reasons: listOf(text()),
});

const failure = object<FailureReport>({
  source: text('the file, and where inside it'),
  feedbackType: text('auth-failure, or of another report in the same frame'),
  userAgent: optional(text()),
  reportedDomain: optional(text()),
  sourceIp: optional(text()),
  arrivedAt: optional(instant()),
  originalMailFrom: optional(text()),
  originalRcptTo: listOf(text()),
  deliveryResult: optional(text('delivered, spam, policy, reject, other')),
  authFailure: listOf(text(), 'dmarc, spf, signature, bodyhash, revoked, adsp'),
  identityAlignment: listOf(text(), 'mechanisms that were aligned'),
  authenticationResults: listOf(text()),
  dkimDomain: optional(text()),
  dkimSelector: optional(text()),
  dkimIdentity: optional(text()),
  spfDns: optional(text()),
  incidents: whole('messages it stands for'),
  headerFrom: optional(text('of the message, as written')),
  subject: optional(text()),
  messageId: optional(text()),
  faults: listOf(text(), 'not as it should be, and read all the same'),
});

export const dmarcReportShowData = object<ReportShowData>({
  reports: listOf(report),
  sources: listOf(source, 'most failing mail first'),
  totals: object<ReportTotals>(totals),
  failures: listOf(failure, 'single messages that failed; counted in no total'),
  problems: listOf(object<ReportShowData['problems'][number]>({ code: text(), detail: text() })),
});
