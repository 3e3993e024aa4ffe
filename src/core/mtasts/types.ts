/** The words of an MTA-STS check: what goes in, what comes out. */
import type { Clock, Failure, Report, Result } from '../../base/index.ts';
import type { Policy } from '../dane/index.ts';
import type { Name, Resolver, SecurityStatus } from '../dns/index.ts';
import type { HttpRequest, HttpResponse, NetError } from '../net/types.ts';
import type { Certificate } from '../pki/index.ts';
import type { AskedKey, Probe, ProbeOutcome } from '../tls/index.ts';
import type { PolicyFault, PolicyMode } from './policy/parse.ts';
import type { StsRecordFault } from './record/sts.ts';

/** What a check needs of the world. */
export interface MtaStsPorts {
  /** One whose answers come with their status; DNSSEC informs and does not decide. */
  readonly resolver: Resolver;
  readonly probe: Probe;
  readonly fetch: (request: HttpRequest) => Promise<Result<HttpResponse, NetError>>;
  /** What to dial for the policy host: at least one address, or why there is none. */
  readonly addressesOf: (host: string, port: number) => Promise<Result<readonly string[], Failure>>;
  /** Whom certificates must lead to. */
  readonly roots: readonly Certificate[];
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

export interface MtaStsOptions {
  /** Octets of a policy to judge in place of the one that is served: no HTTPS then. */
  readonly policy?: Uint8Array;
  /** Texts of TXT records in place of those in DNS. */
  readonly records?: readonly string[];
  /** MX hosts in place of those in DNS. */
  readonly mx?: readonly Name[];
  /** False: hosts are not connected to. */
  readonly probes?: boolean;
  readonly family?: 4 | 6;
  /** EHLO argument. */
  readonly ehlo: string;
  /** For each connection. */
  readonly timeoutMs: number;
}

export type MtaStsReport = Report<MtaStsCheckData>;

/**
 * What senders do that have kept no policy from before: `enforce`, `testing` and `none` are modes of a policy in force;
 * `absent`: no record; `unusable`: record or policy is not as it must be, which is as none; `unknown`: it could not be found out.
 */
export type MtaStsStatus = PolicyMode | 'absent' | 'unusable' | 'unknown';

export interface MtaStsCheckData {
  readonly domain: Name;
  readonly status: MtaStsStatus;
  readonly record: RecordReport;
  /** Absent where none was asked for. */
  readonly policy?: PolicyReport;
  /** How the hosts were found; `given`: they were named. */
  readonly mx: 'mx' | 'implicit' | 'null' | 'none' | 'unknown' | 'given';
  readonly hosts: readonly HostReport[];
  /** What to publish, where something is to be changed. */
  readonly publish?: Publication;
}

export interface RecordReport {
  readonly query: Name;
  readonly outcome: 'valid' | 'invalid' | 'none' | 'several' | 'failed';
  /** Those that count. */
  readonly texts: readonly string[];
  readonly id?: string;
  /** Names of fields that senders pass over. */
  readonly extensions: readonly string[];
  readonly faults: readonly StsRecordFault[];
  readonly status?: SecurityStatus;
  readonly alias?: Name;
  readonly error?: string;
}

export interface PolicyReport {
  readonly url: string;
  readonly source: 'https' | 'given';
  /** `ok`, or why there is no text, or none that counts. */
  readonly outcome: FetchOutcome;
  readonly detail?: string;
  readonly httpStatus?: number;
  readonly mediaType?: string;
  /** What the policy host is an alias of. */
  readonly alias?: Name;
  readonly text?: string;
  /** Of the text: senders may use it. */
  readonly valid?: boolean;
  readonly version?: string;
  readonly mode?: PolicyMode;
  readonly maxAgeSeconds?: number;
  readonly mx?: readonly string[];
  /** Keys that senders pass over. */
  readonly extensions?: readonly string[];
  readonly faults?: readonly PolicyFault[];
  /** What each address of the policy host shows. */
  readonly certificates?: readonly AddressReport[];
}

export type FetchOutcome =
  | 'ok'
  | 'no-host'
  | 'untrusted'
  | 'redirect'
  | 'http-status'
  | 'too-large'
  | 'not-https'
  | 'unreachable';

export interface HostReport {
  readonly name: Name;
  readonly preference?: number;
  /** Absent where there is no policy. */
  readonly covered?: boolean;
  /** The pattern that covers it. */
  readonly pattern?: string;
  /** Policy of the host under DANE; absent where it was not asked for. */
  readonly dane?: Policy;
  readonly addresses: readonly AddressReport[];
  /** Why there are none, where some were looked for. */
  readonly unseen?: { readonly why: 'no-address' | 'lookup-failed'; readonly detail: string };
}

export interface AddressReport {
  readonly ip: string;
  readonly keys: readonly KeyReport[];
}

/** One handshake, or what became of it. */
export interface KeyReport {
  readonly keyType: AskedKey;
  readonly outcome: ProbeOutcome['kind'];
  /** Valid for the host, by a trusted root, in date. */
  readonly valid?: boolean;
  /** Why not: a code of `cert chain`. */
  readonly code?: string;
  readonly detail?: string;
  readonly protocol?: string;
  readonly subject?: string;
  /** RFC 3339. */
  readonly notAfter?: string;
}

export interface Publication {
  /** Zone-file lines. */
  readonly records: readonly string[];
  readonly url: string;
  /** Text of the file at the URL. */
  readonly policy: string;
}
