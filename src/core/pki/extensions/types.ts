/** What extensions say (RFC 5280 §4.2), as far as verdicts need it. */
import type { GeneralName } from '../general-names.ts';
import type { NameConstraints } from '../name-constraints.ts';

/** One extension as it stands in the certificate (§4.1). */
export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** What the OCTET STRING holds; undefined where it cannot be read. */
  readonly value?: Uint8Array;
  /** critical FALSE is written, though it is the default. */
  readonly writesDefault: boolean;
}

export interface Extensions extends PolicyExtensions {
  /** In the order of the certificate, readable or not. */
  readonly all: readonly RawExtension[];
  /** Every name of the subject alternative name, of every kind. */
  readonly alternativeNames: readonly GeneralName[];
  /** dNSName entries of the subject alternative name, as written (§4.2.1.6). */
  readonly dnsNames: readonly string[];
  /** Octets of iPAddress entries. */
  readonly ipAddresses: readonly Uint8Array[];
  /** Has a subject alternative name at all. */
  readonly hasAlternativeNames: boolean;
  /** Absent: the certificate does not say (§4.2.1.9). */
  readonly basicConstraints?: { readonly isCa: boolean; readonly pathLength?: number };
  /** Bits from the left: 0 digitalSignature … 5 keyCertSign, 6 cRLSign (§4.2.1.3). */
  readonly keyUsage?: ReadonlySet<number>;
  /** OIDs (§4.2.1.12). */
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectKeyId?: Uint8Array;
  readonly authorityKeyId?: Uint8Array;
  /** The other way to point at the issuer's certificate (§4.2.1.1): its issuer and serial number. */
  readonly authorityIssuer?: { readonly names: readonly GeneralName[]; readonly serial: Uint8Array };
  /** Where the responder and the issuer's certificate are (§4.2.2.1). */
  readonly authorityInfoAccess: AuthorityInfoAccess;
  /** Where CRLs are (§4.2.1.13). */
  readonly crlDistributionPoints: readonly DistributionPoint[];
  /** Where delta CRLs are (§4.2.1.15). */
  readonly freshestCrl: readonly DistributionPoint[];
  /** status_request among the TLS features (RFC 7633 §4.2.3.1). */
  readonly mustStaple: boolean;
  /** A responder whose certificate is not to be asked about (RFC 6960 §4.2.2.2.1). */
  readonly ocspNoCheck: boolean;
  /** Signed certificate timestamps in it (RFC 6962 §3.3); absent where there is no list. */
  readonly timestamps?: number;
  /** What an authority may issue for (§4.2.1.10). */
  readonly nameConstraints?: NameConstraints;
  /** OIDs of critical extensions not known here: the certificate may not be used (§4.2). */
  readonly unknownCritical: readonly string[];
  /** OIDs of extensions that are written wrongly or twice (§4.2); `?` where even the OID is unreadable. */
  readonly malformed: readonly string[];
}

/** Key usage bits (§4.2.1.3). */
export const KEY_USAGE = {
  DIGITAL_SIGNATURE: 0,
  NON_REPUDIATION: 1,
  KEY_ENCIPHERMENT: 2,
  DATA_ENCIPHERMENT: 3,
  KEY_AGREEMENT: 4,
  KEY_CERT_SIGN: 5,
  CRL_SIGN: 6,
} as const;
/** id-kp-serverAuth (§4.2.1.12). */
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

export const noExtensions: Extensions = {
  all: [],
  alternativeNames: [],
  authorityInfoAccess: { ocsp: [], caIssuers: [] },
  crlDistributionPoints: [],
  freshestCrl: [],
  mustStaple: false,
  ocspNoCheck: false,
  dnsNames: [],
  ipAddresses: [],
  hasAlternativeNames: false,
  unknownCritical: [],
  malformed: [],
};

/** URLs as written; locations of other kinds than URI are left out. */
export interface AuthorityInfoAccess {
  readonly ocsp: readonly string[];
  readonly caIssuers: readonly string[];
}

export interface DistributionPoint {
  /** Empty where the point is named relative to the CRL's issuer or not at all. */
  readonly fullNames: readonly GeneralName[];
  /** The RelativeDistinguishedName's contents (attributes of a SET), to be added to the CRL issuer's name. */
  readonly relativeName?: Uint8Array;
  /** Bits of ReasonFlags; absent: all reasons. */
  readonly reasons?: ReadonlySet<number>;
  /** Who signs the CRL where it is not the certificate's issuer. */
  readonly crlIssuer?: readonly GeneralName[];
}

/** RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11, §4.2.1.14. */
export interface PolicyExtensions {
  /** OIDs; absent: the certificate names none. */
  readonly policies?: readonly string[];
  readonly policyMappings?: readonly PolicyMapping[];
  readonly policyConstraints?: { readonly requireExplicit?: number; readonly inhibitMapping?: number };
  /** Certificates below that may still use anyPolicy. */
  readonly inhibitAnyPolicy?: number;
}

export interface PolicyMapping {
  readonly issuerDomain: string;
  readonly subjectDomain: string;
}

/** What an extension's value says, as fields to be added; undefined where it cannot be read. */
export type Reader = (value: Uint8Array) => Partial<Extensions> | undefined;
