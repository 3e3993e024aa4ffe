import type { Certificate } from '../../certificate.ts';
import type { ChainCode } from '../codes.ts';
import type { Position, Profile, Purpose } from '../types.ts';

export interface Place {
  readonly position: Position;
  readonly purpose: Purpose;
}

/** A rule about one certificate where it stands; rows are in rules/registry.ts. */
export interface CertificateRule {
  readonly code: ChainCode;
  /** The profiles that hold it. */
  readonly in: readonly Profile[];
  /** Undefined: kept. Else what is wrong, to be read after the certificate's name and a colon. */
  readonly judge: (certificate: Certificate, place: Place) => string | undefined;
}

export const ALWAYS: readonly Profile[] = ['path', 'rfc5280', 'webpki'];
export const PROFILED: readonly Profile[] = ['rfc5280', 'webpki'];
export const RFC_ALONE: readonly Profile[] = ['rfc5280'];
export const WEB: readonly Profile[] = ['webpki'];

export function extensionOf({ extensions }: Certificate, oid: string) {
  return extensions.all.find((extension) => extension.oid === oid);
}

export const isCritical = (certificate: Certificate, oid: string): boolean =>
  extensionOf(certificate, oid)?.critical === true;

export const OID = {
  SUBJECT_KEY_ID: '2.5.29.14',
  KEY_USAGE: '2.5.29.15',
  ALTERNATIVE_NAME: '2.5.29.17',
  BASIC_CONSTRAINTS: '2.5.29.19',
  NAME_CONSTRAINTS: '2.5.29.30',
  AUTHORITY_KEY_ID: '2.5.29.35',
  POLICY_CONSTRAINTS: '2.5.29.36',
  EXTENDED_KEY_USAGE: '2.5.29.37',
  FRESHEST_CRL: '2.5.29.46',
  INHIBIT_ANY_POLICY: '2.5.29.54',
  AUTHORITY_INFO_ACCESS: '1.3.6.1.5.5.7.1.1',
  SUBJECT_INFO_ACCESS: '1.3.6.1.5.5.7.1.11',
} as const;
