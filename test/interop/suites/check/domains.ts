/** Mail domains behind Postfix: one for each certificate and record that matter to a check as a whole. */
import { formatTlsa } from '../../../../src/core/dane/index.ts';
import { readCertificate } from '../../../../src/core/pki/index.ts';
import { tlsa } from '../../../support/chains.ts';
import type { ZoneRow } from '../../world/types.ts';
import type { Identity, IdentityName } from '../dane/identities.ts';
import { addressOf, SERVERS } from '../dane/servers.ts';

export interface Domain {
  readonly label: string;
  readonly identity: IdentityName;
  /** What the TLSA record is made of; none: there is none. */
  readonly record: 'leaf' | 'authority' | 'another' | 'none';
  readonly signed: boolean;
}

const SIGNED = 'checked.alpha';
const UNSIGNED = 'open.alpha';

export const DOMAINS: readonly Domain[] = [
  { label: 'good', identity: 'ecdsa', record: 'leaf', signed: true },
  { label: 'rsa', identity: 'rsa', record: 'leaf', signed: true },
  { label: 'anchored', identity: 'ecdsa', record: 'authority', signed: true },
  { label: 'stale', identity: 'ecdsa', record: 'another', signed: true },
  { label: 'bare', identity: 'ecdsa', record: 'none', signed: true },
  { label: 'short', identity: 'leaf-only', record: 'leaf', signed: true },
  { label: 'expired', identity: 'expired', record: 'leaf', signed: true },
  { label: 'expired-anchored', identity: 'expired', record: 'authority', signed: true },
  { label: 'elsewhere', identity: 'wrong-name', record: 'authority', signed: true },
  { label: 'own', identity: 'self-signed', record: 'none', signed: true },
  { label: 'plain', identity: 'ecdsa', record: 'leaf', signed: false },
];

export const domainName = ({ label, signed }: Domain): string => `${label}.${signed ? SIGNED : UNSIGNED}`;
export const hostOf = (domain: Domain): string => `mx.${domainName(domain)}`;
export const HOSTS: readonly string[] = DOMAINS.map(hostOf);
export const POSTFIX = SERVERS.find(({ name }) => name === 'postfix')!;

export function zones(identities: readonly Identity[]): readonly ZoneRow[] {
  const linesOf = (signed: boolean): readonly string[] =>
    DOMAINS.filter((domain) => domain.signed === signed).flatMap((domain) => linesFor(domain, identities));
  const signing = { signer: 'bind', algorithm: 13, denial: 'nsec' } as const;
  return [
    { name: SIGNED, server: 'named', signing, lines: linesOf(true) },
    { name: UNSIGNED, server: 'named', lines: linesOf(false) },
  ];
}

function linesFor(domain: Domain, identities: readonly Identity[]): readonly string[] {
  const { label, identity } = domain;
  const { parts } = identities.find(({ name }) => name === identity)!;
  const other = identities.find(({ name }) => name === 'with-root')!.parts;
  const of = { leaf: parts.leaf, authority: parts.intermediate, another: other.leaf };
  const usage = domain.record === 'authority' ? 2 : 3;
  const record = domain.record === 'none' ? [] : [`_25._tcp.mx.${label} TLSA ${recordOf(usage, of[domain.record])}`];
  return [
    `${label} MX 10 mx.${label}`,
    `mx.${label} A ${addressOf(POSTFIX, identity)}`,
    `${label} TXT "v=spf1 mx -all"`,
    `_dmarc.${label} TXT "v=DMARC1; p=reject; rua=mailto:d@${domainName(domain)}"`,
    `_smtp._tls.${label} TXT "v=TLSRPTv1; rua=mailto:t@${domainName(domain)}"`,
    ...record,
  ];
}

function recordOf(usage: number, der: Uint8Array): string {
  const read = readCertificate(der);
  if (!read.ok) throw new Error(read.error.message);
  return formatTlsa(tlsa(usage, 1, 1, read.value));
}
