/** Data of `dsn parse`, `dsn craft`. */
import {
  ACTIONS,
  type Action,
  type DeliveryReport,
  type Diagnostic,
  type DsnCraftData,
  type DsnParseData,
  type ExtensionField,
  FAULTS,
  type Fault,
  type ParsedMessage,
  REPORT_KINDS,
  type ReportedRecipient,
  type ReturnedMessage,
  type TypedValue,
} from '../../core/dsn/index.ts';
import {
  anyOf,
  constant,
  flag,
  instant,
  listOf,
  object,
  oneOf,
  optional,
  type Rows,
  type Shape,
  text,
  whole,
} from './shapes.ts';

const typed = (about?: string): Shape =>
  object<TypedValue>({ type: text('lower case; may be empty'), value: text() }, about);
const extensions = listOf(object<ExtensionField>({ name: text(), value: text() }), 'other fields, as they stand');

const recipient = object<ReportedRecipient>({
  address: text('the original recipient where both are given, else the final one'),
  originalRecipient: optional(typed()),
  finalRecipient: optional(typed()),
  action: optional(text(`${ACTIONS.join(', ')}, or what stands there`)),
  status: optional(text('as 5.1.1')),
  meaning: optional(text('of the status, RFC 3463')),
  remoteMta: optional(typed()),
  diagnostic: optional(
    object<Diagnostic>({
      type: text(),
      value: text(),
      replyCode: optional(whole('of SMTP')),
      enhancedCode: optional(text('as 5.1.1')),
    }),
  ),
  lastAttempt: optional(instant()),
  willRetryUntil: optional(instant()),
  finalLogId: optional(text()),
  extensions,
});

const original = object<ReturnedMessage>(
  {
    form: oneOf(['message', 'headers', 'none']),
    type: optional(text('media type')),
    sizeBytes: optional(whole()),
    messageId: optional(text()),
    from: optional(text()),
    to: optional(text()),
    subject: optional(text()),
    date: optional(instant()),
  },
  'what came back of the message',
);

const kind = oneOf(REPORT_KINDS, 'the worst of the recipients');
const report: Rows<Partial<DeliveryReport>> = {
  kind: optional(kind),
  form: optional(oneOf(['delivery-status', 'global-delivery-status'])),
  reportingMta: optional(typed()),
  dsnGateway: optional(typed()),
  receivedFromMta: optional(typed()),
  originalEnvelopeId: optional(text()),
  arrivalDate: optional(instant()),
  extensions: optional(extensions),
  recipients: optional(listOf(recipient)),
  text: optional(text('for people')),
  original: optional(original),
  faults: optional(listOf(object<Fault>({ code: oneOf(FAULTS), detail: text() }))),
};

export const dsnParseData = object<DsnParseData>({
  ...report,
  kind,
  recipients: listOf(recipient, 'of all messages'),
  messages: optional(
    listOf(
      object<ParsedMessage>({
        ...report,
        source: text('the file, and which message in it'),
        problem: optional(text()),
      }),
      'where there is not exactly one',
    ),
  ),
});

export const dsnCraftData = object<DsnCraftData>({
  message: text('the report, base64'),
  envelope: object<DsnCraftData['envelope']>({ sender: constant(''), recipient: text(), notify: constant('NEVER') }),
  recipients: listOf(
    object<DsnCraftData['recipients'][number]>({ address: text(), action: oneOf(ACTIONS), status: text() }),
  ),
  returned: oneOf(['full', 'headers', 'none'], 'what is enclosed of the original'),
  messageId: text(),
  needs: object<DsnCraftData['needs']>({ eightBitMime: flag(), smtpUtf8: flag() }, 'what the next server must offer'),
});

/** An entry of a queue that `dsn craft --queue` takes; other names are passed over. */
interface QueueEntry {
  readonly sender: string;
  readonly recipients: readonly QueueRecipient[];
  readonly envid?: string;
  readonly ret?: string;
  readonly arrival?: string;
  readonly receivedFrom?: string;
  readonly reportingMta?: string;
  readonly message?: string;
  readonly original?: string;
}

interface QueueRecipient {
  readonly address: string;
  readonly orcpt?: string;
  readonly notify?: string | readonly string[];
  readonly action?: Action;
  readonly status?: string;
  readonly diagnostic?: string;
  readonly remoteMta?: string;
  readonly lastAttempt?: string;
  readonly retryUntil?: string;
  readonly finalLogId?: string;
}

const queueRecipient = object<QueueRecipient>({
  address: text('as it was tried last'),
  orcpt: optional(text('as in RCPT: rfc822;xtext')),
  notify: optional(anyOf(text('as in RCPT: FAILURE,DELAY'), listOf(text()))),
  action: optional(oneOf(ACTIONS, 'failed where absent')),
  status: optional(text('as 5.1.1')),
  diagnostic: optional(text('what the other side said')),
  remoteMta: optional(text('the host that said it')),
  lastAttempt: optional(instant()),
  retryUntil: optional(instant('with delayed: until when it is tried')),
  finalLogId: optional(text()),
});

export const dsnQueueEntry = object<QueueEntry>({
  sender: text('in the envelope; empty or <> is the null sender'),
  recipients: listOf(queueRecipient),
  envid: optional(text('as in MAIL: xtext')),
  ret: optional(oneOf(['full', 'hdrs', 'none', 'FULL', 'HDRS'])),
  arrival: optional(instant()),
  receivedFrom: optional(text('the host that it came from')),
  reportingMta: optional(text('who reports')),
  message: optional(text('the original, base64')),
  original: optional(text('or the name of its file')),
});
