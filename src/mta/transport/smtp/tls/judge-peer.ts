/** The certificate of a next hop judged: by TLSA records where they bind us, else by roots and names. */
import { type MatchVerdict, matchChain } from '../../../../core/dane/index.ts';
import { type Certificate, nameRules, parseReference, verifyChain } from '../../../../core/pki/index.ts';
import type { DaneBinding } from './binding.ts';
import { crlsOf, rootsOf } from './material.ts';
import type { TlsWishes } from './wishes.ts';

export interface PeerVerdict {
  readonly verified: boolean;
  /** Why it is not. */
  readonly why?: string;
}

export function judgeByDane(chain: readonly Certificate[], { records, base }: DaneBinding, now: Date): PeerVerdict {
  const verdict = matchChain(records, { chain, references: [base], now });
  return verdict.status === 'match' ? { verified: true } : { verified: false, why: daneFault(verdict) };
}

const daneFault = ({ status }: MatchVerdict): string =>
  status === 'unusable' ? 'No usable TLSA records' : 'certificate verification failed: no TLSA record matches';

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
