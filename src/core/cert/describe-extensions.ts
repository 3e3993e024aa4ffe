/** Extensions in words, one describer each; what is not known is hex. */
import {
  type Certificate,
  type DistributionPoint,
  type Extensions,
  type RawExtension,
  type Subtree,
  showGeneralName,
} from '../pki/index.ts';
import type { ShownExtension } from './types.ts';

export function describeExtensions({ extensions }: Certificate): readonly ShownExtension[] {
  return extensions.all.map((raw) => {
    const row = DESCRIBERS.get(raw.oid);
    const isReadable = row !== undefined && !extensions.malformed.includes(raw.oid);
    const value = isReadable ? (row.describe(extensions) ?? hexOf(raw)) : hexOf(raw);
    return { name: row?.name ?? raw.oid, oid: raw.oid, critical: raw.critical, value };
  });
}

/** Names of usages, where they are known. */
export const usageName = (oid: string): string => USAGES.get(oid) ?? oid;

interface Describer {
  readonly name: string;
  readonly describe: (extensions: Extensions) => string | undefined;
}

const MAX_LISTED = 50;

function listed(items: readonly string[]): string {
  const more = items.length - MAX_LISTED;
  return `${items.slice(0, MAX_LISTED).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

const hexOf = ({ value }: RawExtension): string => {
  const hex = Buffer.from(value ?? []).toString('hex');
  return hex.length > 200 ? `${hex.slice(0, 200)}…` : hex;
};

const idHex = (id: Uint8Array | undefined): string | undefined => id && Buffer.from(id).toString('hex');

function authorityKey({ authorityKeyId, authorityIssuer }: Extensions): string {
  const serial =
    authorityIssuer && `${listed(authorityIssuer.names.map(showGeneralName))}, serial ${idHex(authorityIssuer.serial)}`;
  return [idHex(authorityKeyId), serial].filter((part) => part !== undefined).join('; ') || 'empty';
}

function basicConstraints({ basicConstraints }: Extensions): string | undefined {
  if (basicConstraints === undefined) return undefined;
  const { isCa, pathLength } = basicConstraints;
  return `${isCa ? 'an authority' : 'no authority'}${pathLength === undefined ? '' : `, at most ${pathLength} authorities below it`}`;
}

function constraints({ nameConstraints }: Extensions): string | undefined {
  if (nameConstraints === undefined) return undefined;
  const part = (word: string, subtrees: readonly Subtree[] | undefined): string[] =>
    subtrees === undefined ? [] : [`${word} ${listed(subtrees.map(({ base }) => showGeneralName(base)))}`];
  return [...part('permitted', nameConstraints.permitted), ...part('excluded', nameConstraints.excluded)].join('; ');
}

const points = (list: readonly DistributionPoint[]): string =>
  listed(list.flatMap(({ fullNames, crlIssuer = [] }) => [...fullNames, ...crlIssuer].map(showGeneralName)));

function access({ authorityInfoAccess: { ocsp, caIssuers } }: Extensions): string {
  return listed([...ocsp.map((url) => `OCSP ${url}`), ...caIssuers.map((url) => `issuer ${url}`)]);
}

function policyConstraints({ policyConstraints: limits }: Extensions): string | undefined {
  if (limits === undefined) return undefined;
  const { requireExplicit, inhibitMapping } = limits;
  return [
    ...(requireExplicit === undefined ? [] : [`an explicit policy after ${requireExplicit} certificates`]),
    ...(inhibitMapping === undefined ? [] : [`no mapping after ${inhibitMapping}`]),
  ].join(', ');
}

const DESCRIBERS: ReadonlyMap<string, Describer> = new Map<string, Describer>([
  ['2.5.29.14', { name: 'subject key identifier', describe: ({ subjectKeyId }) => idHex(subjectKeyId) }],
  [
    '2.5.29.15',
    {
      name: 'key usage',
      describe: ({ keyUsage }) => keyUsage && listed([...keyUsage].map((bit) => KEY_USAGES[bit] ?? `bit ${bit}`)),
    },
  ],
  [
    '2.5.29.17',
    {
      name: 'subject alternative name',
      describe: ({ alternativeNames }) => listed(alternativeNames.map(showGeneralName)),
    },
  ],
  ['2.5.29.19', { name: 'basic constraints', describe: basicConstraints }],
  ['2.5.29.30', { name: 'name constraints', describe: constraints }],
  [
    '2.5.29.31',
    { name: 'CRL distribution points', describe: ({ crlDistributionPoints }) => points(crlDistributionPoints) },
  ],
  ['2.5.29.32', { name: 'certificate policies', describe: ({ policies = [] }) => listed(policies.map(policyName)) }],
  [
    '2.5.29.33',
    {
      name: 'policy mappings',
      describe: ({ policyMappings = [] }) =>
        listed(policyMappings.map(({ issuerDomain, subjectDomain }) => `${issuerDomain} → ${subjectDomain}`)),
    },
  ],
  ['2.5.29.35', { name: 'authority key identifier', describe: authorityKey }],
  ['2.5.29.36', { name: 'policy constraints', describe: policyConstraints }],
  [
    '2.5.29.37',
    { name: 'extended key usage', describe: ({ extendedKeyUsage = [] }) => listed(extendedKeyUsage.map(usageName)) },
  ],
  ['2.5.29.46', { name: 'freshest CRL', describe: ({ freshestCrl }) => points(freshestCrl) }],
  [
    '2.5.29.54',
    { name: 'inhibit any-policy', describe: ({ inhibitAnyPolicy }) => `after ${inhibitAnyPolicy} certificates` },
  ],
  ['1.3.6.1.5.5.7.1.1', { name: 'authority information access', describe: access }],
  [
    '1.3.6.1.5.5.7.1.24',
    { name: 'TLS feature', describe: ({ mustStaple }) => (mustStaple ? 'must-staple (status_request)' : undefined) },
  ],
  ['1.3.6.1.5.5.7.48.1.5', { name: 'OCSP no-check', describe: () => 'its own status is not to be asked' }],
  [
    '1.3.6.1.4.1.11129.2.4.2',
    { name: 'signed certificate timestamps', describe: ({ timestamps }) => `${timestamps} timestamps` },
  ],
  ['1.3.6.1.4.1.11129.2.4.3', { name: 'precertificate poison', describe: () => undefined }],
]);

const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

const USAGES: ReadonlyMap<string, string> = new Map([
  ['1.3.6.1.5.5.7.3.1', 'serverAuth'],
  ['1.3.6.1.5.5.7.3.2', 'clientAuth'],
  ['1.3.6.1.5.5.7.3.3', 'codeSigning'],
  ['1.3.6.1.5.5.7.3.4', 'emailProtection'],
  ['1.3.6.1.5.5.7.3.8', 'timeStamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSPSigning'],
  ['2.5.29.37.0', 'anyExtendedKeyUsage'],
]);

const policyName = (oid: string): string => POLICIES.get(oid) ?? oid;

const POLICIES: ReadonlyMap<string, string> = new Map([
  ['2.5.29.32.0', 'anyPolicy'],
  ['2.23.140.1.2.1', 'domain validated'],
  ['2.23.140.1.2.2', 'organization validated'],
  ['2.23.140.1.2.3', 'individual validated'],
  ['2.23.140.1.1', 'extended validation'],
]);
