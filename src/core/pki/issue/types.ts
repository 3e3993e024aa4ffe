/** What a certificate to be issued shall say. */

export type Pkijs = typeof import('pkijs');
export type Asn1 = typeof import('asn1js');

/** The two libraries, loaded on first use: they cost more to import than a certificate to sign. */
export interface Tools {
  readonly pkijs: Pkijs;
  readonly asn1: Asn1;
}

/** RFC 5280 §4.2.1.3, in the order of the bits. */
export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** One attribute of a distinguished name: its type as a dotted OID, its value as UTF8String unless told otherwise. */
export interface NameAttribute {
  readonly oid: string;
  readonly value: string;
  /** T61String goes out as latin1, which is how it is read. */
  readonly encoding?: 'utf8' | 'printable' | 'ia5' | 't61' | 'bmp' | 'universal';
}

/** A common name, or any attributes, one to an RDN; the empty string makes an empty name. */
export type NameSpec = string | readonly NameAttribute[];

/** Any GeneralName (RFC 5280 §4.2.1.6); texts go out octet for octet as latin1, NUL and all. */
export type GeneralNameSpec =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly value: string }
  /** 4 or 16 octets; 8 or 32 in a constraint. Other lengths are written as they are. */
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'directory'; readonly name: NameSpec }
  /** Type as a dotted OID, value as DER. */
  | { readonly kind: 'other'; readonly oid: string; readonly der: Uint8Array }
  | { readonly kind: 'registered-id'; readonly oid: string };

/** How to sign: the key type's own way when absent (keys.ts); `pss` is for RSA alone (RFC 4055 §3). */
export interface SignatureStyle {
  readonly digest?: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  readonly pss?: boolean;
}

/** RFC 5280 §4.2.1.13: names as URLs, reasons by their bits, the CRL issuer where it is another. */
export interface CrlPointSpec {
  readonly urls: readonly string[];
  readonly reasons?: readonly number[];
  readonly crlIssuer?: NameSpec;
}

export interface Template {
  readonly subject: NameSpec;
  readonly dnsNames?: readonly string[];
  /** 4 or 16 octets each. */
  readonly ipAddresses?: readonly Uint8Array[];
  readonly emailAddresses?: readonly string[];
  /** Further alternative names, behind those above. */
  readonly alternativeNames?: readonly GeneralNameSpec[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Positive, at most 20 octets (RFC 5280 §4.1.2.2); 16 random ones when absent. */
  readonly serial?: Uint8Array;
  /** Makes it a CA. */
  readonly ca?: { readonly pathLength?: number };
  readonly keyUsage?: readonly KeyUsage[];
  /** `serverAuth clientAuth emailProtection ocspSigning any`, or dotted OIDs. */
  readonly extendedKeyUsage?: readonly string[];
  readonly ocspUrls?: readonly string[];
  readonly caIssuersUrls?: readonly string[];
  /** One distribution point with every URL in it. */
  readonly crlUrls?: readonly string[];
  /** Further distribution points, one each. */
  readonly crlPoints?: readonly CrlPointSpec[];
  readonly mustStaple?: boolean;
  /** id-pkix-ocsp-nocheck, for a responder's certificate (RFC 6960 §4.2.2.2.1). */
  readonly ocspNoCheck?: boolean;
  /** RFC 5280 §4.2.1.10, critical. */
  readonly nameConstraints?: {
    readonly permitted?: readonly GeneralNameSpec[];
    readonly excluded?: readonly GeneralNameSpec[];
  };
  /** false: neither key identifier is written. */
  readonly keyIdentifiers?: boolean;
  readonly signature?: SignatureStyle;
  /** Anything else, already DER: unknown critical extensions, padding for hostile sizes. */
  readonly extraExtensions?: readonly { readonly oid: string; readonly critical: boolean; readonly der: Uint8Array }[];
}
