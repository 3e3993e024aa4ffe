/** The ClientHellos that a survey says: by version, with what it is about left open. */
import { helloExtension as extension, type HelloExtension, type HelloOffer } from '../net/index.ts';
import { CIPHER_SUITES, EMPTY_RENEGOTIATION_INFO_SCSV, isTls13Suite } from './registry/cipher-suites.ts';
import { GROUPS } from './registry/groups.ts';
import { SCHEMES } from './registry/signature-schemes.ts';
import { suiteTraits } from './registry/suite-traits.ts';
import { VERSIONS, type VersionName } from './registry/versions.ts';

export interface Openness {
  /** SNI. */
  readonly serverName?: string | undefined;
  readonly suites?: readonly number[];
  readonly groups?: readonly number[];
  readonly schemes?: readonly number[];
  /** Of TLS 1.3; none makes the server name the group it wants (RFC 8446 §4.1.4). */
  readonly shares?: readonly { readonly group: number; readonly key: Uint8Array }[];
  readonly compressionMethods?: readonly number[];
  /** In supported_versions instead of the version alone. */
  readonly versions?: readonly number[];
  /** Further extensions. */
  readonly more?: readonly HelloExtension[];
}

export const ALL_GROUPS: readonly number[] = [...GROUPS.keys()];
export const ALL_SCHEMES: readonly number[] = [...SCHEMES.keys()];
const ALL_SUITES: readonly number[] = [...CIPHER_SUITES.keys()];

/** Suites of a version: TLS 1.3 has its own; those with AEAD or SHA-2 came with TLS 1.2 (RFC 5246 §1.2, RFC 5288 §4). */
export function suitesOf(version: VersionName): readonly number[] {
  if (version === 'TLSv1.3') return ALL_SUITES.filter(isTls13Suite);
  const below = ALL_SUITES.filter((suite) => !isTls13Suite(suite));
  if (version === 'TLSv1.2') return below;
  return below.filter((suite) => !suiteTraits(suite).aead && !/_SHA(256|384)$/.test(CIPHER_SUITES.get(suite)!));
}

/**
 * What an ordinary client offers: for questions that are about something else. A hello of these stays below 256 octets, but
 * for a long name, and so is read by servers that stumble over anything longer.
 */
export const usual = (version: VersionName): Openness => ({
  suites: suitesOf(version).filter((suite) => USUAL_SUITES.has(suite)),
  groups: version === 'TLSv1.3' ? [29, 23, 24, 25, 30, 256] : [29, 23, 24, 25],
  schemes: [0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0809, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201],
});

const USUAL_SUITES: ReadonlySet<number> = new Set([
  0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca8, 0xcca9, 0x9e, 0x9f, 0xc009, 0xc00a, 0xc013, 0xc014,
  0x33, 0x39, 0x9c, 0x9d, 0x2f, 0x35, 0x0a, 0x05,
]);

export function offerOf(version: VersionName, open: Openness = {}): HelloOffer {
  const { suites = suitesOf(version), compressionMethods } = open;
  return {
    legacyVersion: Math.min(VERSIONS[version], VERSIONS['TLSv1.2']), // RFC 8446 §4.1.2
    cipherSuites: version === 'SSLv3' ? [...suites, EMPTY_RENEGOTIATION_INFO_SCSV] : suites,
    ...(compressionMethods !== undefined && { compressionMethods }),
    ...(version === 'TLSv1.3' && { sessionId: new Uint8Array(32).fill(7) }), // RFC 8446 App. D.4: middleboxes
    extensions: version === 'SSLv3' ? [] : extensionsOf(version, open),
  };
}

function extensionsOf(version: VersionName, open: Openness): readonly HelloExtension[] {
  const { serverName, groups = ALL_GROUPS, schemes = ALL_SCHEMES, shares = [], more = [] } = open;
  const is13 = version === 'TLSv1.3';
  return [
    ...(serverName === undefined ? [] : [extension.serverName(serverName)]),
    extension.supportedGroups(groups),
    ...(is13 ? [] : [extension.pointFormats(), extension.renegotiationInfo(), extension.extendedMasterSecret()]),
    ...(is13 || version === 'TLSv1.2' ? [extension.signatureAlgorithms(schemes)] : []),
    ...(is13
      ? [
          extension.supportedVersions(open.versions ?? [VERSIONS['TLSv1.3']]),
          extension.pskModes(),
          extension.keyShares(shares),
        ]
      : []),
    ...more,
  ];
}
