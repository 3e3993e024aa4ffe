/** The leaf's own names (RFC 5280 §4.2.1.6; Baseline Requirements §7.1.2.7.12, §7.1.4.3). */
import { domainToASCII } from 'node:url';
import type { Certificate } from '../../certificate.ts';
import { isMailbox } from '../../constraints/mailbox.ts';
import { type GeneralName, showGeneralName, showIp } from '../../general-names.ts';
import { type CertificateRule, extensionOf, OID, type Place, PROFILED, WEB } from './types.ts';

export const nameRules: readonly CertificateRule[] = [
  { code: 'alternative-name', in: PROFILED, judge: wellWritten },
  { code: 'alternative-name', in: WEB, judge: hostNames },
  { code: 'alternative-name', in: WEB, judge: thereAndNotCritical },
  { code: 'common-name', in: WEB, judge: spelledAlike },
  { code: 'common-name', in: WEB, judge: noULabels },
];

/** Of each kind, what no reading of the RFC lets pass. */
function wellWritten({ extensions }: Certificate, { position }: Place): string | undefined {
  const bad = position === 'leaf' ? extensions.alternativeNames.find((name) => !isWellWritten(name)) : undefined;
  return bad && `its alternative name ${showGeneralName(bad)} is not written as it must be`;
}

function isWellWritten(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      return /^[\x21-\x7e]+$/.test(name.value) && !/^\.|\.\.|\.$/.test(name.value);
    case 'ip':
      return name.octets.length === 4 || name.octets.length === 16;
    case 'email':
      return isMailbox(name.value);
    case 'uri':
      return /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(name.value);
    default:
      return true;
  }
}

/** Letters, digits and hyphens, one asterisk as the whole first label above two others: `*.org` is nobody's. */
function hostNames({ extensions }: Certificate, { position, purpose }: Place): string | undefined {
  if (position !== 'leaf' || purpose !== 'server') return undefined;
  const bad = extensions.dnsNames.find((name) => name.length > MAX_HOST || !HOST.test(name));
  return bad === undefined ? undefined : `its alternative name ${JSON.stringify(bad)} is no host name`;
}

/** RFC 1035 §2.3.4, as text. */
const MAX_HOST = 253;
const HOST = /^(?:\*\.(?=[^.]+\.[^.]))?(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)*(?!-)[a-z0-9-]{1,63}(?<!-)$/i;

function thereAndNotCritical(certificate: Certificate, { position, purpose }: Place): string | undefined {
  if (position !== 'leaf' || (purpose !== 'server' && purpose !== 'email')) return undefined;
  const names = extensionOf(certificate, OID.ALTERNATIVE_NAME);
  if (names === undefined) return 'it has no alternative name';
  return names.critical && certificate.subject.length > 2
    ? 'its alternative name is critical, and its subject is not empty'
    : undefined;
}

/** A common name that means an alternative name is to be a copy of it; one that means something else says nothing. */
function spelledAlike({ commonNames, extensions }: Certificate, { position, purpose }: Place): string | undefined {
  if (position !== 'leaf' || purpose !== 'server') return undefined;
  const exact = new Set([...extensions.dnsNames, ...extensions.ipAddresses.map(showIp)]);
  const others = commonNames.filter((name) => !exact.has(name));
  if (others.length === 0) return undefined;
  const meant = new Set([...exact].map(meaning));
  const other = others.find((name) => meant.has(meaning(name)));
  return other === undefined
    ? undefined
    : `its common name ${JSON.stringify(other)} spells an alternative name otherwise`;
}

/** A host with U-labels can be no copy of an alternative name (Baseline Requirements §7.1.4.3). */
function noULabels({ commonNames }: Certificate, { position, purpose }: Place): string | undefined {
  if (position !== 'leaf' || purpose !== 'server') return undefined;
  const bad = commonNames.find((name) => /^[^\s.]+(\.[^\s.]+)+$/.test(name) && /[^\x21-\x7e]/.test(name));
  return bad && `its common name ${JSON.stringify(bad)} is a host name with U-labels`;
}

/** The host or address that a URL with this host would lead to, which knows 0xC0A80101 and U-labels. */
function meaning(name: string): string {
  if (name.includes(':')) return URL.canParse(`http://[${name}]`) ? new URL(`http://[${name}]`).hostname : name;
  return domainToASCII(name).toLowerCase() || name.toLowerCase();
}
