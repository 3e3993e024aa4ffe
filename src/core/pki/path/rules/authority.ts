/** May it issue, and are the marks of authorities consistent (RFC 5280 §4.2.1.1–4.2.1.3, §4.2.1.9)? */
import { equalBytes } from '../../../../base/index.ts';
import { type Certificate, isSelfIssued } from '../../certificate.ts';
import { KEY_USAGE } from '../../extensions/types.ts';
import {
  ALWAYS,
  type CertificateRule,
  extensionOf,
  isCritical,
  OID,
  type Place,
  PROFILED,
  RFC_ALONE,
  WEB,
} from './types.ts';

export const authorityRules: readonly CertificateRule[] = [
  { code: 'not-an-authority', in: ALWAYS, judge: mayIssue },
  { code: 'basic-constraints', in: PROFILED, judge: consistent },
  { code: 'basic-constraints', in: PROFILED, judge: criticalInAuthorities },
  { code: 'key-identifier', in: PROFILED, judge: subjectKeyId },
  { code: 'key-identifier', in: PROFILED, judge: authorityKeyId },
  { code: 'key-identifier', in: WEB, judge: rootKeyId },
  { code: 'constraints-profile', in: PROFILED, judge: constraintsInAuthorities },
  { code: 'constraints-profile', in: RFC_ALONE, judge: constraintsCritical },
];

/** §6.1.4 (k), (n). A root of version 1 has no extensions to say it in, and its being trusted says it (§6.1.1 (d)). */
function mayIssue(certificate: Certificate, { position }: Place): string | undefined {
  if (position === 'leaf') return undefined;
  const { basicConstraints, keyUsage } = certificate.extensions;
  if (keyUsage !== undefined && !keyUsage.has(KEY_USAGE.KEY_CERT_SIGN)) return 'its key usage lacks keyCertSign';
  if (basicConstraints?.isCa === true) return undefined;
  if (basicConstraints === undefined && certificate.version < 3 && position === 'anchor') return undefined;
  return 'it is no authority (basic constraints)';
}

/** §4.2.1.3, §4.2.1.9, both ways. */
function consistent({ extensions }: Certificate): string | undefined {
  const { basicConstraints, keyUsage } = extensions;
  const isCa = basicConstraints?.isCa === true;
  const signs = keyUsage?.has(KEY_USAGE.KEY_CERT_SIGN);
  if (keyUsage?.size === 0) return 'its key usage is empty';
  if (signs === true && !isCa) return 'its key usage has keyCertSign, and it is no authority';
  if (signs === false && isCa) return 'it is an authority without keyCertSign';
  return basicConstraints?.pathLength !== undefined && !isCa ? 'it has a path length, and is no authority' : undefined;
}

/** §4.2.1.9: there and critical. */
function criticalInAuthorities(certificate: Certificate, { position }: Place): string | undefined {
  if (position === 'leaf') return undefined;
  const constraints = extensionOf(certificate, OID.BASIC_CONSTRAINTS);
  if (constraints === undefined) return 'it is an authority without basic constraints';
  return constraints.critical ? undefined : 'its basic constraints are not critical';
}

/** §4.2.1.2. */
function subjectKeyId(certificate: Certificate, { position }: Place): string | undefined {
  if (isCritical(certificate, OID.SUBJECT_KEY_ID)) return 'its subject key identifier is critical';
  const { subjectKeyId: id } = certificate.extensions;
  return position !== 'leaf' && id === undefined ? 'it is an authority without subject key identifier' : undefined;
}

/** §4.2.1.1: only a key that vouches for itself may do without. */
function authorityKeyId(certificate: Certificate, { position }: Place): string | undefined {
  if (isCritical(certificate, OID.AUTHORITY_KEY_ID)) return 'its authority key identifier is critical';
  const isRoot = isSelfIssued(certificate) && position !== 'intermediate';
  if (isRoot && extensionOf(certificate, OID.AUTHORITY_KEY_ID) === undefined) return undefined;
  return certificate.extensions.authorityKeyId === undefined ? 'it has no authority key identifier' : undefined;
}

/** Baseline Requirements §7.1.2.1.3: a root points at itself, by key identifier alone. */
function rootKeyId(certificate: Certificate, { position }: Place): string | undefined {
  const { authorityKeyId: own, authorityIssuer, subjectKeyId: subject } = certificate.extensions;
  if (position !== 'anchor' || !isSelfIssued(certificate)) return undefined;
  if (authorityIssuer !== undefined) return 'its authority key identifier names an issuer and serial number';
  return own !== undefined && subject !== undefined && !equalBytes(own, subject)
    ? 'its authority key identifier is not its subject key identifier'
    : undefined;
}

/** §4.2.1.10. */
function constraintsInAuthorities({ extensions }: Certificate): string | undefined {
  const { nameConstraints, basicConstraints } = extensions;
  return nameConstraints !== undefined && basicConstraints?.isCa !== true
    ? 'it has name constraints, and is no authority'
    : undefined;
}

/** §4.2.1.10; the Baseline Requirements §7.1.2.5.2 let it be. */
function constraintsCritical(certificate: Certificate): string | undefined {
  return extensionOf(certificate, OID.NAME_CONSTRAINTS)?.critical === false
    ? 'its name constraints are not critical'
    : undefined;
}
