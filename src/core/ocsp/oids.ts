/** Object identifiers of OCSP (RFC 6960 §4.4, RFC 9654 §2.1) and of the digests in a CertID. */

export const OCSP_OID = {
  BASIC: '1.3.6.1.5.5.7.48.1.1',
  NONCE: '1.3.6.1.5.5.7.48.1.2',
  CRL_REFERENCE: '1.3.6.1.5.5.7.48.1.3',
  ACCEPTABLE_RESPONSES: '1.3.6.1.5.5.7.48.1.4',
  NO_CHECK: '1.3.6.1.5.5.7.48.1.5',
  ARCHIVE_CUTOFF: '1.3.6.1.5.5.7.48.1.6',
  SERVICE_LOCATOR: '1.3.6.1.5.5.7.48.1.7',
  PREFERRED_SIGNATURES: '1.3.6.1.5.5.7.48.1.8',
  EXTENDED_REVOKE: '1.3.6.1.5.5.7.48.1.9',
  /** RFC 6962 §3.3. */
  TIMESTAMPS: '1.3.6.1.4.1.11129.2.4.5',
  REASON_CODE: '2.5.29.21',
  INVALIDITY_DATE: '2.5.29.24',
} as const;

/** id-kp-OCSPSigning (RFC 6960 §4.2.2.2). */
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** Digests by their OID, under node:crypto's names (RFC 5754 §2). */
export const DIGEST_NAMES: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** What people call each extension; whatever is named here may be critical without spoiling a response. */
export const EXTENSION_NAMES: ReadonlyMap<string, string> = new Map([
  [OCSP_OID.NONCE, 'nonce'],
  [OCSP_OID.CRL_REFERENCE, 'CRL references'],
  [OCSP_OID.ACCEPTABLE_RESPONSES, 'acceptable response types'],
  [OCSP_OID.ARCHIVE_CUTOFF, 'archive cutoff'],
  [OCSP_OID.SERVICE_LOCATOR, 'service locator'],
  [OCSP_OID.PREFERRED_SIGNATURES, 'preferred signature algorithms'],
  [OCSP_OID.EXTENDED_REVOKE, 'extended revoked definition'],
  [OCSP_OID.TIMESTAMPS, 'signed certificate timestamps'],
  [OCSP_OID.REASON_CODE, 'reason code'],
  [OCSP_OID.INVALIDITY_DATE, 'invalidity date'],
]);
