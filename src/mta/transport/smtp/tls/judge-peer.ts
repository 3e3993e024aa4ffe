/** The certificate of a next hop judged: by TLSA records or a policy where they bind us, else by roots and names. */
import { type MatchVerdict, matchChain } from '../../../../core/dane/index.ts';
import { type Certificate, nameRules, parseReference, verifyChain } from '../../../../core/pki/index.ts';
import type { CertificateFault, DaneBinding } from './binding.ts';
import { crlsOf, rootsOf } from './material.ts';
import type { TlsWishes } from './wishes.ts';

export interface PeerVerdict {
  readonly verified: boolean;
  /** Why it is not. */
  readonly why?: string;
  /** The same in a word of reports (RFC 8460 §4.3), where a binding asks for it. */
  readonly fault?: CertificateFault;
}

export function judgeByDane(chain: readonly Certificate[], { records, base }: DaneBinding, now: Date): PeerVerdict {
  const verdict = matchChain(records, { chain, references: [base], now });
  return verdict.status === 'match'
    ? { verified: true }
    : { verified: false, fault: 'validation-failure', why: daneFault(verdict) };
}

const daneFault = ({ status }: MatchVerdict): string =>
  status === 'unusable' ? 'No usable TLSA records' : 'certificate verification failed: no TLSA record matches';

/** RFC 8461 §4.2: in date, under a trusted root, and a DNS-ID that names the MX host. */
export function judgeBySts(
  chain: readonly Certificate[],
  { roots: written }: TlsWishes,
  host: string,
  at: Date,
): PeerVerdict {
  const [leaf, ...intermediates] = chain;
  const roots = rootsOf(written);
  if (!roots.ok) return { verified: false, fault: 'validation-failure', why: roots.error };
  if (leaf === undefined)
    return { verified: false, fault: 'certificate-not-trusted', why: `${STS_FAILED}no certificate was sent` };
  const verdict = verifyChain({
    leaf,
    intermediates,
    anchors: roots.value,
    hasVettedAnchors: written === 'system',
    purpose: 'server',
    profile: 'path',
    identity: { kind: 'host', value: host },
    at,
  });
  if (verdict.valid) return { verified: true };
  return {
    verified: false,
    fault: FAULTS[verdict.code] ?? 'certificate-not-trusted',
    why: STS_FAILED + verdict.detail,
  };
}

const STS_FAILED = 'MTA-STS: certificate verification failed: ';

const FAULTS: Readonly<Record<string, CertificateFault>> = {
  'name-mismatch': 'certificate-host-mismatch',
  expired: 'certificate-expired',
  'not-yet-valid': 'certificate-expired',
};

export function judgeByRoots(chain: readonly Certificate[], wishes: TlsWishes, name: string, at: Date): PeerVerdict {
  const [leaf, ...intermediates] = chain;
  if (leaf === undefined) return { verified: false, why: 'certificate verification failed: no certificate was sent' };
  const roots = rootsOf(wishes.roots);
  if (!roots.ok) return { verified: false, why: roots.error };
  const crls = wishes.crl === undefined ? undefined : crlsOf(wishes.crl);
  if (crls?.ok === false) return { verified: false, why: crls.error };
  const verdict = verifyChain({
    leaf,
    intermediates,
    anchors: roots.value,
    hasVettedAnchors: wishes.roots === 'system',
    purpose: 'server',
    profile: 'path',
    at,
    ...(crls !== undefined && { crls: crls.value }),
  });
  if (!verdict.valid) return { verified: false, why: `certificate verification failed: ${verdict.detail}` };
  if (!wishes.verifiesName || namesHost(leaf, name)) return { verified: true };
  return { verified: false, why: 'certificate verification failed: certificate name mismatch' };
}

function namesHost(leaf: Certificate, name: string): boolean {
  const reference = parseReference(name);
  return reference.ok && nameRules.exim.match(leaf, reference.value).match;
}
