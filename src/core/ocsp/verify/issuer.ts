/** Is the issuer the one who signed the certificate, and is it trusted? */

import { equalBytes } from '../../../base/index.ts';
import { type Certificate, isIssuedBy, isSelfIssued, isValidAt } from '../../pki/index.ts';
import type { OcspQuestion } from '../types.ts';
import { wasIssuedBy } from './known.ts';
import { type Refusal, refuse, told } from './refusal.ts';

/** @returns the certificates that the issuer's trust rests on, itself first; their ends are the proof's as well */
export function trustedIssuer(question: OcspQuestion): readonly Certificate[] | Refusal {
  const { certificate, issuer, at } = question;
  if (!wasIssuedBy(certificate, issuer))
    return refuse('wrong-issuer', `${issuer.subjectText} did not issue ${certificate.subjectText}`);
  if (at > issuer.notAfter) return refuse('issuer-expired', `${issuer.subjectText} ended at ${told(issuer.notAfter)}`);
  if (at < issuer.notBefore)
    return refuse('issuer-not-yet-valid', `${issuer.subjectText} begins at ${told(issuer.notBefore)}`);
  return question.roots === undefined || question.roots.length === 0 ? [issuer] : pathToRoot(question, question.roots);
}

/** Longer chains are no honest ones. */
const MAX_DEPTH = 8;

function pathToRoot(question: OcspQuestion, roots: readonly Certificate[]): readonly Certificate[] | Refusal {
  const { issuer, chain = [], at } = question;
  const path = climb([issuer], { roots, chain, at });
  return path ?? refuse('untrusted-issuer', `${issuer.subjectText} does not chain to any of the roots`);
}

type Sources = { readonly roots: readonly Certificate[]; readonly chain: readonly Certificate[]; readonly at: Date };

function climb(path: readonly Certificate[], sources: Sources): readonly Certificate[] | undefined {
  const last = path.at(-1)!;
  if (sources.roots.some(({ der }) => equalBytes(der, last.der))) return path;
  const root = sources.roots.find((one) => isIssuedBy(last, one) && isValidAt(one, sources.at));
  if (root !== undefined) return [...path, root];
  if (path.length === MAX_DEPTH || isSelfIssued(last)) return undefined;
  for (const one of sources.chain) {
    const mayIssue = one.extensions.basicConstraints?.isCa === true && isValidAt(one, sources.at);
    if (!mayIssue || path.includes(one) || !isIssuedBy(last, one)) continue;
    const found = climb([...path, one], sources);
    if (found !== undefined) return found;
  }
  return undefined;
}
