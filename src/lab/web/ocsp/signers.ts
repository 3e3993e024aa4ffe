/** Who may sign, and who may not, the answers about certificates of one issuer (RFC 6960 §4.2.2.2). Made on first use. */
import type { OcspSigningKey } from '../../../core/ocsp/issue.ts';
import { type CertificateTemplate, generateSigningKey, issueCertificate } from '../../../core/pki/issue.ts';
import type { Authorities, Authority } from '../../ca/index.ts';

export type DelegateName = keyof typeof DELEGATES;

export interface Signers {
  /** The issuer itself. */
  issuer(authority: Authority): OcspSigningKey;
  delegate(authority: Authority, name: DelegateName): Promise<OcspSigningKey>;
  stranger(): Promise<OcspSigningKey>;
}

/** Days from now that a delegate's certificate runs. */
interface DelegateRow {
  readonly usage: string;
  readonly from: number;
  readonly to: number;
  readonly byStranger?: boolean;
}

const DELEGATES = {
  proper: { usage: 'ocspSigning', from: -1, to: 30 },
  'without-usage': { usage: 'serverAuth', from: -1, to: 30 },
  'of-stranger': { usage: 'ocspSigning', from: -1, to: 30, byStranger: true },
  expired: { usage: 'ocspSigning', from: -30, to: -1 },
  /** Ends before the proofs it signs, which is what most scripts that fetch proofs overlook. */
  expiring: { usage: 'ocspSigning', from: -30, to: 1 },
} as const satisfies Record<string, DelegateRow>;

const DAY_MS = 86_400_000;

export function createSigners(authorities: Authorities, now: Date): Signers {
  const made = new Map<string, Promise<OcspSigningKey>>();
  const signerOf = ({ key, certificate }: Authority): OcspSigningKey => ({ key, certificate });
  return {
    issuer: signerOf,
    stranger: async () => signerOf(await authorities('stranger')),
    delegate(authority, name) {
      const id = `${authority.name} ${name}`;
      const known = made.get(id) ?? createDelegate(DELEGATES[name], authority, authorities, now);
      made.set(id, known);
      return known;
    },
  };
}

async function createDelegate(
  { usage, from, to, byStranger = false }: DelegateRow,
  authority: Authority,
  authorities: Authorities,
  now: Date,
): Promise<OcspSigningKey> {
  const key = await generateSigningKey('p256');
  const template: CertificateTemplate = {
    subject: `mxray lab responder of ${authority.name}`,
    notBefore: new Date(now.getTime() + from * DAY_MS),
    notAfter: new Date(now.getTime() + to * DAY_MS),
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [usage],
    ocspNoCheck: true,
  };
  const issuer = byStranger ? await authorities('stranger') : authority;
  return { key, certificate: await issueCertificate(template, key.publicKey, issuer) };
}
