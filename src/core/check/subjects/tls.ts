/** Do the hosts speak TLS, in versions of today (RFC 3207, RFC 9325)? The handshakes are those of the DANE check. */
import type { Finding, Scope } from '../../../base/index.ts';
import { judgeGlimpse, type VersionReport } from '../../survey/index.ts';
import type { Site, Visit } from '../site.ts';
import type { SubjectReport, TlsFacts } from '../types.ts';
import type { SubjectDef } from './types.ts';

export const tls: SubjectDef<'tls'> = { name: 'tls', withoutMail: false, look };

interface Seen {
  readonly visit: Visit;
  readonly old?: VersionReport;
  readonly findings: readonly Finding[];
}

async function look(site: Site): Promise<SubjectReport<TlsFacts>> {
  const { visits } = await site.mail();
  const seen = await Promise.all(visits.map((visit) => lookAt(visit, site)));
  const facts = { addresses: seen.map(factsOf) };
  const findings = seen.flatMap((one) => one.findings);
  const surveyed = await atLength(visits, site);
  return {
    findings: surveyed ?? findings,
    summary: summaryOf(facts),
    facts,
    ...(findings.length === 0 && { verdict: 'unknown' }),
  };
}

async function lookAt(visit: Visit, { ports, question }: Site): Promise<Seen> {
  const scope: Scope = { mx: visit.host.name, ip: visit.ip, port: question.port };
  const { keyType: _any, ...target } = visit.targets[0] ?? {};
  const mayAsk = ports.survey === undefined && 'address' in target && newest(visit) !== undefined;
  const old = mayAsk ? await ports.askOldVersion(target as Visit['targets'][number]) : undefined;
  const glimpse = { outcomes: visit.outcomes, ...(old !== undefined && { old }) };
  return { visit, ...(old !== undefined && { old }), findings: judgeGlimpse(glimpse, scope) };
}

/** `--full`: what `tls probe` says of each host. */
async function atLength(visits: readonly Visit[], { ports }: Site): Promise<readonly Finding[] | undefined> {
  const { survey } = ports;
  if (survey === undefined) return undefined;
  const hosts = [...new Set(visits.map(({ host }) => host.name))];
  const reports = await Promise.all(
    hosts.map((name) =>
      survey(
        name,
        visits.filter(({ host }) => host.name === name).map(({ ip }) => ip),
      ),
    ),
  );
  return reports.flatMap(({ findings }) => findings);
}

function newest({ outcomes }: Visit): string | undefined {
  const spoken = outcomes.flatMap((one) => (one.kind === 'tls' ? [one.protocol] : []));
  return spoken.sort().at(-1);
}

function factsOf({ visit, old }: Seen): TlsFacts['addresses'][number] {
  const version = newest(visit);
  const isRefused = visit.outcomes.some(({ kind }) => kind === 'no-starttls' || kind === 'starttls-refused');
  return {
    host: visit.host.name,
    ip: visit.ip,
    starttls: version !== undefined ? 'yes' : isRefused ? 'no' : 'unknown',
    ...(version !== undefined && { version }),
    oldVersions: old?.offered ?? 'unknown',
  };
}

function summaryOf({ addresses }: TlsFacts): string {
  const versions = [...new Set(addresses.flatMap(({ version }) => version ?? []))].sort().reverse();
  const without = addresses.filter(({ starttls }) => starttls === 'no').length;
  if (versions.length === 0) return without > 0 ? 'no host speaks TLS' : 'not seen: no host came as far as TLS';
  const old = addresses.some(({ oldVersions }) => oldVersions === 'yes') ? ', and what is withdrawn as well' : '';
  const some = without > 0 ? `; ${without} of ${addresses.length} addresses without` : '';
  return `${versions.join(', ')} spoken${old}${some}`;
}
