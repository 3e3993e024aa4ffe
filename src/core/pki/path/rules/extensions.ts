/** Extensions that cannot be read, are not known, or are marked as they may not be (RFC 5280 §4.2). */
import type { Certificate } from '../../certificate.ts';
import { showGeneralName } from '../../general-names.ts';
import { ALWAYS, type CertificateRule, OID, type Place, PROFILED, WEB } from './types.ts';

export const extensionRules: readonly CertificateRule[] = [
  { code: 'malformed-extension', in: ALWAYS, judge: readable },
  { code: 'unknown-critical-extension', in: ALWAYS, judge: known },
  { code: 'criticality', in: PROFILED, judge: markedAsTheyMust },
  { code: 'malformed-extension', in: PROFILED, judge: notEmpty },
  { code: 'distribution-points', in: WEB, judge: pointsByUri },
];

function readable({ extensions }: Certificate): string | undefined {
  const [oid] = extensions.malformed;
  if (oid === undefined) return undefined;
  const count = extensions.all.filter((extension) => extension.oid === oid).length;
  return count > 1 ? `extension ${oid} stands in it twice` : `its extension ${oid} cannot be read`;
}

function known({ extensions }: Certificate): string | undefined {
  const [oid] = extensions.unknownCritical;
  return oid === undefined ? undefined : `nobody knows its critical extension ${oid}`;
}

function markedAsTheyMust({ extensions }: Certificate): string | undefined {
  for (const { oid, critical } of extensions.all) {
    const row = MARKS.get(oid);
    if (row !== undefined && row.critical !== critical)
      return row.critical ? `its ${row.name} are to be critical` : `its ${row.name} is critical, and may not be`;
  }
  return undefined;
}

/** §4.2.1.11, §4.2.1.14, and §4.2.1.15, §4.2.2.1, §4.2.2.2. */
const MARKS: ReadonlyMap<string, { readonly name: string; readonly critical: boolean }> = new Map([
  [OID.POLICY_CONSTRAINTS, { name: 'policy constraints', critical: true }],
  [OID.INHIBIT_ANY_POLICY, { name: 'limits of anyPolicy', critical: true }],
  [OID.AUTHORITY_INFO_ACCESS, { name: 'authority information access', critical: false }],
  [OID.SUBJECT_INFO_ACCESS, { name: 'subject information access', critical: false }],
  [OID.FRESHEST_CRL, { name: 'freshest CRL', critical: false }],
]);

/** Lists that are SIZE (1..MAX). */
function notEmpty(certificate: Certificate): string | undefined {
  const empty = certificate.extensions.all.find(
    ({ oid, value }) => LISTS.has(oid) && value?.length === 2 && value[1] === 0,
  );
  return empty && `its extension ${empty.oid} is an empty list`;
}

const LISTS: ReadonlySet<string> = new Set([
  '2.5.29.17',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.37',
  '2.5.29.46',
  '1.3.6.1.5.5.7.1.1',
]);

/** Baseline Requirements §7.1.2.11.2; anchors are asked about nowhere. */
function pointsByUri({ extensions }: Certificate, { position }: Place): string | undefined {
  if (position === 'anchor') return undefined;
  const names = extensions.crlDistributionPoints.flatMap(({ fullNames }) => fullNames);
  const other = names.find(({ kind }) => kind !== 'uri');
  return other && `a CRL distribution point of it is ${showGeneralName(other)}, and no URI`;
}
