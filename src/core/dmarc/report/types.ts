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
