/** The words of DMARC, and what is answered; JSON-safe. */
import type { LookupOptions, Name, Resolver, SecurityStatus } from '../dns/index.ts';
import type { DmarcRecord } from './record/types.ts';

export type * from './words.ts';

/** The port to DNS: a look-up, aliases followed, failures as values. */
export type DmarcDns = Pick<Resolver, 'lookup'>;

export interface DmarcPorts extends LookupOptions {
  readonly dns: DmarcDns;
  /** The organizational domain of a name by a list of public suffixes (RFC 7489 §3.2); asked under RFC 7489 alone. */
  readonly suffixes: () => Promise<SuffixList>;
}

export interface SuffixList {
  /** The public suffix and one label more; the name itself where it is a public suffix. */
  organizationalDomain(name: Name): Name;
}

/** What was found at `_dmarc.DOMAIN`. */
export interface Step {
  readonly domain: Name;
  /** The name asked for. */
  readonly query: string;
  /** `several`: more than one record, which is as good as none under RFC 9989. */
  readonly outcome: 'record' | 'none' | 'several' | 'failed';
  /** Texts that begin as a record does. */
  readonly records: readonly string[];
  /** TXT records of other kinds there. */
  readonly others: number;
  readonly record?: DmarcRecord;
  /** DNSSEC status of the answer, for information. */
  readonly status?: SecurityStatus;
  /** Why there is no answer. */
  readonly error?: string;
}
