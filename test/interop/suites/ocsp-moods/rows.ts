/**
 * Each mood of the lab's responder, and what it must come to: fetched by `ocsp fetch` and judged offline by `ocsp verify`,
 * as `OUTCOME CODE STATUS`. OpenSSL is asked the same; where it decides otherwise, the row says why.
 */

export interface MoodRow {
  readonly fetch: string;
  /** Absent where there are no octets to judge. */
  readonly verify?: string;
  /** OpenSSL decides otherwise than `ocsp fetch`, and why that is right. */
  readonly differs?: string;
}

const good: MoodRow = { fetch: 'written good 0', verify: 'good good 0' };
const revoked: MoodRow = { fetch: 'failed revoked 1', verify: 'revoked revoked 1' };
/** Refused with that code; what may pass is status 3 when fetched. */
const refused = (code: string, fetchStatus = 1): MoodRow => ({
  fetch: `failed ${code} ${fetchStatus}`,
  verify: `invalid ${code} 1`,
});

export const ROWS: Readonly<Record<string, MoodRow>> = {
  good,
  revoked,
  superseded: revoked,
  'on-hold': revoked,
  'revoked-no-reason': revoked,
  unknown: { fetch: 'failed unknown 1', verify: 'unknown unknown 1' },
  'malformed-request': refused('malformed-request'),
  'internal-error': refused('internal-error', 3),
  'try-later': refused('try-later', 3),
  'sig-required': refused('sig-required'),
  unauthorized: refused('unauthorized'),
  expired: refused('expired'),
  'not-yet-valid': refused('not-yet-valid'),
  'no-next-update': good,
  'wrong-issuer': refused('certid-issuer-name'),
  'wrong-serial': refused('certid-serial'),
  'bad-signature': refused('bad-signature'),
  'wrong-signer': refused('signer-not-found'),
  delegated: good,
  'delegated-no-usage': refused('signer-usage'),
  'delegated-by-stranger': refused('signer-not-authorized'),
  'signer-expired': refused('signer-expired'),
  'signer-expiring': good,
  'by-key': good,
  sha256: {
    ...good,
    differs: 'OpenSSL looks for the digest it asked with; the CertID names the certificate all the same',
  },
  'nonce-ignored': good,
  'nonce-altered': { fetch: 'failed nonce-mismatch 1', verify: 'good good 0' },
  garbage: refused('malformed'),
  html: refused('malformed'),
  empty: { fetch: 'failed malformed 1' },
  'not-found': { fetch: 'failed http-status 3' },
  'server-error': { fetch: 'failed http-status 3' },
  'wrong-type': {
    ...good,
    differs: 'OpenSSL insists on the content type; we warn, since many responders have it wrong',
  },
  slow: good,
  truncated: { fetch: 'failed net/closed 3' },
  oversize: { fetch: 'failed net/too-large 3' },
  redirect: { ...good, differs: 'OpenSSL follows no redirect of a POST' },
  'redirect-loop': { fetch: 'failed net/http 3' },
  'hang-up': { fetch: 'failed net/closed 3' },
};
