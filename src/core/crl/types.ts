/** What `crl check` asks and answers. */
import type { Clock } from '../../base/index.ts';
import type { Net } from '../net/types.ts';
import type { Certificate, CrlFault, CrlPile } from '../pki/index.ts';

/** What it needs of the world. */
export interface CrlPorts {
  readonly fetch: Net['fetch'];
  /** Absent: nothing is kept. */
  readonly cache?: CrlCache;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** CRLs kept by the address they came from. */
export interface CrlCache {
  get(url: string): Promise<CachedCrl | undefined>;
  /** A CRL that could not be kept is no failure of the check. */
  put(url: string, entry: CachedCrl): Promise<void>;
}

export interface CachedCrl {
  readonly der: Uint8Array;
  /** Validators of the answer (RFC 9110 §8.8), for asking whether there is a newer one. */
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface CrlQuestion {
  /** The certificate in question, then what came with it, in any order. */
  readonly certificates: readonly Certificate[];
  /** Further certificates of authorities, that may have issued it or signed a CRL. */
  readonly issuers: readonly Certificate[];
  /** Absent: they are fetched from where the certificate says. */
  readonly given?: CrlPile;
  readonly at: Date;
  /** How many certificates of the chain are asked about, the first included. */
  readonly depth: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Ask the network though there is a cached one in time. */
  readonly refresh: boolean;
}

/** Why nothing can be said: the CRLs' own faults, and what kept us from having any. */
export type CheckCode = CrlFault | 'unreachable' | 'no-issuer' | 'not-fetchable' | 'no-rev-avail';

export interface CrlCheckData extends CertificateStatus {
  /** The certificate, then those above it as far as was asked. */
  readonly certificates: readonly CertificateReport[];
}

/** `no-crl`: its authority publishes none for it; with `no-rev-avail` it says so itself (RFC 9608). */
export interface CertificateStatus {
  readonly status: 'good' | 'revoked' | 'undetermined' | 'no-crl';
  readonly code?: CheckCode;
  readonly detail?: string;
  readonly reason?: string;
  readonly revokedAt?: string;
  /** Since when the key is thought to be bad. */
  readonly invalidityDate?: string;
  /** Until when "good" holds. */
  readonly nextUpdate?: string;
}

export interface CertificateReport extends CertificateStatus {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  /** Addresses the certificate names, fetchable or not. */
  readonly points: readonly string[];
  /** OCSP responders, for authorities that have no CRL. */
  readonly ocsp: readonly string[];
  readonly crls: readonly CrlReport[];
}

/** One CRL that was looked at, or that could not be had. */
export interface CrlReport {
  /** URL, or file and line. */
  readonly source: string;
  readonly from: 'network' | 'cache' | 'file';
  readonly problem?: { readonly code: CheckCode; readonly detail: string };
  readonly crl?: CrlFacts;
}

export interface CrlFacts {
  readonly kind: 'complete' | 'delta';
  readonly issuer: string;
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  /** Decimal. */
  readonly number?: string;
  /** BaseCRLNumber of a delta, decimal. */
  readonly baseNumber?: string;
  readonly sizeBytes: number;
  readonly entries: number;
}
