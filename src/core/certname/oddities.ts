/** What is odd about the names in a certificate, whatever name is looked for: a word on each, and no verdict. */
import { addressFamily, type Finding, type FindingDef, finding, type Scope } from '../../base/index.ts';
import { type Certificate, flawOf, type Presented, presentedBy, printable } from '../pki/index.ts';
import {
  addressAsName,
  commonNameOnly,
  flawed,
  notCompared,
  nulOctet,
  unreadable,
  wideWildcard,
} from './findings/registry.ts';

/** Of one kind, told in one finding. */
const MAX_TOLD = 5;

export function oddities(certificate: Certificate, scope: Scope): Finding[] {
  const presented = presentedBy(certificate);
  const names = [...presented.dnsIds, ...presented.commonNames];
  const told: readonly (readonly [FindingDef, readonly string[]])[] = [
    [unreadable, presented.isMalformed ? [certificate.subjectText || 'the certificate has no subject'] : []],
    [nulOctet, names.filter((name) => name.includes('\0')).map(printable)],
    [flawed, flawsOf(presented)],
    [addressAsName, names.filter((name) => addressFamily(name) !== 0)],
    [wideWildcard, names.filter((name) => /^\*\.[^.*]+$/.test(name)).map(printable)],
    [commonNameOnly, isCommonNameOnly(presented) ? presented.commonNames.map(printable) : []],
    [notCompared, servicesOf(presented)],
  ];
  return told.flatMap(([def, cases]) => (cases.length === 0 ? [] : [sayOnce(def, cases, scope)]));
}

function flawsOf({ dnsIds }: Presented): readonly string[] {
  return dnsIds.flatMap((name) => {
    const flaw = name.includes('\0') ? undefined : flawOf(name);
    return flaw === undefined ? [] : [`${printable(name)} ${flaw}`];
  });
}

/** A name for people is no name of a host that went to the wrong place. */
function isCommonNameOnly({ dnsIds, ipIds, commonNames, isMalformed }: Presented): boolean {
  const namesHost = commonNames.some((name) => flawOf(name) === undefined && name.includes('.'));
  return !isMalformed && dnsIds.length === 0 && ipIds.length === 0 && namesHost;
}

function servicesOf({ srvIds, uriIds }: Presented): readonly string[] {
  return [...(srvIds > 0 ? [`SRV-IDs: ${srvIds}`] : []), ...(uriIds > 0 ? [`URI-IDs: ${uriIds}`] : [])];
}

function sayOnce(def: FindingDef, cases: readonly string[], scope: Scope): Finding {
  const more = cases.length - MAX_TOLD;
  const detail = `${cases.slice(0, MAX_TOLD).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  return finding(def, { scope, detail, ...(def.fix !== undefined && { fix: def.fix }) });
}
