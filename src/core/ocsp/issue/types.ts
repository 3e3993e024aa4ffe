/** What an OCSP response to be made shall say, right or wrong. */
import type { RevocationReason } from '../types.ts';

export type CertIdDigest = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'md5';

export interface CertIdSpec {
  /** DER of the certificate in question and of its issuer. */
  readonly certificate: Uint8Array;
  readonly issuer: Uint8Array;
  /** SHA-1 when absent; `md5` is one that readers do not know. */
  readonly digest?: CertIdDigest;
  /** Instead of what the certificates have. */
  readonly serial?: Uint8Array;
  readonly issuerNameHash?: Uint8Array;
  readonly issuerKeyHash?: Uint8Array;
}

export type StatusSpec =
  | { readonly kind: 'good' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'revoked'; readonly at: TimeSpec; readonly reason?: RevocationReason };

/** A text goes out as it is: `20260101000000.5Z` is a time with a fraction. */
export type TimeSpec = Date | string;

export interface ExtensionSpec {
  readonly oid: string;
  readonly critical?: boolean;
  readonly der: Uint8Array;
}

export interface SingleSpec extends CertIdSpec {
  readonly status: StatusSpec;
  readonly thisUpdate: TimeSpec;
  /** Absent: not written. */
  readonly nextUpdate?: TimeSpec;
  readonly extensions?: readonly ExtensionSpec[];
}

export interface ResponseSpec {
  readonly responses: readonly SingleSpec[];
  /** The first thisUpdate when absent. */
  readonly producedAt?: TimeSpec;
  /** `name` when absent. */
  readonly responderId?: 'name' | 'key';
  /** 1 when absent, and then not written (X.690 §11.5). */
  readonly version?: number;
  /** Octets of the nonce. */
  readonly nonce?: Uint8Array;
  readonly extensions?: readonly ExtensionSpec[];
  /** DER, embedded in this order. */
  readonly certificates?: readonly Uint8Array[];
  /** OID of the responseType; id-pkix-ocsp-basic when absent. */
  readonly responseType?: string;
  /** Changes a bit of the signature. */
  readonly isSignatureBroken?: boolean;
}
