/** What is known of a message while it comes in. A new record begins with every MAIL. */
import type { MailParameters, RcptParameters } from '../../core/smtp/index.ts';
import type { Text } from '../expand/index.ts';

/** A header field with the letter the spool knows it by (`F` From, `*` deleted); LF ends its lines. */
export interface HeaderLine {
  readonly letter: string;
  readonly text: string;
}

export interface IncomingRecipient {
  readonly address: string;
  /** Before it was rewritten, where it was. */
  readonly said?: string;
  readonly parameters: RcptParameters;
}

/** What is counted of a body, and what of it can be seen. */
export interface BodyFacts {
  readonly octets: number;
  readonly lines: number;
  readonly zeros: number;
  readonly longestLine: number;
  /** As much of its beginning and of its end as `message_body_visible` says, line ends LF. */
  readonly beginning: string;
  readonly end: string;
}

export interface IncomingMessage {
  /** Known once data begins. */
  id?: string | undefined;
  /** Empty for the null path. */
  sender: string;
  /** Before it was rewritten. */
  readonly saidSender: string;
  /** The sender before its verification rewrote it, which then is not done again; refusals are logged with it. */
  unrewritten?: string | undefined;
  parameters: MailParameters;
  readonly recipients: IncomingRecipient[];
  /** `AUTH=` of MAIL, where it was believed. */
  authenticatedSender?: string | undefined;
  headers: readonly HeaderLine[];
  /** Those that ACLs have added so far, as text. */
  headersAdded: readonly string[];
  body?: BodyFacts | undefined;
  /** Of the header as it came, before fields were added. */
  headerRead?: { readonly octets: number; readonly lines: number } | undefined;
  receivedMs?: number | undefined;
  queueName?: string | undefined;
  isUtf8: boolean;
  /** Its recipients were judged one by one (PRDR). */
  isPrdr: boolean;
  /** What was set by name and lasts as long as the message. */
  readonly values: Map<string, string | Text>;
}

/** With every field from the start, as connections are. */
export const createMessage = (sender: string, parameters: MailParameters, saidSender = sender): IncomingMessage => ({
  id: undefined,
  sender,
  saidSender,
  unrewritten: undefined,
  parameters,
  recipients: [],
  authenticatedSender: undefined,
  headers: [],
  headersAdded: [],
  body: undefined,
  headerRead: undefined,
  receivedMs: undefined,
  queueName: undefined,
  isUtf8: false,
  isPrdr: false,
  values: new Map(),
});
