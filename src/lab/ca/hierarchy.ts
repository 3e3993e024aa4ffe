/**
 * The authorities of the lab, each a row: who it is, who certified it, and what is wrong with it. Made when first asked
 * for, so that a lab that needs none of the odd ones pays for none.
 */
import { type Authority, type AuthorityName, type AuthorityRow, createAuthority } from './authority.ts';

/** Distribution points of indirect lists name it (RFC 5280 §4.2.1.13). */
export const CRL_ISSUER = 'mxray lab CRL issuer';

export const AUTHORITIES: readonly AuthorityRow[] = [
  { name: 'root', subject: 'mxray lab root', about: 'P-256 root', trusted: true },
  { name: 'issuing', subject: 'mxray lab issuing CA', about: 'P-256 intermediate of most hosts', issuer: 'root' },
  { name: 'stranger', subject: 'mxray lab stranger', about: 'a root that nobody trusts' },
  { name: 'rsa-root', subject: 'mxray lab RSA root', about: 'RSA root', keyType: 'rsa', trusted: true },
  {
    name: 'rsa-issuing',
    subject: 'mxray lab RSA issuing CA',
    about: 'RSA intermediate',
    keyType: 'rsa',
    issuer: 'rsa-root',
  },
  {
    name: 'old-root',
    subject: 'mxray lab old root',
    about: 'trusted still, ended yesterday',
    expired: true,
    trusted: true,
  },
  { name: 'cross', subject: 'mxray lab cross CA', about: 'certified by the root', issuer: 'root' },
  {
    name: 'cross-old',
    subject: 'mxray lab cross CA',
    about: 'the same name and key, certified by the old root',
    issuer: 'old-root',
    twin: 'cross',
  },
  { name: 'former', subject: 'mxray lab former CA', about: 'ended yesterday', issuer: 'root', expired: true },
  {
    name: 'constrained',
    subject: 'mxray lab constrained CA',
    about: 'may name hosts of constrained.test, and not those of closed.constrained.test (RFC 5280 §4.2.1.10)',
    issuer: 'root',
    template: {
      nameConstraints: {
        permitted: [{ kind: 'dns', value: 'constrained.test' }],
        excluded: [{ kind: 'dns', value: 'closed.constrained.test' }],
      },
    },
  },
  {
    name: 'too-deep',
    subject: 'mxray lab CA too deep',
    about: 'below the issuing CA, whose path length of 0 allows none (RFC 5280 §4.2.1.9)',
    issuer: 'issuing',
  },
  {
    name: 'not-ca',
    subject: 'mxray lab no CA',
    about: 'a certificate without basicConstraints that issues all the same',
    issuer: 'root',
    isCa: false,
  },
  {
    name: 'no-sign',
    subject: 'mxray lab CA that may not sign',
    about: 'a CA whose key usage lacks keyCertSign (RFC 5280 §4.2.1.3)',
    issuer: 'root',
    template: { keyUsage: ['cRLSign', 'digitalSignature'] },
  },
  {
    name: 'client-only',
    subject: 'mxray lab client CA',
    about: 'a CA whose extended key usage is clientAuth alone',
    issuer: 'root',
    template: { extendedKeyUsage: ['clientAuth'] },
  },
  {
    name: 'crl-issuer',
    subject: CRL_ISSUER,
    about: 'signs lists for the issuing CA (RFC 5280 §5)',
    issuer: 'issuing',
    isCa: false,
    template: { keyUsage: ['cRLSign'] },
  },
];

/** Finds an authority by name, making it (and who stands above it) at first. */
export interface Authorities {
  (name: AuthorityName): Promise<Authority>;
  /** Those that anybody has asked for. */
  made(): Promise<readonly Authority[]>;
}

export function createHierarchy(now: Date): Authorities {
  const made = new Map<AuthorityName, Promise<Authority>>();
  const find = (name: AuthorityName): Promise<Authority> => {
    const known = made.get(name) ?? make(rowOf(name));
    made.set(name, known);
    return known;
  };
  const make = async (row: AuthorityRow): Promise<Authority> => {
    const [issuer, twin] = await Promise.all([row.issuer, row.twin].map((kin) => kin && find(kin)));
    return createAuthority(row, now, { ...(issuer && { issuer }), ...(twin && { twin }) });
  };
  return Object.assign(find, { made: () => Promise.all(made.values()) });
}

const rowOf = (name: AuthorityName): AuthorityRow => AUTHORITIES.find((row) => row.name === name)!;
