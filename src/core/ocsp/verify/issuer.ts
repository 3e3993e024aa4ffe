/** Is the issuer the one who signed the certificate, and is it trusted? */

import { equalBytes } from '../../../base/index.ts';
import { type Certificate, verifyChain } from '../../pki/index.ts';
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

/** As OpenSSL validates paths: a responder is no web server, and what browsers ask of those is not asked here. */
function pathToRoot(
  { issuer, chain = [], at }: OcspQuestion,
  anchors: readonly Certificate[],
): readonly Certificate[] | Refusal {
  if (anchors.some(({ der }) => equalBytes(der, issuer.der))) return [issuer];
  const verdict = verifyChain({ leaf: issuer, intermediates: chain, anchors, purpose: 'any', at, profile: 'path' });
  if (verdict.valid) return verdict.path;
  return refuse('untrusted-issuer', `${issuer.subjectText} does not chain to any of the roots: ${verdict.detail}`);
}
