/** What a request and a response say, as read from their DER, and the question and answer of a verification. */
import type { Failure } from '../../base/index.ts';
import type { Certificate } from '../pki/index.ts';

export type OcspError = Failure<'ocsp/malformed'>;

/** OCSPResponseStatus (RFC 6960 §4.2.1); `undefined-N` for numbers that it does not have. */
export type ResponseStatus =
  | 'successful'
  | 'malformed-request'
  | 'internal-error'
  | 'try-later'
  | 'sig-required'
  | 'unauthorized'
  | `undefined-${number}`;

export interface OcspResponse {
  readonly responseStatus: ResponseStatus;
  /** OID of what is inside; absent where there is nothing inside. */
  readonly responseType?: string;
  /** Read where the type is id-pkix-ocsp-basic. */
  readonly basic?: BasicResponse;
}

export interface BasicResponse {
  /** 1 is the only one there is. */
  readonly version: number;
  readonly responderId: ResponderId;
  readonly producedAt: Instant;
  readonly responses: readonly SingleResponse[];
  readonly extensions: readonly OcspExtension[];
  /** Contents of the nonce, without the OCTET STRING that RFC 9654 §2.1 wraps it in. */
  readonly nonce?: Uint8Array;
  /** The signed octets, the whole AlgorithmIdentifier, and the signature. */
  readonly tbs: Uint8Array;
  readonly algorithm: Uint8Array;
  readonly algorithmOid: string;
  readonly signature: Uint8Array;
  /** DER of the embedded certificates, unread. */
  readonly certificates: readonly Uint8Array[];
}

export type ResponderId =
  | { readonly kind: 'name'; readonly name: Uint8Array }
  /** SHA-1 of the responder's public key. */
  | { readonly kind: 'key'; readonly hash: Uint8Array };

/** A GeneralizedTime. `exact` is false where it has a fraction, which RFC 5280 §4.1.2.5.2 forbids. */
export interface Instant {
  readonly date: Date;
  readonly exact: boolean;
}

export interface SingleResponse {
  readonly certId: CertId;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: Instant;
  readonly reason?: RevocationReason;
  readonly thisUpdate: Instant;
  readonly nextUpdate?: Instant;
  readonly extensions: readonly OcspExtension[];
}

/** Which certificate is meant: by digests of its issuer's name and key, and by its serial (RFC 6960 §4.1.1). */
export interface CertId {
  readonly digestOid: string;
  /** Undefined: a digest that we do not know. */
  readonly digest?: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** The octets of the INTEGER; and in hex, lower case, without leading zeros. */
  readonly serialOctets: Uint8Array;
  readonly serial: string;
}

export interface OcspExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** CRLReason (RFC 5280 §5.3.1); `reason-N` for numbers that it does not have. */
export type RevocationReason = (typeof REASONS)[number] | `reason-${number}`;

export const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'reason-7',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

export interface OcspRequest {
  readonly version: number;
  /** DER of the GeneralName. */
  readonly requestorName?: Uint8Array;
  readonly requests: readonly { readonly certId: CertId; readonly extensions: readonly OcspExtension[] }[];
  readonly extensions: readonly OcspExtension[];
  readonly nonce?: Uint8Array;
  readonly isSigned: boolean;
}

export interface OcspQuestion {
  /** DER, or already read. */
  readonly response: Uint8Array | OcspResponse;
  /** The certificate in question, and the one whose key signed it. */
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** Dates are judged as of then. */
  readonly at: Date;
  /** With roots the issuer must chain to one of them; without, it is trusted as it is (a partial chain, as Exim has it). */
  readonly roots?: readonly Certificate[];
  /** Further certificates: intermediates to the roots, and responders that are not embedded. */
  readonly chain?: readonly Certificate[];
  /** Responders trusted by local configuration (RFC 6960 §4.2.2.2 (1)). */
  readonly responders?: readonly Certificate[];
  /** What the request had. */
  readonly nonce?: Uint8Array;
  /** Refuse a response without the nonce. */
  readonly requiresNonce?: boolean;
  /** How far clocks may be apart; 300 s, as in Exim. */
  readonly skewMs?: number;
  /** Take a response signed with SHA-1, which is refused otherwise. */
  readonly allowsSha1?: boolean;
  /** The oldest thisUpdate to accept, whatever nextUpdate says. */
  readonly maxAgeMs?: number;
}

/** The response names another status than success: one code each (RFC 6960 §2.3). */
export type StatusCode = Exclude<ResponseStatus, 'successful' | `undefined-${number}`> | 'response-status';

/** Why a response proves nothing. */
export type InvalidCode =
  | StatusCode
  | 'malformed'
  | 'no-response'
  | 'response-type'
  | 'version'
  | 'critical-extension'
  | 'no-single'
  | 'certid-digest'
  | 'certid-serial'
  | 'certid-issuer-name'
  | 'certid-issuer-key'
  | 'wrong-issuer'
  | 'untrusted-issuer'
  | 'issuer-expired'
  | 'issuer-not-yet-valid'
  | 'signer-not-found'
  | 'signer-not-authorized'
  | 'signer-usage'
  | 'signer-key-usage'
  | 'signer-extension'
  | 'signer-expired'
  | 'signer-not-yet-valid'
  | 'weak-key'
  | 'weak-digest'
  | 'signature-algorithm'
  | 'bad-signature'
  | 'date-order'
  | 'not-yet-valid'
  | 'expired'
  | 'too-old'
  | 'nonce-mismatch'
  | 'nonce-missing';

/** What a good response leaves to be desired. */
export type WarningCode =
  | 'no-next-update'
  | 'no-check-absent'
  | 'issuer-key-usage'
  | 'signer-ends-first'
  | 'sha1-signature'
  | 'short-key'
  | 'nonce-not-echoed'
  | 'nonce-size'
  | 'time-format'
  | 'produced-in-future'
  | 'produced-early'
  | 'duplicate-singles'
  | 'unreadable-certificate'
  | 'certificate-dates';

export interface Warning {
  readonly code: WarningCode;
  readonly detail: string;
}

/** Who signed, and by what right (RFC 6960 §4.2.2.2). */
export interface OcspSigner {
  readonly kind: 'issuer' | 'delegated' | 'local';
  readonly certificate: Certificate;
}

interface VerdictFacts {
  /** One sentence, without a full stop. */
  readonly detail: string;
  readonly warnings: readonly Warning[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  readonly producedAt?: Date;
  readonly signer?: OcspSigner;
}

/** A status other than `invalid` is proven. */
export type OcspVerdict =
  | (VerdictFacts & { readonly status: 'invalid'; readonly code: InvalidCode })
  | (VerdictFacts & ProvenFacts & { readonly status: 'good'; readonly code: 'good' })
  | (VerdictFacts & ProvenFacts & { readonly status: 'unknown'; readonly code: 'unknown' })
  | (VerdictFacts &
      ProvenFacts & {
        readonly status: 'revoked';
        readonly code: 'revoked';
        readonly revokedAt: Date;
        readonly reason?: RevocationReason;
      });

interface ProvenFacts {
  readonly thisUpdate: Date;
  readonly producedAt: Date;
  readonly signer: OcspSigner;
  /** When the proof ends: the earlier of nextUpdate and the end of every certificate that it rests on. Skew is not in it. */
  readonly validUntil: Date;
}
