/** Is the key for the purpose asked for (RFC 5280 §4.2.1.3, §4.2.1.12), and its usages those that go together? */
import { type Certificate, isSelfIssued } from '../../certificate.ts';
import { KEY_USAGE } from '../../extensions/types.ts';
import type { Purpose } from '../types.ts';
import { ALWAYS, type CertificateRule, extensionOf, isCritical, OID, type Place, WEB } from './types.ts';

export const usageRules: readonly CertificateRule[] = [
  { code: 'wrong-purpose', in: ALWAYS, judge: extendedKeyUsage },
  { code: 'wrong-purpose', in: ALWAYS, judge: keyUsage },
  { code: 'extended-key-usage', in: WEB, judge: noneInRoots },
  { code: 'extended-key-usage', in: WEB, judge: togetherInServers },
  { code: 'extended-key-usage', in: WEB, judge: togetherInMail },
  { code: 'basic-constraints', in: WEB, judge: keyUsageInMail },
];

const ANY = '2.5.29.37.0';
const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const EMAIL = '1.3.6.1.5.5.7.3.4';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
/** RFC 6962 §3.1. */
const PRECERTIFICATES = '1.3.6.1.4.1.11129.2.4.4';

const WANTED: Readonly<Record<Purpose, string | undefined>> = {
  server: SERVER,
  client: CLIENT,
  email: EMAIL,
  ocsp: OCSP_SIGNING,
  any: undefined,
};

/**
 * A usage that is written is to have the purpose, in authorities too, as every library reads it; one that is not written
 * limits nothing (§4.2.1.12). Responders are to have it written (RFC 6960 §4.2.2.2), and their authorities are of any kind.
 */
function extendedKeyUsage({ extensions }: Certificate, { position, purpose }: Place): string | undefined {
  const { extendedKeyUsage: usages } = extensions;
  const wanted = WANTED[purpose];
  if (wanted === undefined || (purpose === 'ocsp' && position !== 'leaf')) return undefined;
  if (purpose === 'ocsp') return usages?.includes(wanted) === true ? undefined : 'it may not sign OCSP responses';
  if (usages === undefined || usages.includes(wanted) || usages.includes(ANY)) return undefined;
  return `it is not for ${NAMES[purpose]} (extended key usage)`;
}

const NAMES: Readonly<Record<Purpose, string>> = {
  server: 'servers',
  client: 'clients',
  email: 'mail',
  ocsp: 'OCSP',
  any: 'anything',
};

/** §4.2.1.3. An authority shown as a leaf is judged as an authority: what follows from it is the asker's matter. */
function keyUsage({ extensions }: Certificate, { position, purpose }: Place): string | undefined {
  const { keyUsage: usages, basicConstraints } = extensions;
  const isAuthority = basicConstraints?.isCa === true && usages?.has(KEY_USAGE.KEY_CERT_SIGN) === true;
  if (position !== 'leaf' || usages === undefined || isAuthority) return undefined;
  const enough = ENOUGH[purpose];
  return enough.length === 0 || enough.some((bit) => usages.has(bit))
    ? undefined
    : `its key is not for ${NAMES[purpose]} (key usage)`;
}

const { DIGITAL_SIGNATURE, NON_REPUDIATION, KEY_ENCIPHERMENT, KEY_AGREEMENT, CRL_SIGN } = KEY_USAGE;
const ENOUGH: Readonly<Record<Purpose, readonly number[]>> = {
  server: [DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT],
  client: [DIGITAL_SIGNATURE, KEY_AGREEMENT],
  email: [DIGITAL_SIGNATURE, NON_REPUDIATION, KEY_ENCIPHERMENT, KEY_AGREEMENT],
  ocsp: [DIGITAL_SIGNATURE, NON_REPUDIATION],
  any: [],
};

/** Baseline Requirements §7.1.2.1.2. */
function noneInRoots(certificate: Certificate, { position }: Place): string | undefined {
  const isRoot = position === 'anchor' && isSelfIssued(certificate);
  return isRoot && certificate.extensions.extendedKeyUsage !== undefined
    ? 'it is a root with an extended key usage'
    : undefined;
}

/** Baseline Requirements §7.1.2.7.10. */
function togetherInServers(certificate: Certificate, { position, purpose }: Place): string | undefined {
  if (position !== 'leaf' || purpose !== 'server') return undefined;
  if (isCritical(certificate, OID.EXTENDED_KEY_USAGE)) return 'its extended key usage is critical';
  return among(certificate, [ANY, CODE_SIGNING, EMAIL, TIME_STAMPING, OCSP_SIGNING, PRECERTIFICATES]);
}

/** S/MIME Baseline Requirements §7.1.2.2 (g), §7.1.2.3 (f). */
function togetherInMail(certificate: Certificate, { position, purpose }: Place): string | undefined {
  if (position === 'anchor' || purpose !== 'email') return undefined;
  if (position === 'leaf' && certificate.extensions.extendedKeyUsage === undefined)
    return 'it has no extended key usage';
  return among(certificate, [ANY, SERVER, CODE_SIGNING, TIME_STAMPING]);
}

/** S/MIME Baseline Requirements §7.1.2.2 (e), §7.1.2.3 (e). */
function keyUsageInMail(certificate: Certificate, { position, purpose }: Place): string | undefined {
  if (purpose !== 'email' || position === 'anchor') return undefined;
  if (position === 'leaf')
    return extensionOf(certificate, OID.KEY_USAGE) === undefined ? 'it has no key usage' : undefined;
  return certificate.extensions.keyUsage?.has(CRL_SIGN) === false ? 'its key usage lacks cRLSign' : undefined;
}

function among({ extensions }: Certificate, forbidden: readonly string[]): string | undefined {
  const usage = extensions.extendedKeyUsage?.find((oid) => forbidden.includes(oid));
  return usage && `its extended key usage has ${usage}, which does not go with the purpose`;
}
