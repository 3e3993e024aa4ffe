/** Which reader an extension has. An extension that is critical and not here forbids the use (RFC 5280 §4.2). */
import { readNameConstraints } from '../name-constraints.ts';
import { readAuthorityInfoAccess, readCrlDistributionPoints, readFreshestCrl } from './access.ts';
import { readNoCheck, readTimestamps, readTlsFeature } from './features.ts';
import { readAlternativeNames, readAuthorityKeyId, readSubjectKeyId } from './identifiers.ts';
import { readInhibitAnyPolicy, readPolicies, readPolicyConstraints, readPolicyMappings } from './policies.ts';
import type { Reader } from './types.ts';
import { readBasicConstraints, readExtendedKeyUsage, readKeyUsage } from './usage.ts';

const readConstraints: Reader = (value) => {
  const nameConstraints = readNameConstraints(value);
  return nameConstraints && { nameConstraints };
};

/** Known, and of no matter to what is judged here. */
const passedOver: Reader = () => ({});

export const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['2.5.29.9', passedOver], // subjectDirectoryAttributes
  ['2.5.29.14', readSubjectKeyId],
  ['2.5.29.15', readKeyUsage],
  ['2.5.29.17', readAlternativeNames],
  ['2.5.29.18', passedOver], // issuerAltName
  ['2.5.29.19', readBasicConstraints],
  ['2.5.29.30', readConstraints],
  ['2.5.29.31', readCrlDistributionPoints],
  ['2.5.29.32', readPolicies],
  ['2.5.29.33', readPolicyMappings],
  ['2.5.29.35', readAuthorityKeyId],
  ['2.5.29.36', readPolicyConstraints],
  ['2.5.29.37', readExtendedKeyUsage],
  ['2.5.29.46', readFreshestCrl],
  ['2.5.29.54', readInhibitAnyPolicy],
  ['1.3.6.1.5.5.7.1.1', readAuthorityInfoAccess],
  ['1.3.6.1.5.5.7.1.11', passedOver], // subjectInfoAccess
  ['1.3.6.1.5.5.7.1.24', readTlsFeature],
  ['1.3.6.1.5.5.7.48.1.5', readNoCheck],
  ['1.3.6.1.4.1.11129.2.4.2', readTimestamps],
]);
