/** Data of the commands of the queue. */
import type {
  QueueChangeData,
  QueueChangeResult,
  QueueImportData,
  QueueListData,
  QueueMessage,
  QueueRecipient,
  QueueRetryData,
  QueueRunData,
  QueueShowData,
  QueueShown,
  QueueTried,
} from '../../mta/queue/index.ts';
import { flag, instant, listOf, mapOf, object, oneOf, optional, type Rows, text, whole } from './shapes.ts';

const recipient = object<QueueRecipient>({
  address: text(),
  status: oneOf(['waiting', 'done', 'deferred', 'failed'], 'done and failed are final'),
  error: optional(text('what was said last')),
  host: optional(text('the last one tried')),
  attempts: optional(whole()),
  nextAttemptAt: optional(instant()),
});

const messageRows: Rows<QueueMessage> = {
  messageId: text(),
  queue: optional(text('a named queue')),
  receivedAt: instant('when it began to arrive'),
  ageSeconds: whole(),
  size: whole('octets: header section, empty line, body'),
  sender: text('empty for <>'),
  user: optional(text('who set the sender without being trusted to')),
  frozen: flag(),
  frozenAt: optional(instant()),
  recipients: listOf(recipient),
  generated: listOf(text(), 'addresses made of recipients that are settled'),
};

export const queueListData = object<QueueListData>({
  directory: text('spool_directory'),
  messages: listOf(object<QueueMessage>(messageRows), 'in the order of arrival'),
  count: whole(),
  frozen: whole(),
  octets: whole('all sizes together'),
  unreadable: listOf(object<QueueListData['unreadable'][number]>({ messageId: text(), reason: text() })),
});

export const queueShown = object<QueueShown>({
  ...messageRows,
  headers: listOf(
    object<QueueShown['headers'][number]>({
      letter: text('Exim’s: F for From, blank for most, * for one that was taken away'),
      text: text(),
    }),
  ),
  bodySize: whole('octets'),
  protocol: optional(text('as $received_protocol')),
  heloName: optional(text()),
  host: optional(text('address, and port where it is known')),
  hostName: optional(text()),
  authenticatedAs: optional(text('as $authenticated_id')),
  cipher: optional(text()),
  variables: mapOf(text(), 'acl_c… and acl_m…'),
  warnings: whole('warnings of delay sent so far'),
  body: optional(text('its beginning, where it was asked for')),
  bodyTruncated: optional(flag('there is more of it')),
});

export const queueShowData = object<QueueShowData>({
  messageId: text(),
  message: optional(queueShown),
});

export const queueChangeData = object<QueueChangeData>({
  action: oneOf(['freeze', 'thaw', 'remove']),
  results: listOf(
    object<QueueChangeResult>({
      messageId: text(),
      outcome: oneOf(['done', 'unchanged', 'missing', 'claimed', 'unreadable', 'failed']),
      error: optional(text()),
    }),
  ),
});

export const queueImportData = object<QueueImportData>({
  directory: text('spool_directory of this one'),
  from: text('that of the Exim'),
  imported: listOf(text(), 'ids'),
  present: listOf(text(), 'there already'),
  failed: listOf(object<QueueImportData['failed'][number]>({ messageId: text(), error: text() })),
});

export const queueRetryData = object<QueueRetryData>({
  results: listOf(
    object<QueueTried>({
      messageId: text(),
      outcome: oneOf(
        ['gone', 'waits', 'frozen', 'claimed', 'missing'],
        'gone: every recipient has it, or its sender a report',
      ),
      message: optional(object<QueueMessage>(messageRows)),
    }),
  ),
});

export const queueRunData = object<QueueRunData>({
  tried: whole('messages'),
  waiting: whole('messages in the queue afterwards'),
  frozen: whole('of those'),
});
