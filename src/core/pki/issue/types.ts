/** What a certificate to be issued shall say. */

export type Pkijs = typeof import('pkijs');
export type Asn1 = typeof import('asn1js');

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

export interface Template {
  /** Common name; the empty string makes an empty subject. */
  readonly subject: string;
  readonly dnsNames?: readonly string[];
  /** 4 or 16 octets each. */
  readonly ipAddresses?: readonly Uint8Array[];
  readonly emailAddresses?: readonly string[];
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
  readonly crlUrls?: readonly string[];
  readonly mustStaple?: boolean;
  /** Anything else, already DER: unknown critical extensions, padding for hostile sizes. */
  readonly extraExtensions?: readonly { readonly oid: string; readonly critical: boolean; readonly der: Uint8Array }[];
}
