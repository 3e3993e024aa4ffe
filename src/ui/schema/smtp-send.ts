/** Data of `smtp send`. */
import type {
  AttemptReport,
  ExpectationReport,
  MessageReport,
  RateReport,
  RecipientReport,
  ReplyReport,
  SendData,
  StepReport,
} from '../../core/send/index.ts';
import type { TranscriptLine } from '../../core/smtp/index.ts';
import { flag, listOf, number, object, oneOf, optional, text, whole } from './shapes.ts';

const reply = object<ReplyReport>({
  code: whole('200 to 599'),
  enhanced: optional(text('as 5.1.1')),
  lines: listOf(text(), 'without code and separator'),
});

const step = object<StepReport>({
  stage: text(
    'connect, tls, greeting, ehlo, helo, lhlo, starttls, xclient, auth, mail, rcpt, data, bdat, body, dot, rset, quit',
  ),
  sent: optional(text('the command; what AUTH says is masked')),
  reply: optional(reply),
  atMs: number('milliseconds since the dial began'),
  tookMs: optional(number('until its reply')),
  isSecure: flag('under TLS'),
  recipient: optional(text()),
  octets: optional(whole('of the content, as sent')),
});

const line = object<TranscriptLine>({
  atMs: number('milliseconds since the dial began'),
  kind: oneOf(['sent', 'received', 'refused', 'note', 'error']),
  isSecure: flag('under TLS'),
  text: text(),
});

const attempt = object<AttemptReport>({
  host: text(),
  address: text(),
  port: optional(whole('absent for a socket in the file system')),
  outcome: text(
    'done, refused, not-offered, auth-failed, protocol-error, closed, timeout, unreachable, tls-failed, untrusted, …',
  ),
  detail: text(),
  offered: listOf(text(), 'keywords of the last EHLO reply'),
  tls: optional(
    object<NonNullable<AttemptReport['tls']>>({ protocol: text(), cipher: text(), verdict: optional(text()) }),
  ),
  steps: listOf(step),
  transcript: listOf(line),
});

const recipient = object<RecipientReport>({
  address: text(),
  status: oneOf(['accepted', 'refused', 'deferred', 'unsent']),
  stage: text('where it was decided'),
  reply: optional(reply),
  why: optional(text('why it was not sent')),
});

const rate = object<RateReport>({
  wanted: whole(),
  sent: whole('transactions'),
  accepted: whole('by all their recipients'),
  refused: whole(),
  deferred: whole(),
  unsent: whole(),
  connections: whole(),
  seconds: number(),
  perSecond: whole(),
});

export const smtpSendData = object<SendData>({
  accepted: flag('every recipient was taken'),
  server: optional(text('the one that the results are from')),
  outcome: text('of the last conversation, or no-route'),
  detail: text('in one sentence'),
  recipients: listOf(recipient, 'empty for a repeated mail'),
  message: object<MessageReport>({
    octets: whole('as on the wire, before dots are doubled'),
    bareLf: whole('met in the file'),
    bareCr: whole('met in the file'),
  }),
  attempts: listOf(attempt, 'connections, in the order they were tried'),
  expectations: optional(
    listOf(object<ExpectationReport>({ expected: text(), met: flag(), got: optional(text('the reply that decided')) })),
  ),
  rate: optional(rate),
});
