/** What `dmarc query` answers. */
import type { ShownStep } from './eval.ts';
import type { RecordFault, Tag } from './record/types.ts';
import type { ReportAddress } from './reports-to.ts';
import type { Disposition, PolicySource, Rules } from './words.ts';

/** A policy as it would meet a message from somewhere. */
export interface Reach {
  readonly asked: Disposition;
  readonly tag: 'p' | 'sp' | 'np';
  /** Where the record stands. */
  readonly policyDomain: string;
}

export interface DomainPolicy {
  readonly rfc: Rules;
  /** `none`: no policy applies; `unusable`: the record is of no use; `undecided`: a question was not answered. */
  readonly status: 'found' | 'none' | 'unusable' | 'undecided';
  readonly policyDomain?: string;
  readonly policySource?: PolicySource;
  readonly organizationalDomain?: string;
  readonly record?: string;
  readonly tags: readonly Tag[];
  /** For the domain itself, for names below that exist, and for those that do not; each absent where no policy reaches. */
  readonly policies: { readonly domain?: Reach; readonly subdomains?: Reach; readonly nonexistent?: Reach };
  readonly testing: boolean;
  readonly pct: number;
  readonly alignment?: { readonly spf: 'relaxed' | 'strict'; readonly dkim: 'relaxed' | 'strict' };
  readonly faults: readonly RecordFault[];
  readonly reports: readonly ReportAddress[];
  readonly steps: readonly ShownStep[];
}

export interface DmarcQueryData extends DomainPolicy {
  readonly domain: string;
  /** By RFC 7489, beside RFC 9989, where both were asked for. */
  readonly other?: DomainPolicy;
}
