/** Which versions does the server take? A hello for each; five connections, and one more for each doubt. */
import type { Random } from '../../base/index.ts';
import { sayOldHello } from '../net/index.ts';
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

/** SSL 2 has a hello of its own (RFC 6176). */
export async function askSsl2(speaker: Speaker, random: Random): Promise<VersionReport> {
  const answer = await speaker.visit(({ connection, timeoutMs }) =>
    sayOldHello(connection, random.bytes(16), { timeoutMs: Math.min(timeoutMs, OLD_PATIENCE_MS) }),
  );
  if (answer === 'yes') return { version: 'SSLv2', offered: 'yes' };
  if (typeof answer !== 'string') return { version: 'SSLv2', offered: 'unknown', detail: answer.why };
  // Whoever has never heard of it waits for more.
  return { version: 'SSLv2', offered: 'no', ...(answer === 'silence' && { detail: 'it says nothing' }) };
}

const OLD_PATIENCE_MS = 2000;

/** But for SSL 2, of which nothing more is asked. */
export const offeredVersions = (reports: readonly VersionReport[]): readonly VersionName[] =>
  reports.flatMap(({ version, offered }) => (offered === 'yes' && version !== 'SSLv2' ? [version] : []));
