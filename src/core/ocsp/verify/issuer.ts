/** Is the issuer the one who signed the certificate, and is it trusted? */

import { equalBytes } from '../../../base/index.ts';
import { type Certificate, verifyChain } from '../../pki/index.ts';
import type { OcspQuestion } from '../types.ts';
import { wasIssuedBy } from './known.ts';
import { type Refusal, refuse, told } from './refusal.ts';

/** An authority is cross-signed by a few; more would be an attack on who tries them all. */
const MAX_TWINS = 8;

/** @returns the certificates that the issuer's trust rests on, itself first; their ends are the proof's as well */
export function trustedIssuer(question: OcspQuestion): readonly Certificate[] | Refusal {
  const { certificate, issuer } = question;
  if (!wasIssuedBy(certificate, issuer))
    return refuse('wrong-issuer', `${issuer.subjectText} did not issue ${certificate.subjectText}`);
  const trusted = trustIn(issuer, question);
  if (isPath(trusted)) return trusted;
  const others = twinsOf(question).map((twin) => trustIn(twin, question));
  return others.find(isPath) ?? trusted;
}

const isPath = (trusted: readonly Certificate[] | Refusal): trusted is readonly Certificate[] => Array.isArray(trusted);

/** Other certificates of the same authority, where it is cross-signed: the same name and key. */
function twinsOf({ issuer, chain = [] }: OcspQuestion): readonly Certificate[] {
  const isTwin = (one: Certificate): boolean =>
    equalBytes(one.subject, issuer.subject) && equalBytes(one.publicKey, issuer.publicKey) && one !== issuer;
  return chain.filter(isTwin).slice(0, MAX_TWINS);
}

function trustIn(issuer: Certificate, question: OcspQuestion): readonly Certificate[] | Refusal {
  const { at, roots } = question;
  if (at > issuer.notAfter) return refuse('issuer-expired', `${issuer.subjectText} ended at ${told(issuer.notAfter)}`);
  if (at < issuer.notBefore)
    return refuse('issuer-not-yet-valid', `${issuer.subjectText} begins at ${told(issuer.notBefore)}`);
  return roots === undefined || roots.length === 0 ? [issuer] : pathToRoot(issuer, question, roots);
}

/** As OpenSSL validates paths: a responder is no web server, and what browsers ask of those is not asked here. */
function pathToRoot(
  issuer: Certificate,
  { chain = [], at }: OcspQuestion,
  anchors: readonly Certificate[],
): readonly Certificate[] | Refusal {
  if (anchors.some(({ der }) => equalBytes(der, issuer.der))) return [issuer];
  const verdict = verifyChain({ leaf: issuer, intermediates: chain, anchors, purpose: 'any', at, profile: 'path' });
  if (verdict.valid) return verdict.path;
  return refuse('untrusted-issuer', `${issuer.subjectText} does not chain to any of the roots: ${verdict.detail}`);
}
