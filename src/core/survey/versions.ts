/** Which versions does the server take? A hello for each; five connections, and one more for each doubt. */
import { offerOf, usual } from './offers.ts';
import { VERSION_NAMES, VERSIONS, type VersionName, versionName } from './registry/versions.ts';
import type { HelloOutcome, Speaker } from './speaker.ts';
import type { VersionReport } from './types.ts';

export function askVersions(speaker: Speaker, serverName: string | undefined): Promise<readonly VersionReport[]> {
  return Promise.all(VERSION_NAMES.map(async (version) => judge(version, await askFor(version, speaker, serverName))));
}

/** As an ordinary client would, and where that is refused for another reason than the version, with all there is. */
async function askFor(version: VersionName, speaker: Speaker, serverName: string | undefined): Promise<HelloOutcome> {
  const ordinary = await speaker.ask(offerOf(version, { serverName, ...usual(version) }));
  if (ordinary.kind !== 'refused' || /protocol_version/.test(ordinary.by)) return ordinary;
  const everything = await speaker.ask(offerOf(version, { serverName }));
  return everything.kind === 'chosen' ? everything : ordinary;
}

function judge(version: VersionName, outcome: HelloOutcome): VersionReport {
  switch (outcome.kind) {
    case 'chosen': {
      const { version: chosen } = outcome.flight.hello;
      if (chosen === VERSIONS[version]) return { version, offered: 'yes' };
      return { version, offered: 'no', detail: `it answers with ${versionName(chosen)}` };
    }
    case 'refused':
      return { version, offered: 'no', detail: outcome.by };
    case 'silence':
      return { version, offered: 'unknown', detail: 'it says nothing' };
    case 'unavailable':
      return { version, offered: 'unknown', detail: outcome.why };
  }
}

export const offeredVersions = (reports: readonly VersionReport[]): readonly VersionName[] =>
  reports.filter(({ offered }) => offered === 'yes').map(({ version }) => version);
