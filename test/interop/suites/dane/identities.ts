/** What the servers show: certificates good and bad, from a CA of our own. */
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatSigningKey,
  generateSigningKey,
  issueCertificate,
  type Signer,
  type SigningKey,
  type SigningKeyType,
} from '../../../../src/core/pki/issue.ts';

const DAY_MS = 86_400_000;

/** DER of the certificates a TLSA record may speak of. */
export interface Parts {
  /** The last of them where there are two. */
  readonly leaf: Uint8Array;
  readonly rsaLeaf: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly root: Uint8Array;
}

export interface Identity {
  readonly name: IdentityName;
  readonly parts: Parts;
  /** PEM: private key, then the chain, leaf first; one per kind of key. */
  readonly chainFiles: readonly string[];
}

interface Authority {
  readonly certificate: Uint8Array;
  readonly key: SigningKey;
}

interface Plan {
  readonly keys: readonly SigningKeyType[];
  readonly names?: readonly string[];
  /** Days from now. */
  readonly validUntil?: number;
  readonly selfSigned?: true;
  /** Who issued it; default a good intermediate. */
  readonly under?: 'expired' | 'underExpiredRoot';
  readonly chain: readonly ('leaf' | 'intermediate' | 'root' | 'stranger')[];
}

const USUAL = ['leaf', 'intermediate'] as const;

const PLANS = {
  ecdsa: { keys: ['p256'], chain: USUAL },
  rsa: { keys: ['rsa'], chain: USUAL },
  both: { keys: ['rsa', 'p256'], chain: USUAL },
  'with-root': { keys: ['p256'], chain: [...USUAL, 'root'] },
  'leaf-only': { keys: ['p256'], chain: ['leaf'] },
  'with-stranger': { keys: ['p256'], chain: ['leaf', 'intermediate', 'stranger'] },
  expired: { keys: ['p256'], chain: USUAL, validUntil: -5 },
  'under-expired': { keys: ['p256'], chain: [...USUAL, 'root'], under: 'expired' },
  'under-expired-root': { keys: ['p256'], chain: [...USUAL, 'root'], under: 'underExpiredRoot' },
  'wrong-name': { keys: ['p256'], chain: USUAL, names: ['mx.elsewhere.example'] },
  'self-signed': { keys: ['p256'], chain: ['leaf'], selfSigned: true },
} as const satisfies Record<string, Plan>;

export type IdentityName = keyof typeof PLANS;
export const IDENTITIES = Object.keys(PLANS) as IdentityName[];

/** @param names  what good certificates are for */
export async function makeIdentities(folder: string, names: readonly string[]): Promise<readonly Identity[]> {
  const authorities = await makeAuthorities();
  return Promise.all(IDENTITIES.map((name) => makeIdentity(name, PLANS[name], names, authorities, folder)));
}

/** An issuer and the root above it. */
interface Branch {
  readonly issuer: Authority;
  readonly root: Authority;
}

interface Authorities {
  readonly branches: Readonly<Record<NonNullable<Plan['under']> | 'usual', Branch>>;
  readonly stranger: Authority;
}

async function makeAuthorities(): Promise<Authorities> {
  const root = await makeAuthority('Interop Root', 3650);
  const expiredRoot = await makeAuthority('Interop Expired Root', -5);
  const branches = {
    usual: { issuer: await makeAuthority('Interop Intermediate', 365, root), root },
    expired: { issuer: await makeAuthority('Interop Expired', -5, root), root },
    underExpiredRoot: { issuer: await makeAuthority('Interop Heir', 365, expiredRoot), root: expiredRoot },
  };
  return { branches, stranger: await makeAuthority('Interop Stranger', 365) };
}

async function makeIdentity(
  name: IdentityName,
  plan: Plan,
  names: readonly string[],
  { branches, stranger }: Authorities,
  folder: string,
): Promise<Identity> {
  const { issuer, root } = branches[plan.under ?? 'usual'];
  const leaves: { readonly leaf: Uint8Array; readonly key: SigningKey }[] = [];
  for (const type of plan.keys) {
    const key = await generateSigningKey(type);
    leaves.push({ leaf: await issueLeaf(plan, key, issuer, names), key });
  }
  const above = { intermediate: issuer.certificate, root: root.certificate, stranger: stranger.certificate };
  const chainFiles = leaves.map(({ leaf, key }, index) => {
    const file = join(folder, `${name}-${index}.pem`);
    const chain = plan.chain.map((part) => pem({ ...above, leaf }[part]));
    writeFileSync(file, formatSigningKey(key) + chain.join(''));
    return file;
  });
  const parts = { ...above, leaf: leaves.at(-1)!.leaf, rsaLeaf: leaves[0]!.leaf };
  return { name, parts, chainFiles };
}

function issueLeaf(plan: Plan, key: SigningKey, issuer: Authority, names: readonly string[]): Promise<Uint8Array> {
  const signer: Signer = plan.selfSigned ? { key } : issuer;
  const dates = validity(plan.validUntil ?? 90);
  return issueCertificate(
    {
      subject: 'Interop Server',
      dnsNames: plan.names ?? names,
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: ['serverAuth'],
      ...dates,
    },
    key.publicKey,
    signer,
  );
}

async function makeAuthority(subject: string, validUntil: number, parent?: Authority): Promise<Authority> {
  const key = await generateSigningKey('p256');
  const template = { subject, ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] as const, ...validity(validUntil) };
  return { key, certificate: await issueCertificate(template, key.publicKey, parent ?? { key }) };
}

function validity(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 30 * DAY_MS), notAfter: new Date(now + days * DAY_MS) };
}

const pem = (der: Uint8Array): string => new X509Certificate(der).toString();
