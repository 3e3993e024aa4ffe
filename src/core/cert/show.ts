/** A certificate laid out, with what is weak in it or will bite. */
import { createHash } from 'node:crypto';
import type { Finding, Report, Scope } from '../../base/index.ts';
import {
  type Certificate,
  isSelfIssued,
  isSignedBy,
  keyFault,
  nameAlgorithm,
  readAlgorithm,
  showGeneralName,
} from '../pki/index.ts';
import { describeExtensions } from './describe-extensions.ts';
import { say } from './findings/define.ts';
import {
  ended,
  endingSoon,
  longLived,
  malformed,
  mustStaple,
  mustStapleNoUrl,
  noNames,
  notYet,
  shown,
  unknownCritical,
  weak,
} from './findings/show.ts';
import { hexDigest, shorten } from './short.ts';
import type { CertShowData, ShownCertificate } from './types.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;
/** Baseline Requirements §6.3.2, as it was until 2026; it is to become shorter. */
const LONG_DAYS = 398;

/** @param certificates  at least one, in the order of the file or as sent */
export function showCertificates(
  certificates: readonly Certificate[],
  at: Date,
  scope: Scope = {},
): Report<CertShowData> {
  const data = { certificates: certificates.map((certificate) => layOut(certificate, at)) };
  const findings = certificates.flatMap((certificate, i) => warningsOn(certificate, data.certificates[i]!, at, scope));
  const first = data.certificates[0]!;
  return { data, findings: [say(shown, { scope, detail: first.subject }), ...findings] };
}

function layOut(certificate: Certificate, at: Date): ShownCertificate {
  const { version, notBefore, notAfter, commonNames, der, publicKey, extensions } = certificate;
  const digest = createHash('sha256').update(publicKey).digest();
  return {
    ...shorten(certificate),
    version,
    validDays: days(notAfter.getTime() + 1000 - notBefore.getTime()),
    daysLeft: days(notAfter.getTime() - at.getTime()),
    signature: nameAlgorithm(certificate.signatureAlgorithm),
    isSelfSigned: isSelfSigned(certificate),
    isAuthority: extensions.basicConstraints?.isCa === true,
    commonNames,
    names: extensions.alternativeNames.map(showGeneralName),
    extensions: describeExtensions(certificate),
    ocspUrls: extensions.authorityInfoAccess.ocsp,
    issuerUrls: extensions.authorityInfoAccess.caIssuers,
    crlUrls: extensions.crlDistributionPoints.flatMap(({ fullNames }) =>
      fullNames.flatMap((name) => (name.kind === 'uri' ? [name.value] : [])),
    ),
    mustStaple: extensions.mustStaple,
    fingerprints: { sha256: hexDigest('sha256', der), sha1: hexDigest('sha1', der) },
    pin: digest.toString('base64'),
    tlsa: { key: `3 1 1 ${digest.toString('hex')}`, authority: `2 1 1 ${digest.toString('hex')}` },
  };
}

const days = (ms: number): number => Math.floor(ms / DAY_MS);

function isSelfSigned(certificate: Certificate): boolean {
  const key = certificate.publicKeyObject();
  return isSelfIssued(certificate) && key !== undefined && isSignedBy(certificate, key);
}

function warningsOn(certificate: Certificate, laidOut: ShownCertificate, at: Date, scope: Scope): Finding[] {
  const detail = laidOut.subject === '' ? `serial ${laidOut.serial}` : laidOut.subject;
  const told = [
    ...dateWarnings(certificate, laidOut, at),
    ...nameWarnings(laidOut),
    ...strengthWarnings(certificate),
    ...stapleWarnings(laidOut),
    ...extensionWarnings(certificate),
  ];
  return told.map(({ def, why }) => say(def, { scope, detail: why === undefined ? detail : `${detail}: ${why}` }));
}

interface Told {
  readonly def: Parameters<typeof say>[0];
  readonly why?: string;
}

function dateWarnings(
  { notBefore, notAfter }: Certificate,
  { daysLeft, validDays, isAuthority }: ShownCertificate,
  at: Date,
): Told[] {
  if (notBefore > at) return [{ def: notYet, why: `it begins ${notBefore.toISOString()}` }];
  if (notAfter < at) return [{ def: ended, why: `it ended ${notAfter.toISOString()}` }];
  return [
    ...(daysLeft < SOON_DAYS ? [{ def: endingSoon, why: `it ends ${notAfter.toISOString()}` }] : []),
    ...(validDays > LONG_DAYS && !isAuthority ? [{ def: longLived, why: `${validDays} days` }] : []),
  ];
}

const nameWarnings = ({ names, isAuthority }: ShownCertificate): Told[] =>
  names.length === 0 && !isAuthority ? [{ def: noNames }] : [];

function strengthWarnings(certificate: Certificate): Told[] {
  const key = keyFault(certificate);
  const digest = readAlgorithm(certificate.signatureAlgorithm)?.digest;
  const isForgeable = (digest === 'sha1' || digest === 'md5') && !isSelfIssued(certificate);
  return [
    ...(key === undefined ? [] : [{ def: weak, why: key }]),
    ...(isForgeable ? [{ def: weak, why: `it is signed with ${digest === 'md5' ? 'MD5' : 'SHA-1'}` }] : []),
  ];
}

function stapleWarnings({ mustStaple: must, ocspUrls }: ShownCertificate): Told[] {
  if (!must) return [];
  return [{ def: ocspUrls.length === 0 ? mustStapleNoUrl : mustStaple }];
}

function extensionWarnings({ extensions }: Certificate): Told[] {
  return [
    ...extensions.unknownCritical.map((oid) => ({ def: unknownCritical, why: oid })),
    ...extensions.malformed.map((oid) => ({ def: malformed, why: oid })),
  ];
}
