/** Protocol versions by number, newest first. */

export const VERSIONS = {
  'TLSv1.3': 0x0304,
  'TLSv1.2': 0x0303,
  'TLSv1.1': 0x0302,
  'TLSv1.0': 0x0301,
  SSLv3: 0x0300,
} as const;

export type VersionName = keyof typeof VERSIONS;

export const VERSION_NAMES = Object.keys(VERSIONS) as readonly VersionName[];

export const versionName = (version: number): string =>
  VERSION_NAMES.find((name) => VERSIONS[name] === version) ?? `0x${version.toString(16).padStart(4, '0')}`;
