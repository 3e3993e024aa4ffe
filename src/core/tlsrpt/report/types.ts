/** A report on TLS as read (RFC 8460 §4.4), JSON-safe; what is absent was not said. */

export interface TlsReport {
  /** The file, and where inside it: `mail.eml: report.json.gz`. */
  readonly source: string;
  readonly organization?: string;
  readonly contact?: string;
  readonly reportId?: string;
  /** RFC 3339. */
  readonly begin?: string;
  readonly end?: string;
  readonly policies: readonly PolicyResult[];
  /** What was not as it should be, and was read all the same. */
  readonly faults: readonly string[];
}

export interface PolicyResult {
  /** `sts`, `tlsa`, `no-policy-found`, or what was said; in lower case. */
  readonly type: string;
  readonly domain?: string;
  /** Lines of a policy, or TLSA records. */
  readonly strings: readonly string[];
  readonly mxHosts: readonly string[];
  readonly successful: number;
  readonly failed: number;
  readonly failures: readonly FailureDetail[];
}

export interface FailureDetail {
  /** A word of RFC 8460 §4.3, or what was said; in lower case. */
  readonly resultType: string;
  readonly sendingMtaIp?: string;
  readonly receivingMxHostname?: string;
  readonly receivingMxHelo?: string;
  readonly receivingIp?: string;
  readonly count: number;
  readonly information?: string;
  readonly reasonCode?: string;
}
