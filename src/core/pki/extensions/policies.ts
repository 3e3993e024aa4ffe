/** Certificate policies and what limits them (RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11, §4.2.1.14). */
import { type DerElement, readElement, readElements, readOid, TAG } from '../der.ts';
import { every, readSequence } from './elements.ts';
import type { PolicyMapping, Reader } from './types.ts';

/** Honest certificates have one to five; every policy of every certificate may meet every other (RFC 9618 §1). */
export const MAX_POLICIES = 1000;

/** Qualifiers are for people and decide nothing. */
export const readPolicies: Reader = (value) => {
  const policies = every(readSequence(value, MAX_POLICIES)?.map(readPolicy));
  return policies === undefined || new Set(policies).size !== policies.length ? undefined : { policies };
};

function readPolicy({ tag, contents }: DerElement): string | undefined {
  const oid = tag === TAG.SEQUENCE ? readElement(contents) : undefined;
  return oid?.tag === TAG.OID ? readOid(oid.contents) : undefined;
}

export const readPolicyMappings: Reader = (value) => {
  const policyMappings = every(readSequence(value, MAX_POLICIES)?.map(readMapping));
  return policyMappings && { policyMappings };
};

function readMapping({ tag, contents }: DerElement): PolicyMapping | undefined {
  const [from, to, ...more] = (tag === TAG.SEQUENCE ? readElements(contents) : undefined) ?? [];
  const issuerDomain = from?.tag === TAG.OID ? readOid(from.contents) : undefined;
  const subjectDomain = to?.tag === TAG.OID ? readOid(to.contents) : undefined;
  return issuerDomain === undefined || subjectDomain === undefined || more.length > 0
    ? undefined
    : { issuerDomain, subjectDomain };
}

/** requireExplicitPolicy [0], inhibitPolicyMapping [1]; one of them at least. */
export const readPolicyConstraints: Reader = (value) => {
  const parts = readSequence(value);
  if (parts === undefined || parts.length === 0 || parts.some(({ tag }) => tag !== 0x80 && tag !== 0x81))
    return undefined;
  const [explicit, mapping] = [0x80, 0x81].map((tag) => parts.find((part) => part.tag === tag));
  const requireExplicit = explicit && readSkip(explicit.contents);
  const inhibitMapping = mapping && readSkip(mapping.contents);
  if (Number.isNaN(requireExplicit) || Number.isNaN(inhibitMapping)) return undefined;
  return {
    policyConstraints: {
      ...(requireExplicit !== undefined && { requireExplicit }),
      ...(inhibitMapping !== undefined && { inhibitMapping }),
    },
  };
};

export const readInhibitAnyPolicy: Reader = (value) => {
  const number = readElement(value);
  if (number?.tag !== TAG.INTEGER || number.whole.length !== value.length) return undefined;
  const inhibitAnyPolicy = readSkip(number.contents);
  return Number.isNaN(inhibitAnyPolicy) ? undefined : { inhibitAnyPolicy };
};

/** SkipCerts, a number from 0; NaN where it is none. More than four octets skip any path there is. */
function readSkip(contents: Uint8Array): number {
  if (contents.length === 0 || contents[0]! >= 0x80) return Number.NaN;
  return contents.length > 4 ? 2 ** 31 : Buffer.from(contents).readUIntBE(0, contents.length);
}
