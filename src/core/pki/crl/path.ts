/**
 * Revocation along a whole path, as `verifyChain` asks for it.
 *
 * Given CRLs are to be used: the leaf has to be found good. An authority's certificate has to be found good where a CRL of its
 * issuer is there, and is passed over where there is none, since many roots publish none that anybody passes on. A CRL that
 * cannot be used never turns into "good".
 */
import type { Certificate } from '../certificate.ts';
import { checkRevocation } from './check.ts';
import type { CrlPile } from './files.ts';
import { signersBelow } from './signers.ts';
import type { CrlFault, CrlProblem } from './types.ts';
import { judgeWebProfile } from './web-profile.ts';

export interface PathQuestion extends CrlPile {
  /** Leaf first, the anchor last; the anchor itself is not asked about. */
  readonly path: readonly Certificate[];
  readonly at: Date;
  /** Certificates that may sign CRLs beside the issuers: of indirect CRLs, of other keys. */
  readonly others?: readonly Certificate[];
  /** CRLs are held to what the public web asks of them, too (web-profile.ts). */
  readonly isWebPki?: boolean;
  /** Every certificate has to be found good. */
  readonly all?: boolean;
}

export interface PathRevocation {
  /** `revoked`, or `crl-` and the fault: `crl-expired`. */
  readonly code: 'revoked' | `crl-${CrlFault}`;
  readonly detail: string;
  readonly certificate: Certificate;
}

/** The first certificate that is revoked or cannot be told, from the leaf on; undefined: none. */
export function checkPathRevocation(question: PathQuestion): PathRevocation | undefined {
  const { path } = question;
  for (const [depth, certificate] of path.slice(0, -1).entries()) {
    const found = judge(certificate, depth, question);
    if (found !== undefined) return found;
  }
  return undefined;
}

function judge(
  certificate: Certificate,
  depth: number,
  { path, crls, unreadable, at, others = [], isWebPki, all }: PathQuestion,
): PathRevocation | undefined {
  if (hasNoRevocation(certificate)) return undefined;
  const above = path.slice(depth + 1);
  const judgeForm = isWebPki === true ? judgeWebProfile : undefined;
  const verdict = checkRevocation(certificate, above[0]!, crls, at, signersBelow(above, others), judgeForm);
  if (verdict.status === 'good') return undefined;
  if (verdict.status === 'revoked') {
    const detail = `${certificate.subjectText} was revoked ${verdict.date.toISOString()} (${verdict.reason})`;
    return { code: 'revoked', detail, certificate };
  }
  const problem = isSilent(verdict) ? (unreadable[0] ?? verdict) : verdict;
  if (depth > 0 && all !== true && isSilent(verdict)) return undefined;
  return { code: `crl-${problem.code}`, detail: problem.detail, certificate };
}

const NO_REV_AVAIL = '2.5.29.56';

/** An end-entity certificate may say that nobody will ever list it, and is then not to be asked about (RFC 9608 §4). */
export const hasNoRevocation = ({ extensions }: Certificate): boolean =>
  extensions.basicConstraints?.isCa !== true && extensions.all.some(({ oid }) => oid === NO_REV_AVAIL);

/** Nobody spoke of its issuer. */
const isSilent = ({ code }: CrlProblem): boolean => code === 'missing' || code === 'wrong-issuer';
