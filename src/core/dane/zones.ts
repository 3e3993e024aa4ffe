/** A look at the zones that the answers came from: NSEC3 settings, SHA-1, and whether all name servers agree. */
import { type Finding, finding } from '../../base/index.ts';
import { formatType, type Name, nsec3paramRdata, nsRdata, RR } from '../dns/index.ts';
import { iterations, serverSilent, serversDisagree, sha1Zone } from './findings/domain.ts';
import { addressTexts, lookUp, zoneOf } from './look-up.ts';
import type { CheckPorts, Looked } from './types.ts';

/** An answer that decided something, with the question it is about. */
const MAX_ZONES = 16;
const MAX_SERVERS = 16;

export async function lookAtZones(
  looked: readonly Looked[],
  allNs: boolean,
  ports: CheckPorts,
): Promise<readonly Finding[]> {
  const zones = [...new Set(looked.filter(({ status }) => status === 'secure').map(zoneOf))].filter(
    (zone) => zone !== undefined && zone !== '',
  );
  const checked = await Promise.all((zones as Name[]).slice(0, MAX_ZONES).map((zone) => nsec3Settings(zone, ports)));
  const servers = allNs ? await compareServers(looked, ports) : [];
  return [...sha1(looked), ...checked.flat(), ...servers];
}

/** RFC 9276 §3.1: iterations are to be 0. Only the apex of a zone with NSEC3 has the record. */
async function nsec3Settings(zone: Name, ports: CheckPorts): Promise<Finding[]> {
  const found = await lookUp(ports, zone, RR.NSEC3PARAM);
  const rdata = found.status === 'failed' ? undefined : found.answer.records[0]?.rdata;
  const decoded = rdata && nsec3paramRdata.decode(rdata);
  if (decoded === undefined || !decoded.ok || decoded.value.iterations === 0) return [];
  return [finding(iterations, { scope: { zone }, detail: `${decoded.value.iterations} iterations` })];
}

function sha1(looked: readonly Looked[]): Finding[] {
  const zones = looked
    .flatMap((one) => (one.status === 'failed' ? [] : one.answer.reasons))
    .filter(({ code }) => code === 'dnssec.sha1');
  return [...new Map(zones.map((reason) => [reason.zone ?? '', reason])).values()].map(({ zone, text }) =>
    finding(sha1Zone, { scope: zone === undefined ? {} : { zone }, detail: text }),
  );
}

/** Every authoritative server is asked what the resolver was asked; each question whose answers differ is a finding. */
async function compareServers(looked: readonly Looked[], ports: CheckPorts): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const one of looked) {
    const zone = zoneOf(one);
    if (one.status === 'failed' || zone === undefined || one.answer.records.length === 0) continue;
    const { type } = one.answer.question;
    findings.push(...(await compareOne(zone, one.answer.canonicalName, type, ports)));
  }
  return [...new Map(findings.map((each) => [`${each.id} ${each.detail}`, each])).values()];
}

async function compareOne(zone: Name, name: Name, type: number, ports: CheckPorts): Promise<Finding[]> {
  const servers = await nameServers(zone, ports);
  const said = await Promise.all(
    servers.map(async (server) => ({ server, answer: await askServer(server, name, type, ports) })),
  );
  const silent = said.filter(({ answer }) => answer === undefined);
  const groups = new Map<string, string[]>();
  for (const { server, answer } of said) {
    if (answer !== undefined) groups.set(answer, [...(groups.get(answer) ?? []), `${server.name} (${server.address})`]);
  }
  const what = `${name} ${formatType(type)}`;
  const quiet = silent.map(({ server }) =>
    finding(serverSilent, { scope: { zone }, detail: `${server.name} (${server.address})` }),
  );
  if (groups.size < 2) return quiet;
  const detail = `${what}: ${[...groups.values()].map((names) => names.join(' and ')).join(' against ')}`;
  return [finding(serversDisagree, { scope: { zone }, detail }), ...quiet];
}

interface NameServer {
  readonly name: Name;
  readonly address: string;
}

async function nameServers(zone: Name, ports: CheckPorts): Promise<readonly NameServer[]> {
  const found = await lookUp(ports, zone, RR.NS);
  const records = found.status === 'failed' ? [] : found.answer.records;
  const names = records.flatMap(({ rdata }) => {
    const decoded = nsRdata.decode(rdata);
    return decoded.ok ? [decoded.value] : [];
  });
  const looked = await Promise.all(
    names.map(async (name) => ({ name, v4: await lookUp(ports, name, RR.A), v6: await lookUp(ports, name, RR.AAAA) })),
  );
  return looked
    .flatMap(({ name, v4, v6 }) =>
      [v4, v6].flatMap((one) =>
        one.status === 'failed' ? [] : addressTexts(one.answer.records).map((address) => ({ name, address })),
      ),
    )
    .slice(0, MAX_SERVERS);
}

/** The RRset in one spelling; undefined where the server does not answer. */
async function askServer(
  { address }: NameServer,
  name: Name,
  type: number,
  ports: CheckPorts,
): Promise<string | undefined> {
  const exchange = ports.askServer(address);
  const { signal } = ports;
  const reply = await exchange.ask(
    { name, type },
    { dnssecOk: false, checkingDisabled: true, recursionDesired: false, ...(signal && { signal }) },
  );
  await exchange.close();
  if (!reply.ok) return undefined;
  const records = reply.value.message.answers.filter((record) => record.type === type);
  return (
    records
      .map(({ rdata }) => Buffer.from(rdata).toString('hex'))
      .sort()
      .join(' ') || 'nothing'
  );
}
