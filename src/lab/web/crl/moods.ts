/**
 * What the lists of an issuer say: a registry, each row one departure from a good list. To add one: a row here, and a
 * line in the test's table. Ways a list is spoiled on its way are in deliveries.ts.
 */
import type { CrlSpec } from '../../../core/pki/issue.ts';
import { type AuthorityName, CRL_URL } from '../../ca/index.ts';

export interface CrlMood {
  readonly name: string;
  readonly about: string;
  /** Which certificates are on it; `standing`, when absent: those that the responder calls revoked. */
  readonly lists?: 'nobody' | 'everybody';
  /** CRLReason of the entries by number; keyCompromise when absent (RFC 5280 §5.3.1). */
  readonly reason?: number;
  /** Hours from now of thisUpdate and nextUpdate. */
  readonly dates?: { readonly from: number; readonly to: number | 'never' };
  readonly change?: (issuer: AuthorityName) => Partial<CrlSpec>;
  /** Certificates nobody has, put on it beside the others. */
  readonly padding?: number;
  /** The issuer when absent; `crl-issuer` signs for others (an indirect CRL). */
  readonly signer?: 'stranger' | 'crl-issuer';
}

/** A day, begun an hour ago. */
export const USUAL_CRL_DATES = { from: -1, to: 24 } as const;

/** Half a megabyte: more than most, and no burden to make. */
const HUGE_ENTRIES = 12_000;

export const CRL_MOODS: readonly CrlMood[] = [
  { name: 'good', about: 'lists those that the responder calls revoked' },
  { name: 'revoked', about: 'lists every certificate of the issuer', lists: 'everybody' },
  { name: 'on-hold', about: 'every certificate is on hold', lists: 'everybody', reason: 6 },
  { name: 'expired', about: 'nextUpdate was a week ago', dates: { from: -8 * 24, to: -7 * 24 } },
  { name: 'not-yet-valid', about: 'thisUpdate is tomorrow', dates: { from: 24, to: 48 } },
  { name: 'no-next-update', about: 'no nextUpdate (RFC 5280 §5.1.2.5 wants one)', dates: { from: -1, to: 'never' } },
  {
    name: 'base',
    about: 'a list of nobody, which says where its delta is',
    lists: 'nobody',
    change: (issuer) => ({ number: 1n, freshest: [{ urls: [CRL_URL(issuer, 'delta')] }] }),
  },
  {
    name: 'delta',
    about: 'the delta of that: lists everybody',
    lists: 'everybody',
    change: () => ({ number: 2n, baseNumber: 1n }),
  },
  {
    name: 'other-point',
    about: 'a list for another distribution point (RFC 5280 §6.3.3 (b)(2)(i))',
    lists: 'nobody',
    change: (issuer) => ({ issuingPoint: { names: [{ kind: 'uri', value: CRL_URL(issuer, 'elsewhere') }] } }),
  },
  {
    name: 'authorities-only',
    about: 'a list for certificates of authorities alone',
    lists: 'nobody',
    change: () => ({ issuingPoint: { onlyAuthorities: true } }),
  },
  {
    name: 'indirect',
    about: 'signed by another for the issuer, and lists everybody',
    lists: 'everybody',
    signer: 'crl-issuer',
    change: (issuer) => ({
      issuingPoint: { names: [{ kind: 'uri', value: CRL_URL(issuer, 'indirect') }], isIndirect: true },
    }),
  },
  { name: 'bad-signature', about: 'the signature does not verify', change: () => ({ isSignatureBroken: true }) },
  { name: 'wrong-issuer', about: 'a list of another authority', lists: 'nobody', signer: 'stranger' },
  {
    name: 'critical-extension',
    about: 'with a critical extension that nobody knows',
    lists: 'nobody',
    change: () => ({
      extraExtensions: [{ oid: '1.3.6.1.4.1.32473.2', critical: true, der: Uint8Array.of(5, 0) }],
    }),
  },
  { name: 'huge', about: `${HUGE_ENTRIES} strangers on it, and those it should list`, padding: HUGE_ENTRIES },
];

export const crlMoodNamed = (name: string): CrlMood | undefined => CRL_MOODS.find((row) => row.name === name);
