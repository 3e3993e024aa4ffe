/** One certificate authority of the lab: a key, its certificate, and who stands above it. */
import {
  type CertificateTemplate,
  generateSigningKey,
  issueCertificate,
  type SigningKey,
  type SigningKeyType,
} from '../../core/pki/issue.ts';
import { CA_URL, CRL_URL } from './urls.ts';

export interface AuthorityRow {
  readonly name: AuthorityName;
  readonly subject: string;
  readonly about: string;
  /** Above it; absent for a root. */
  readonly issuer?: AuthorityName;
  /** Has the key (and the name) of that one: a cross-signed pair. */
  readonly twin?: AuthorityName;
  /** P-256 when absent. */
  readonly keyType?: SigningKeyType;
  readonly expired?: boolean;
  /** false: it has no basicConstraints. */
  readonly isCa?: false;
  /** Stands in the lab's trust store. */
  readonly trusted?: boolean;
  readonly template?: Partial<CertificateTemplate>;
}

export type AuthorityName =
  | 'root'
  | 'issuing'
  | 'stranger'
  | 'rsa-root'
  | 'rsa-issuing'
  | 'old-root'
  | 'cross'
  | 'cross-old'
  | 'former'
  | 'constrained'
  | 'too-deep'
  | 'not-ca'
  | 'no-sign'
  | 'client-only'
  | 'crl-issuer';

export interface Authority {
  readonly name: AuthorityName;
  readonly subject: string;
  readonly key: SigningKey;
  /** DER. */
  readonly certificate: Uint8Array;
  /** Absent above a root. */
  readonly issuer?: Authority;
}

/** Dates of a certificate. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const DAY_MS = 86_400_000;
const ROOT_DAYS = 3650;
const INTERMEDIATE_DAYS = 1825;

/** From a day before `now`, so that clocks that differ a little agree, for `days`. */
export function validFor(now: Date, days: number): Validity {
  return { notBefore: new Date(now.getTime() - DAY_MS), notAfter: new Date(now.getTime() + days * DAY_MS) };
}

/** Ended the day before `now`. */
export function expiredAt(now: Date): Validity {
  return { notBefore: new Date(now.getTime() - 90 * DAY_MS), notAfter: new Date(now.getTime() - DAY_MS) };
}

export function fromTomorrow(now: Date, days: number): Validity {
  const { notAfter } = validFor(now, days);
  return { notBefore: new Date(now.getTime() + DAY_MS), notAfter };
}

/** Who stands beside a new authority: its issuer, and whose key it has if not its own. */
export interface Kin {
  readonly issuer?: Authority;
  readonly twin?: Authority;
}

/** A root when it has no issuer, else an intermediate below it (RFC 5280 §4.2.1.9). */
export async function createAuthority(row: AuthorityRow, now: Date, { issuer, twin }: Kin): Promise<Authority> {
  const key = twin?.key ?? (await generateSigningKey(row.keyType ?? 'p256'));
  const days = issuer === undefined ? ROOT_DAYS : INTERMEDIATE_DAYS;
  const template: CertificateTemplate = {
    subject: row.subject,
    ...(row.expired === true ? expiredAt(now) : validFor(now, days)),
    ...(row.isCa === false ? {} : { ca: issuer === undefined ? {} : { pathLength: 0 } }),
    keyUsage: ['keyCertSign', 'cRLSign', 'digitalSignature'],
    ...(issuer === undefined ? {} : { caIssuersUrls: [CA_URL(issuer.name)], crlUrls: [CRL_URL(issuer.name)] }),
    ...row.template,
  };
  const certificate = await issueCertificate(template, key.publicKey, issuer ?? { key });
  return { name: row.name, subject: row.subject, key, certificate, ...(issuer !== undefined && { issuer }) };
}
