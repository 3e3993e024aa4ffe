/** The words of DNS that the rest of the program uses. */
import type { Failure, Result } from '../../base/index.ts';

/**
 * A domain name inside the program: lower case, no trailing dot, root is the empty string.
 * Labels are joined by dots; octets outside printable ASCII, dots and backslashes inside a label are escaped as
 * `\DDD` or `\X` (RFC 1035 §5.1). Made by `parseName` (presentation) or the message reader (wire).
 */
export type Name = string;

/** RFC 4035 §4.3; `indeterminate` also where no validation was asked for. */
export type SecurityStatus = 'secure' | 'insecure' | 'bogus' | 'indeterminate';

/** RDATA is decompressed (RFC 3597 §4) and otherwise the octets received. */
export interface ResourceRecord {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  readonly rdata: Uint8Array;
}

/** Records of one owner, class and type, with the RRSIGs that cover them. */
export interface Rrset {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  /** The smallest TTL seen in the set (RFC 2181 §5.2). */
  readonly ttlSeconds: number;
  readonly rdatas: readonly Uint8Array[];
  /** RRSIG RDATA as received, undecoded. */
  readonly signatures: readonly Uint8Array[];
}

export interface Question {
  readonly name: Name;
  readonly type: number;
}

/** Why a status is what it is; the chain reads from the trust anchor down. */
export interface Reason {
  /** Stable and dotted: `dnssec.signature-expired`. */
  readonly code: string;
  /** One sentence with names, tags and dates. */
  readonly text: string;
  readonly zone?: Name;
  /** Extended DNS error (RFC 8914) that fits, where one does. */
  readonly ede?: number;
  readonly refs?: readonly string[];
}

export type DnsErrorCode =
  | 'dns/timeout'
  | 'dns/unreachable'
  | 'dns/servfail'
  | 'dns/refused'
  | 'dns/garbage'
  | 'dns/mismatch'
  | 'dns/aborted'
  | 'dns/name'
  | 'dns/configuration';

export interface DnsError extends Failure<DnsErrorCode> {
  /** Who failed to answer, as `address:port` or URL. */
  readonly server?: string;
  readonly question?: Question;
  /** Extended errors the server gave (RFC 8914). */
  readonly ede?: readonly { readonly code: number; readonly text: string }[];
}

/**
 * What a look-up found. NXDOMAIN and NODATA are answers: `rcode` 3, or 0 with no records.
 * When `status` is `bogus` the records are shown for diagnosis only and must not be used.
 */
export interface Answer {
  readonly question: Question;
  readonly status: SecurityStatus;
  /** RCODE of the final name (RFC 1035 §4.1.1). */
  readonly rcode: number;
  /** Owner of `records`: the question's name after CNAME and DNAME. */
  readonly canonicalName: Name;
  /** The aliases followed, in order; each with the status of its own record. */
  readonly aliases: readonly { readonly from: Name; readonly to: Name; readonly status: SecurityStatus }[];
  /** RRset of the question's type at `canonicalName`; empty on NXDOMAIN and NODATA. */
  readonly records: readonly ResourceRecord[];
  readonly reasons: readonly Reason[];
  /** Seconds the answer may be kept. */
  readonly ttlSeconds: number;
  /** Who answered, as `address:port` or URL; `cache` never appears here: the original server does. */
  readonly server?: string;
}

export interface LookupOptions {
  readonly signal?: AbortSignal;
}

/** The port through which everything else asks; see `createResolver`. */
export interface Resolver {
  lookup(name: Name, type: number, options?: LookupOptions): Promise<Result<Answer, DnsError>>;
  close(): Promise<void>;
}

/** One section-preserving message, as the reader gives it. */
export interface Message {
  readonly id: number;
  readonly opcode: number;
  readonly rcode: number;
  readonly flags: {
    readonly qr: boolean;
    readonly aa: boolean;
    readonly tc: boolean;
    readonly rd: boolean;
    readonly ra: boolean;
    readonly ad: boolean;
    readonly cd: boolean;
  };
  readonly questions: readonly (Question & { readonly class: number })[];
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
  readonly edns?: {
    readonly version: number;
    readonly udpSize: number;
    readonly dnssecOk: boolean;
    readonly options: readonly { readonly code: number; readonly data: Uint8Array }[];
  };
}

/** Sends one question upstream and gives the matching response; retries, truncation and spoof checks are inside. */
export interface Exchange {
  ask(question: Question, options: AskOptions): Promise<Result<Reply, DnsError>>;
  close(): Promise<void>;
}

export interface AskOptions {
  /** DO bit: send DNSSEC records (RFC 3225). */
  readonly dnssecOk: boolean;
  /** CD bit: we validate ourselves (RFC 4035 §4.6). */
  readonly checkingDisabled: boolean;
  readonly recursionDesired?: boolean;
  readonly signal?: AbortSignal;
}

export interface Reply {
  readonly message: Message;
  readonly server: string;
  /** The server answers only queries without EDNS, so no reply of its can carry DNSSEC (RFC 6891 §7). */
  readonly withoutEdns?: true;
}
