/** The rules about single certificates, in the order in which a fault is told. */
import { type Certificate, isValidAt } from '../../certificate.ts';
import type { Fault, Profile } from '../types.ts';
import { authorityRules } from './authority.ts';
import { encodingRules } from './encoding.ts';
import { extensionRules } from './extensions.ts';
import { fieldRules } from './fields.ts';
import { keyRules } from './keys.ts';
import { nameRules } from './names.ts';
import { subtreeRules } from './subtrees.ts';
import type { CertificateRule, Place } from './types.ts';
import { usageRules } from './usage.ts';

export const CERTIFICATE_RULES: readonly CertificateRule[] = [
  ...fieldRules,
  ...extensionRules,
  ...authorityRules,
  ...usageRules,
  ...keyRules,
  ...nameRules,
  ...subtreeRules,
  ...encodingRules,
];

/** The first rule of the profile that the certificate breaks where it stands. */
export function judgeCertificate(certificate: Certificate, place: Place, profile: Profile): Fault | undefined {
  for (const { code, judge } of RULES_OF[profile]) {
    const detail = judge(certificate, place);
    if (detail !== undefined) return { code, detail: `${nameOf(certificate)}: ${detail}` };
  }
  return undefined;
}

/** RFC 5280 §4.1.2.5: both ends are inside, in whole seconds. */
export function judgeDates(certificate: Certificate, at: Date): Fault | undefined {
  const second = new Date(Math.floor(at.getTime() / 1000) * 1000);
  if (isValidAt(certificate, second)) return undefined;
  const { notAfter, notBefore } = certificate;
  return notAfter < second
    ? { code: 'expired', detail: `${nameOf(certificate)} ended ${instant(notAfter)}` }
    : { code: 'not-yet-valid', detail: `${nameOf(certificate)} begins only ${instant(notBefore)}` };
}

export const nameOf = ({ subjectText, serial }: Certificate): string =>
  subjectText === '' ? `the certificate ${serial}` : subjectText;

const instant = (date: Date): string => date.toISOString().replace('.000', '');

const of = (profile: Profile): readonly CertificateRule[] =>
  CERTIFICATE_RULES.filter((rule) => rule.in.includes(profile));

const RULES_OF: Readonly<Record<Profile, readonly CertificateRule[]>> = {
  path: of('path'),
  rfc5280: of('rfc5280'),
  webpki: of('webpki'),
};
