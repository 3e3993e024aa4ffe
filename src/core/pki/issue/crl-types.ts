/** What a CRL to be issued shall say (RFC 5280 §5). */
import type { CrlPointSpec, GeneralNameSpec, NameAttribute, NameSpec, SignatureStyle } from './types.ts';

export interface CrlSpec {
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** Absent: not written. */
  readonly number?: bigint;
  readonly isNumberCritical?: boolean;
  /** Makes it a delta (§5.2.4). */
  readonly baseNumber?: bigint;
  readonly issuingPoint?: IssuingPointSpec;
  /** Where the deltas are (§5.2.6). */
  readonly freshest?: readonly CrlPointSpec[];
  readonly revoked?: readonly RevokedSpec[];
  /** The number as written; 1 is left out and has no extensions. */
  readonly version?: number;
  /** false: no authority key identifier; octets: these instead of the signer's. */
  readonly keyIdentifier?: false | Uint8Array;
  /** Instead of the signer's name. */
  readonly issuer?: NameSpec;
  readonly signature?: SignatureStyle;
  /** One bit of the signature is wrong. */
  readonly isSignatureBroken?: boolean;
  /** GeneralizedTime for the dates of a year before 2050, against §5.1.2.4. */
  readonly isTimeGeneralized?: boolean;
  readonly extraExtensions?: readonly { readonly oid: string; readonly critical: boolean; readonly der: Uint8Array }[];
}

/** §5.2.5; critical. */
export interface IssuingPointSpec {
  readonly names?: readonly GeneralNameSpec[];
  readonly relativeName?: NameAttribute;
  readonly onlyUsers?: boolean;
  readonly onlyAuthorities?: boolean;
  readonly onlyAttributes?: boolean;
  readonly isIndirect?: boolean;
  /** Bits of ReasonFlags. */
  readonly reasons?: readonly number[];
}

export interface RevokedSpec {
  /** Contents of the INTEGER, as the certificate has them. */
  readonly serial: Uint8Array;
  readonly date: Date;
  /** CRLReason by its number (§5.3.1). */
  readonly reason?: number;
  readonly invalidityDate?: Date;
  /** Whose certificate it is, in an indirect CRL; it holds on for the entries that follow (§5.3.3). */
  readonly issuer?: NameSpec;
  readonly extraExtensions?: readonly { readonly oid: string; readonly critical: boolean; readonly der: Uint8Array }[];
}
