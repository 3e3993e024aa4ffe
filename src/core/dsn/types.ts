/** What a delivery status notification says (RFC 3464). */

/** RFC 3464 §2.3.3. */
export const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * What a report comes to: `hard` a lasting failure, `soft` one that waiting or room may mend, `delayed` no failure at all
 * yet; the good ones by their action. `unknown` where it does not say.
 */
export const REPORT_KINDS = ['hard', 'soft', 'delayed', 'delivered', 'relayed', 'expanded', 'unknown'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What of the original comes back (RFC 3461 §4.3), and nothing. */
export type Returned = 'full' | 'headers' | 'none';

/** A value behind its type: `dns; mx.example.org`, `rfc822; bob@example.org`, `smtp; 550 No such user`. */
export interface TypedValue {
  /** Lower case; empty where none is given. */
  readonly type: string;
  readonly value: string;
}

export interface Diagnostic extends TypedValue {
  /** Reply code of SMTP, where the text has one. */
  readonly replyCode?: number;
  /** Enhanced status code (RFC 3463) in the text. */
  readonly enhancedCode?: string;
}

export interface ExtensionField {
  readonly name: string;
  readonly value: string;
}

export interface ReportedRecipient {
  /** The original recipient where both are given, else the final one. */
  readonly address: string;
  readonly originalRecipient?: TypedValue;
  readonly finalRecipient?: TypedValue;
  /** Lower case; one of ACTIONS, unless the report has a word of its own. */
  readonly action?: string;
  /** `5.1.1`. */
  readonly status?: string;
  /** In words (RFC 3463 §3, RFC 5248). */
  readonly meaning?: string;
  readonly remoteMta?: TypedValue;
  readonly diagnostic?: Diagnostic;
  /** RFC 3339, as all times here. */
  readonly lastAttempt?: string;
  readonly willRetryUntil?: string;
  readonly finalLogId?: string;
  readonly extensions: readonly ExtensionField[];
}

/** The message that the report is about, as far as it came back. */
export interface ReturnedMessage {
  readonly form: 'message' | 'headers' | 'none';
  /** Media type of the part. */
  readonly type?: string;
  readonly sizeBytes?: number;
  readonly messageId?: string;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly date?: string;
}

export const FAULTS = [
  'not-multipart-report',
  'wrong-type',
  'no-status-part',
  'no-recipients',
  'too-many-recipients',
  'no-reporting-mta',
  'no-recipient',
  'no-action',
  'no-status',
  'bad-action',
  'bad-status',
  'bad-date',
  'action-against-status',
  'junk-line',
  'groups-run-together',
  'nested',
  'no-boundary',
  'boundary-not-found',
  'not-closed',
  'too-deep',
  'too-many-parts',
] as const;
export type FaultCode = (typeof FAULTS)[number];

/** Not as the standards have it, and read all the same. */
export interface Fault {
  readonly code: FaultCode;
  readonly detail: string;
}

export interface DeliveryReport {
  readonly kind: ReportKind;
  /** Media type of the part with the fields, as it should be: RFC 3464 or RFC 6533. */
  readonly form: 'delivery-status' | 'global-delivery-status';
  readonly reportingMta?: TypedValue;
  readonly dsnGateway?: TypedValue;
  readonly receivedFromMta?: TypedValue;
  readonly originalEnvelopeId?: string;
  readonly arrivalDate?: string;
  readonly extensions: readonly ExtensionField[];
  readonly recipients: readonly ReportedRecipient[];
  /** For people: the first part. */
  readonly text?: string;
  readonly original: ReturnedMessage;
  readonly faults: readonly Fault[];
}
