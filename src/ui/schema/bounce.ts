/** Data of `bounce parse`. */
import {
  BOUNCE_KINDS,
  type BouncedRecipient,
  type BounceParseData,
  type BounceReading,
  type ReadMessage,
} from '../../core/bounce/index.ts';
import { listOf, mapOf, number, object, oneOf, optional, type Rows, text, whole } from './shapes.ts';

const kind = oneOf(BOUNCE_KINDS, 'the worst of the recipients; unknown is never guessed at');

const recipient = object<BouncedRecipient>({
  address: text('the original recipient where both are given'),
  kind: oneOf(BOUNCE_KINDS),
  action: optional(text('failed, delayed; of a report what it says')),
  status: optional(text('enhanced status code, as 5.1.1; of a report its Status')),
  enhancedCode: optional(text('the code that says most')),
  replyCode: optional(whole('of SMTP')),
  remoteHost: optional(text()),
  text: optional(text('what was said')),
});

const reading: Rows<BounceReading> = {
  kind,
  family: text('what tells it: dsn, a mailer, receipt, feedback, …; none where nothing does'),
  confidence: number('from 0 to 1'),
  recipients: listOf(recipient),
  reason: text('for people'),
  from: optional(text('address of who sent it')),
  subject: optional(text()),
  originalMessageId: optional(text('of the message that came back')),
};

export const bounceParseData = object<BounceParseData>({
  kind,
  recipients: listOf(recipient, 'of all messages'),
  family: optional(text('what tells it; none where nothing does')),
  confidence: optional(number('from 0 to 1')),
  reason: optional(text('for people')),
  from: optional(text('address of who sent it')),
  subject: optional(text()),
  originalMessageId: optional(text('of the message that came back')),
  messages: optional(
    listOf(
      object<ReadMessage>({ ...reading, source: text('the file, and which message in it') }),
      'where there are several',
    ),
  ),
  counts: optional(mapOf(whole('messages of that kind, where there are several'))),
});
