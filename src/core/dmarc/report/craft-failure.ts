/**
 * A failure report made (RFC 6591, in the frame of RFC 5965): words for people, fields for programs, and the header of the
 * message it is about.
 */
import type { Evaluation } from '../evaluate.ts';

export interface FailedMessage {
  readonly from: string;
  readonly to: string;
  readonly date: string;
  readonly arrivedAt: string;
  readonly sourceIp: string;
  readonly mailFrom: string;
  readonly recipients: readonly string[];
  /** As `$dmarc_status_text` has it. */
  readonly status: string;
  readonly userAgent: string;
  /** What the message came to: delivered, or refused. */
  readonly evaluation: Evaluation;
  readonly dkim: readonly { readonly domain: string; readonly selector: string }[];
  /** Its header as it came, lines ending in LF. */
  readonly header: string;
  /** Parts the report; nothing in the header is like it. */
  readonly boundary: string;
}

/** @returns the mail as octets, lines ending in LF */
export function craftFailureReport(message: FailedMessage): string {
  const { from, to, date, sourceIp, evaluation, boundary, header } = message;
  const domain = evaluation.discovery.policy?.domain ?? evaluation.author;
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: DMARC Forensic Report for ${evaluation.author} from IP ${sourceIp}`,
    `Date: ${date}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=feedback-report; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `A message came here in the name of ${evaluation.author}, and failed DMARC. The policy of ${domain} asks for this report.`,
    '',
    ...labelled(message),
    '',
    `--${boundary}`,
    'Content-Type: message/feedback-report',
    '',
    ...fields(message),
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    `${header}`,
    `--${boundary}--`,
    '',
  ].join('\n');
}

const isAligned = ({ identifiers }: Evaluation, mechanism: string): boolean =>
  identifiers.some((one) => one.mechanism === mechanism && one.isAligned && one.result === 'pass');

const answer = (evaluation: Evaluation, mechanism: string): string => (isAligned(evaluation, mechanism) ? 'yes' : 'no');

/** Exim spec ch. "DMARC": what it tells people of. */
const labelled = ({ evaluation, sourceIp, arrivedAt, status }: FailedMessage): readonly string[] => [
  `Sender Domain: ${evaluation.author}`,
  `Sender IP Address: ${sourceIp}`,
  `Received Date: ${arrivedAt}`,
  `SPF Alignment: ${answer(evaluation, 'spf')}`,
  `DKIM Alignment: ${answer(evaluation, 'dkim')}`,
  `DMARC Results: ${status}`,
];

/** RFC 6591 §3.1; nothing of them has a line end, whoever chose it. */
function fields(message: FailedMessage): readonly string[] {
  const { evaluation, mailFrom, recipients, arrivedAt, sourceIp, dkim, userAgent } = message;
  const aligned = ['dkim', 'spf'].filter((mechanism) => isAligned(evaluation, mechanism));
  const rows: readonly (readonly [string, string])[] = [
    ['Feedback-Type', 'auth-failure'],
    ['User-Agent', userAgent],
    ['Version', '1'],
    ['Original-Mail-From', `<${mailFrom}>`],
    ...recipients.map((address) => ['Original-Rcpt-To', `<${address}>`] as const),
    ['Arrival-Date', arrivedAt],
    ['Source-IP', sourceIp],
    ['Reported-Domain', evaluation.author],
    ['Auth-Failure', 'dmarc'],
    ['Identity-Alignment', aligned.length === 0 ? 'none' : aligned.join(', ')],
    ['Delivery-Result', RESULTS[evaluation.disposition]],
    ...dkim.flatMap(({ domain, selector }) => [['DKIM-Domain', domain] as const, ['DKIM-Selector', selector] as const]),
  ];
  return rows.map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}`);
}

/** RFC 6591 §3.2.2. */
const RESULTS = { none: 'delivered', quarantine: 'policy', reject: 'reject' } as const;
