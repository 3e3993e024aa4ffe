/**
 * Is the chain valid: does a way lead from the leaf to an anchor, and is the leaf who and what was asked for?
 *
 * In this order: candidate paths → signatures and dates → constraints (search.ts, certificate by certificate) → policies →
 * revocation → name. A verdict is a value and the code of a refusal one of codes.ts.
 */
import type { Certificate } from '../certificate.ts';
import { checkPathRevocation } from '../crl/path.ts';
import { matchEmail } from '../names/email.ts';
import { parseReference } from '../names/reference.ts';
import { rfc9525 } from '../names/rfc9525.ts';
import type { RuleMatch } from '../names/types.ts';
import { judgePolicies } from './policies.ts';
import { nameOf } from './rules/registry.ts';
import { searchPaths } from './search.ts';
import type { ChainQuestion, ChainVerdict, Fault, Identity } from './types.ts';

/**
 * Never throws, whatever the certificates hold; work is bounded (budget.ts).
 *
 * @returns the first valid path, leaf first and anchor last; or the fault of the attempt that came furthest
 * @see RFC 5280 §6.1; RFC 4158; RFC 9618; RFC 9525
 */
export function verifyChain(question: ChainQuestion): ChainVerdict {
  const { leaf, identity, profile = 'webpki' } = question;
  const found = searchPaths(
    question,
    profile,
    (path) => policyFault(path, question) ?? revocationFault(path, question),
  );
  if ('attempt' in found) return { valid: false, ...found.attempt };
  const fault = identity && identityFault(leaf, identity);
  return fault === undefined ? { valid: true, path: found.path } : { valid: false, ...fault, path: found.path };
}

/** Does the leaf name whom one means to reach? Common names never count. */
export function matchIdentity(leaf: Certificate, { kind, value }: Identity): RuleMatch {
  if (kind === 'email') return matchEmail(leaf, value);
  const reference = parseReference(value);
  return reference.ok ? rfc9525.match(leaf, reference.value) : { match: false, reason: reference.error.message };
}

function identityFault(leaf: Certificate, identity: Identity): Fault | undefined {
  const { match, reason } = matchIdentity(leaf, identity);
  return match
    ? undefined
    : { code: 'name-mismatch', detail: `${nameOf(leaf)} is not for ${identity.value}: ${reason}` };
}

function policyFault(path: readonly Certificate[], { policies }: ChainQuestion): Fault | undefined {
  const where = judgePolicies(path, policies);
  return where && { code: 'policy-required', detail: `${nameOf(where)}: no policy is valid, and one is required` };
}

function revocationFault(
  path: readonly Certificate[],
  { crls, at, intermediates, anchors, profile = 'webpki' }: ChainQuestion,
): Fault | undefined {
  if (crls === undefined || path.length < 2) return undefined;
  const others = [...intermediates, ...anchors];
  return checkPathRevocation({ ...crls, path, at, others, isWebPki: profile === 'webpki' });
}
