/** An aggregate report as read (RFC 7489 Appendix C, RFC 9990 §3), JSON-safe; what is absent was not said. */

export interface AggregateReport {
  /** The file, and where inside it: `mail.eml: report.xml.gz`. */
  readonly source: string;
  readonly form: 'rfc7489' | 'rfc9990';
  readonly organization?: string;
  readonly email?: string;
  readonly contact?: string;
  readonly reportId?: string;
  /** RFC 3339. */
  readonly begin?: string;
  readonly end?: string;
  readonly generator?: string;
  readonly errors: readonly string[];
  readonly policy: PublishedPolicy;
  readonly records: readonly ReportRecord[];
  /** What was not as it should be, and was read all the same. */
  readonly faults: readonly string[];
}

export interface PublishedPolicy {
  readonly domain?: string;
  readonly p?: string;
  readonly sp?: string;
  readonly np?: string;
  readonly adkim?: string;
  readonly aspf?: string;
  readonly pct?: string;
  readonly fo?: string;
  readonly testing?: string;
  readonly discoveryMethod?: string;
}

export interface ReportRecord {
  readonly sourceIp: string;
  readonly count: number;
  /** What the receiver did. */
  readonly disposition?: string;
  /** Aligned passes, as the receiver found them. */
  readonly dkim: boolean;
  readonly spf: boolean;
  readonly reasons: readonly { readonly type: string; readonly comment?: string }[];
  readonly headerFrom?: string;
  readonly envelopeFrom?: string;
  readonly envelopeTo?: string;
  readonly dkimResults: readonly AuthResult[];
  readonly spfResults: readonly AuthResult[];
}

export interface AuthResult {
  readonly domain?: string;
  readonly result?: string;
  readonly selector?: string;
  readonly scope?: string;
  readonly comment?: string;
}

/** A failure report as read (RFC 6591, RFC 9991), JSON-safe; what is absent was not said. */
export interface FailureReport {
  readonly source: string;
  /** `auth-failure`; of other reports in the same frame (RFC 5965) as `abuse`. */
  readonly feedbackType: string;
  readonly userAgent?: string;
  readonly reportedDomain?: string;
  readonly sourceIp?: string;
  /** RFC 3339. */
  readonly arrivedAt?: string;
  readonly originalMailFrom?: string;
  readonly originalRcptTo: readonly string[];
  /** `delivered`, `spam`, `policy`, `reject`, `other`. */
  readonly deliveryResult?: string;
  /** What failed: `dmarc`, `spf`, `signature`, `bodyhash`, `revoked`, `adsp`. */
  readonly authFailure: readonly string[];
  /** Mechanisms that were aligned: `dkim`, `spf`. */
  readonly identityAlignment: readonly string[];
  readonly authenticationResults: readonly string[];
  readonly dkimDomain?: string;
  readonly dkimSelector?: string;
  readonly dkimIdentity?: string;
  readonly spfDns?: string;
  /** Messages it stands for. */
  readonly incidents: number;
  /** Of the message, as written. */
  readonly headerFrom?: string;
  readonly subject?: string;
  readonly messageId?: string;
  readonly faults: readonly string[];
}
