/** A certificate revocation list as it is read, and what it says of a certificate. */
import type { Failure } from '../../../base/index.ts';
import type { DistributionPoint } from '../extensions/types.ts';
import type { Signed } from '../signature.ts';
import type { PointName } from './points.ts';

export interface Crl {
  readonly der: Uint8Array;
  /** 1 has no extensions (RFC 5280 §5.1.2.1). */
  readonly version: 1 | 2;
  readonly signed: Signed;
  /** Name as DER. */
  readonly issuer: Uint8Array;
  readonly issuerText: string;
  readonly thisUpdate: Date;
  /** Its absence is a fault (§5.1.2.5), which `verifyCrl` tells. */
  readonly nextUpdate?: Date;
  readonly extensions: CrlExtensions;
  readonly revoked: RevokedList;
}

export interface CrlExtensions {
  readonly authorityKeyId?: Uint8Array;
  /** §5.2.3. */
  readonly number?: bigint;
  readonly isNumberCritical: boolean;
  /** BaseCRLNumber: makes it a delta (§5.2.4). */
  readonly baseNumber?: bigint;
  readonly issuingPoint?: IssuingPoint;
  /** The extension as written: a delta's is to equal its base's (§5.2.4). */
  readonly issuingPointDer?: Uint8Array;
  /** Where deltas are (§5.2.6). */
  readonly freshest: readonly DistributionPoint[];
  /** Where the certificate of its signer is (§5.2.7). */
  readonly signerUrls: readonly string[];
  /** OIDs, known ones too. */
  readonly oids: readonly string[];
  /** OIDs: the CRL may not be used (§5.2). */
  readonly unknownCritical: readonly string[];
}

/** issuingDistributionPoint (§5.2.5): which part of an authority's certificates the CRL is about. */
export interface IssuingPoint {
  readonly name?: PointName;
  readonly onlyUsers: boolean;
  readonly onlyAuthorities: boolean;
  readonly onlyAttributes: boolean;
  readonly isIndirect: boolean;
  /** Bits of ReasonFlags; absent: all. */
  readonly reasons?: ReadonlySet<number>;
}

/** CRLReason (§5.3.1), by number; 7 is not used. */
export const REASONS = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
} as const;
export type Reason = (typeof REASONS)[keyof typeof REASONS];

export interface RevokedEntry {
  /** Contents of the INTEGER. */
  readonly serial: Uint8Array;
  readonly date: Date;
  /** Absent: not said, which is `unspecified`. */
  readonly reason?: Reason;
  /** Since when the key is thought to be bad (§5.3.2). */
  readonly invalidityDate?: Date;
  /** Name of the certificate's issuer: the CRL's own, but in an indirect CRL (§5.3.3). */
  readonly issuer: Uint8Array;
}

/** What makes a whole list useless. */
export interface ListFault {
  readonly code: 'malformed' | 'unknown-critical' | 'duplicate-serial';
  /** About one entry. */
  readonly detail: string;
}

/**
 * The entries, read when asked for: the octets stay where they are, and an index of four octets a slot leads to them.
 */
export interface RevokedList {
  /** How many; scans the list once. */
  readonly count: number;
  /** What makes the whole list useless, if anything; scans it once. */
  readonly fault: ListFault | undefined;
  /** Undefined: not listed, or the list is faulty. */
  find(serial: Uint8Array, issuer: Uint8Array): RevokedEntry | undefined;
  /** From the first on; ends at a fault. */
  [Symbol.iterator](): Iterator<RevokedEntry>;
}

export type CrlError = Failure<'pki/crl' | 'pki/crl-too-large'>;

/** Why a CRL cannot be relied on for a certificate; codes.ts says what each means. */
export type CrlFault =
  | ListFault['code']
  | 'missing'
  | 'wrong-issuer'
  | 'too-large'
  | 'no-number'
  | 'critical-number'
  | 'no-next-update'
  | 'distribution-point'
  | 'scope'
  | 'web-profile'
  | 'delta-without-base'
  | 'reasons-not-covered'
  | 'not-yet-valid'
  | 'expired'
  | 'no-signer'
  | 'wrong-key'
  | 'no-crl-sign'
  | 'untrusted-signer'
  | 'bad-signature';

export interface CrlProblem {
  readonly code: CrlFault;
  /** One sentence, naming the CRL. */
  readonly detail: string;
}

export type RevocationVerdict =
  | {
      readonly status: 'good';
      /** Those that speak for it: base and delta, or several that share the reasons. */
      readonly crls: readonly Crl[];
      /** The earliest of theirs. */
      readonly nextUpdate: Date;
    }
  | {
      readonly status: 'revoked';
      readonly reason: Reason;
      readonly date: Date;
      readonly invalidityDate?: Date;
      readonly crl: Crl;
    }
  | ({ readonly status: 'undetermined' } & CrlProblem);
