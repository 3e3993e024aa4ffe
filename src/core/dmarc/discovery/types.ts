/** The policy of an author domain, and how it was found. */
import type { DnsError, Name } from '../../dns/index.ts';
import type { DmarcRecord } from '../record/types.ts';
import type { PolicySource, Step } from '../types.ts';

export interface FoundPolicy {
  readonly domain: Name;
  readonly source: PolicySource;
  readonly record: DmarcRecord;
}

export interface Discovery {
  readonly author: Name;
  /** Every name asked for, in order. */
  readonly steps: readonly Step[];
  /** Absent where there is none, or where a question was not answered. */
  readonly policy?: FoundPolicy;
  /** The question without an answer. */
  readonly failed?: Step;
  /** The author's; absent under RFC 9989 where the author's own record made a walk needless. */
  readonly organizationalDomain?: Name;
}

/** What the two texts do each their own way. */
export interface Method {
  discover(author: Name): Promise<Discovery>;
  /** For alignment; the step that failed where it cannot be known. */
  organizationalDomain(name: Name): Promise<Name | Step>;
  /** Does the name exist (RFC 8020)? A failure where DNS does not say. */
  exists(name: Name): Promise<boolean | DnsError>;
}
