/** The words of a DANE check: what goes in, what comes out. */
import type { Clock } from '../../base/index.ts';
import type { Answer, DnsError, Exchange, Name, Resolver, SecurityStatus } from '../dns/index.ts';
import type { KeyType } from '../net/types.ts';
import type { Probe, ProbeOutcome, StartTlsProtocol } from '../tls/index.ts';
import type { RecordVerdict } from './match.ts';

/**
 * What a sender that follows RFC 7672 does: `dane` authenticates by TLSA, `mandatory-tls` encrypts without (all records
 * unusable, §2.2), `opportunistic` is as without DANE, `defer` waits (bogus or failing DNS, §2.1.2), `none`: no mail at all.
 */
export type Policy = 'dane' | 'mandatory-tls' | 'opportunistic' | 'defer' | 'none';

export interface CheckOptions {
  /** A mail domain, whose MX hosts are looked at; or one host. */
  readonly target: { readonly kind: 'domain' | 'host'; readonly name: Name };
  readonly port: number;
  readonly protocol: StartTlsProtocol;
  readonly family?: 4 | 6;
  readonly ehlo: string;
  /** For each connection. */
  readonly timeoutMs: number;
  /** For the whole check: no connection is begun after it. */
  readonly deadlineMs?: number;
  /** Ask every authoritative server, and compare. */
  readonly allNs: boolean;
  /** Anything but `dane` is an error. */
  readonly requireDane: boolean;
}

/** What a check needs of the world. */
export interface CheckPorts {
  readonly resolver: Resolver;
  readonly probe: Probe;
  readonly clock: Clock;
  /** The server at an address, for `allNs`. */
  readonly askServer: (address: string) => Exchange;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: CheckEvent) => void;
}

/** Told while the check runs, for whoever draws it. */
export type CheckEvent =
  | { readonly kind: 'hosts'; readonly hosts: readonly Name[] }
  | { readonly kind: 'addresses'; readonly host: Name; readonly policy: Policy; readonly addresses: readonly string[] }
  | { readonly kind: 'probing'; readonly host: Name; readonly address: string; readonly keyType: string }
  | { readonly kind: 'probed'; readonly host: Name; readonly address: string; readonly key: KeyReport };

export interface DaneCheckData {
  readonly target: string;
  readonly port: number;
  readonly protocol: StartTlsProtocol;
  readonly policy: Policy;
  /** Absent for a host. */
  readonly mx?: MxReport;
  readonly hosts: readonly HostReport[];
  /** Where mail servers part from the RFC or from each other in this case. */
  readonly senders: readonly SenderView[];
  /** Records that would cover what was seen, for hosts that are not covered. */
  readonly publish: readonly string[];
}

/** What the MX look-up came to; `unknown` where its answer may not be used. */
export interface MxReport {
  readonly status: SecurityStatus | 'failed';
  readonly kind: 'mx' | 'implicit' | 'null' | 'none' | 'unknown';
}

export interface HostReport {
  readonly name: Name;
  readonly preference?: number;
  readonly policy: Policy;
  readonly addressStatus: SecurityStatus | 'failed';
  readonly tlsa: TlsaReport;
  readonly addresses: readonly AddressReport[];
}

export interface TlsaReport {
  /** Where the records were looked up: `_25._tcp.mx.example.org`. */
  readonly name?: string;
  readonly status: SecurityStatus | 'failed' | 'not-asked';
  /** `3 1 1 ab…`; one that is cut short as `\\# 2 0301`. */
  readonly records: readonly string[];
}

export interface AddressReport {
  readonly ip: string;
  readonly keys: readonly KeyReport[];
}

/** One handshake, or what became of it. */
export interface KeyReport {
  /** `ecdsa`, `rsa`; `any` where no type was asked for. */
  readonly keyType: KeyType | 'any';
  readonly outcome: ProbeOutcome['kind'];
  readonly status?: 'match' | 'no-match' | 'unusable';
  readonly protocol?: string;
  readonly cipher?: string;
  readonly leafKeyType?: string;
  readonly depth?: number;
  readonly usage?: number;
  readonly records?: readonly RecordVerdict[];
  readonly chain?: readonly CertificateReport[];
  readonly handshakeMs?: number;
  readonly detail?: string;
}

export interface CertificateReport {
  readonly subject: string;
  readonly issuer: string;
  /** RFC 3339. */
  readonly notAfter: string;
}

export interface SenderView {
  readonly sender: string;
  readonly setting: string;
  readonly does: string;
}

/** A look-up as the check sees it: an answer with its status, or that there was none. */
export type Looked =
  | { readonly status: SecurityStatus; readonly answer: Answer }
  | { readonly status: 'failed'; readonly error: DnsError };
