/** What is shown where `tls_certificate` is unset: a certificate of our own, made when it is first asked for (Exim 4.88 on). */
import { readCertificate } from '../../core/pki/index.ts';
import type { OwnIdentity } from './identities.ts';

/** As Exim has it: made anew after two hours. */
const LIFETIME_MS = 2 * 3_600_000;
/** For clients whose clocks are behind. */
const BACKDATED_MS = 86_400_000;

export type SelfSigned = (name: string, nowMs: number) => Promise<OwnIdentity>;

export function createSelfSigned(): SelfSigned {
  let made: { readonly name: string; readonly untilMs: number; readonly identity: Promise<OwnIdentity> } | undefined;
  return (name, nowMs) => {
    if (made === undefined || made.name !== name || nowMs >= made.untilMs)
      made = { name, untilMs: nowMs + LIFETIME_MS, identity: issue(name, nowMs) };
    return made.identity;
  };
}

async function issue(name: string, nowMs: number): Promise<OwnIdentity> {
  const { formatPem, formatSigningKey, generateSigningKey, issueCertificate } = await import('../../core/pki/issue.ts');
  const key = await generateSigningKey('p256');
  const template = {
    subject: name.slice(0, 64), // RFC 5280 App. A.1: ub-common-name
    dnsNames: [name],
    notBefore: new Date(nowMs - BACKDATED_MS),
    notAfter: new Date(nowMs + 2 * LIFETIME_MS),
    keyUsage: ['digitalSignature'] as const,
    extendedKeyUsage: ['serverAuth'],
  };
  const der = await issueCertificate(template, key.publicKey, { key });
  const read = readCertificate(der);
  if (!read.ok) throw new Error(read.error.message);
  return {
    keyType: 'ecdsa',
    key: formatSigningKey(key),
    cert: formatPem('CERTIFICATE', der),
    chain: [read.value],
    file: 'the certificate made for the occasion',
  };
}
