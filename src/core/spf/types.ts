/** What a check asks and answers (RFC 7208 §2.6, §4.1), JSON-safe but for the client's octets. */
import type { LookupOptions, Resolver, SecurityStatus } from '../dns/index.ts';
import type { SyntaxFault } from './grammar/types.ts';

/** RFC 7208 §2.6. */
export type SpfResult = 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror';

/** The port to DNS: a resolver's look-up, aliases followed, failures as values. */
export type SpfDns = Pick<Resolver, 'lookup'>;

export interface SpfQuestion {
  /** The client's address: four or sixteen octets; an IPv4-mapped one counts as IPv4 (RFC 7208 §5). */
  readonly ip: Uint8Array;
  /** MAIL FROM without its brackets; empty for the null sender, which is then postmaster at `helo` (RFC 7208 §2.4). */
  readonly sender: string;
  /** As the client said it; an address literal or nonsense is allowed. */
  readonly helo: string;
  /** Which domain's policy; default: the sender's. */
  readonly domain?: string;
}

export interface SpfPorts extends LookupOptions {
  readonly dns: SpfDns;
  /** For `%{t}`. */
  readonly now: () => Date;
  /** Our name, for `%{r}`; default `unknown` (RFC 7208 §7.3). */
  readonly receiver?: string;
  readonly limits?: Partial<SpfLimits>;
  /**
   * What is said of `fail`, `softfail` and `neutral` where the domain says nothing of its own; macros as in an explanation
   * (RFC 7208 §6.2).
   */
  readonly usualExplanation?: string;
  /**
   * Ask for several terms at once, though an earlier one may match; for resolvers that keep answers and join equal questions
   * (`createResolver` does). Default: each look-up in its turn.
   */
  readonly asksAhead?: boolean;
}

/** RFC 7208 §4.6.4. */
export interface SpfLimits {
  /** Terms that ask DNS; 10. */
  readonly lookups: number;
  /** Answers with nothing in them; 2. */
  readonly voids: number;
  /** Names looked at for each `mx`, `ptr` and `%{p}`; 10. */
  readonly names: number;
  /** For the whole check, after which it is a temperror; 20 seconds. */
  readonly elapsedMs: number;
}

/** Why there is no better result; a finding's id without `spf.`. */
export type ProblemCode =
  | 'domain-malformed'
  | 'no-record'
  | 'several-records'
  | 'syntax'
  | 'dns-failed'
  | 'too-many-lookups'
  | 'too-many-voids'
  | 'too-many-mx'
  | 'include-without-record'
  | 'redirect-without-record';

export interface Problem {
  readonly code: ProblemCode;
  /** One sentence without a full stop. */
  readonly detail: string;
  /** Whose record it is in, or who has none. */
  readonly domain: string;
  /** As written, where one is to blame. */
  readonly term?: string;
  readonly faults?: readonly SyntaxFault[];
}

export interface SpfVerdict {
  readonly result: SpfResult;
  /** Which identity was checked (RFC 7208 §2.3, §2.4). */
  readonly identity: 'mailfrom' | 'helo';
  readonly ip: string;
  readonly domain: string;
  /** With the local part a missing one stands for. */
  readonly sender: string;
  readonly helo: string;
  /** The directive that decided, as written in the last record looked at. */
  readonly mechanism?: string;
  readonly problem?: Problem;
  /** On fail, where the domain publishes one that can be used (RFC 7208 §6.2). */
  readonly explanation?: string;
  /** Whose record asks for the explanation. */
  readonly explanationDomain?: string;
  /** Terms that asked DNS, the one that was too many included. */
  readonly lookups: number;
  readonly voids: number;
  /** The records looked at; absent where the domain is malformed. */
  readonly trace?: RecordTrace;
}

export interface RecordTrace {
  readonly domain: string;
  readonly result: SpfResult;
  /** As published. */
  readonly record?: string;
  /** DNSSEC status of the answer that has it; for information. */
  readonly status?: SecurityStatus;
  readonly terms: readonly TermTrace[];
  readonly problem?: Problem;
}

export interface TermTrace {
  readonly term: string;
  /** `ignored`: not looked at, since the result was known; `used`: a modifier that had its say. */
  readonly outcome: 'match' | 'no-match' | 'error' | 'ignored' | 'used';
  /** Which look-up of the check it is, for terms that count. */
  readonly lookups?: number;
  /** What its macros came to, where it has any. */
  readonly target?: string;
  readonly detail?: string;
  readonly queries: readonly QueryTrace[];
  /** Of include and redirect. */
  readonly record?: RecordTrace;
}

export interface QueryTrace {
  readonly name: string;
  readonly type: string;
  /** Absent where no answer came. */
  readonly status?: SecurityStatus;
  /** Records in the answer; 0 is a void look-up. */
  readonly records: number;
  readonly error?: string;
}
