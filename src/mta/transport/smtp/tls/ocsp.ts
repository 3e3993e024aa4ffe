/** The staple of a next hop, in the numbers of `$tls_out_ocsp`. */
import type { TlsConnection } from '../../../../core/net/index.ts';
import { verifyOcsp } from '../../../../core/ocsp/index.ts';
import { type Certificate, isIssuedBy } from '../../../../core/pki/index.ts';
import type { TlsWishes } from './wishes.ts';

export interface StapleVerdict {
  /** 0: not asked for; 1: none came; 3: it does not hold; 4: good. */
  readonly code: 0 | 1 | 3 | 4;
  /** Why it is not good. */
  readonly why: string;
}

export function judgeStaple(
  { ocspResponse }: TlsConnection,
  chain: readonly Certificate[],
  wish: TlsWishes['ocsp'],
  roots: readonly Certificate[],
  at: Date,
): StapleVerdict {
  if (wish === 'no') return { code: 0, why: '' };
  if (ocspResponse === undefined) return { code: 1, why: 'no OCSP response was sent' };
  const [leaf, ...rest] = chain;
  const issuer = leaf && [...rest, ...roots].find((one) => isIssuedBy(leaf, one));
  if (leaf === undefined || issuer === undefined) return { code: 3, why: 'the issuer of the certificate is not known' };
  const verdict = verifyOcsp({ response: ocspResponse, certificate: leaf, issuer, chain: rest, at });
  return verdict.status === 'good' ? { code: 4, why: '' } : { code: 3, why: verdict.detail };
}
