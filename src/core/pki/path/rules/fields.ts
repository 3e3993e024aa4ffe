/** The fields of a certificate that are no extensions (RFC 5280 §4.1). */
import { equalBytes } from '../../../../base/index.ts';
import { type Certificate, isSelfIssued } from '../../certificate.ts';
import { ALWAYS, type CertificateRule, isCritical, OID, type Place, PROFILED, WEB } from './types.ts';

export const fieldRules: readonly CertificateRule[] = [
  { code: 'algorithm-mismatch', in: ALWAYS, judge: sameAlgorithms },
  { code: 'version', in: PROFILED, judge: knownVersion },
  { code: 'version', in: WEB, judge: ({ version }) => (version === 3 ? undefined : `it is of version ${version}`) },
  { code: 'serial-number', in: PROFILED, judge: positiveSerial },
  { code: 'empty-name', in: PROFILED, judge: namesThere },
];

/** §4.1.1.2; of an anchor only its name and key count (§6.1.1 (d)), and this shows who altered it. */
function sameAlgorithms({ signatureAlgorithm, innerAlgorithm }: Certificate): string | undefined {
  return equalBytes(signatureAlgorithm, innerAlgorithm) ? undefined : 'the algorithm inside is not the one outside';
}

/** §4.1.2.1. */
function knownVersion({ version, extensions }: Certificate): string | undefined {
  if (version < 1 || version > 3) return `there is no version ${version}`;
  return extensions.all.length > 0 && version !== 3 ? `it has extensions and is of version ${version}` : undefined;
}

/** §4.1.2.2. Roots of old with serial number 0 are in every store, and their serial is looked at by nobody. */
function positiveSerial(certificate: Certificate, { position }: Place): string | undefined {
  const { serialOctets: octets } = certificate;
  if (position === 'anchor' && isSelfIssued(certificate)) return undefined;
  if (octets.length === 0 || octets[0]! >= 0x80) return 'its serial number is negative';
  if (octets.every((octet) => octet === 0)) return 'its serial number is 0';
  return octets.length > 20 ? `its serial number has ${octets.length} octets` : undefined;
}

const EMPTY_NAME_BYTES = 2;

/** §4.1.2.4, §4.1.2.6. */
function namesThere(certificate: Certificate, { position }: Place): string | undefined {
  const { issuer, subject, extensions } = certificate;
  if (issuer.length <= EMPTY_NAME_BYTES) return 'its issuer is empty';
  if (subject.length > EMPTY_NAME_BYTES) return undefined;
  if (position !== 'leaf' || extensions.basicConstraints?.isCa === true) return 'it is an authority without a subject';
  return isCritical(certificate, OID.ALTERNATIVE_NAME)
    ? undefined
    : 'its subject is empty and its alternative name is not critical';
}
