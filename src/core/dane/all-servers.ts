/**
 * `--all-ns`: every authoritative server is asked what the resolver was asked, and answers that differ are a finding: some
 * senders see the new records and others the old ones.
 */
import type { Finding } from '../../base/index.ts';
import { formatRcode, formatType, type Name, nsRdata, parentOf, RCODE, RR } from '../dns/index.ts';
import { say } from './findings/define.ts';
import { serverSilent, serversDisagree } from './findings/domain.ts';
import { addressTexts, lookUp } from './look-up.ts';
import type { CheckPorts, Looked } from './types.ts';

/** Addresses of name servers asked for one zone; the root has 26. */
const MAX_SERVERS = 26;

interface NameServer {
  readonly name: Name;
  readonly address: string;
}

/** What one server says of a question: its records in one spelling, or why that does not count. */
type Said = { readonly records: string } | { readonly why: string };

export async function compareServers(looked: readonly Looked[], ports: CheckPorts): Promise<Finding[]> {
  const questions = new Map<string, { readonly name: Name; readonly type: number }>();
  for (const one of looked) {
    if (one.status === 'failed') continue;
    const { canonicalName: name, question } = one.answer;
    questions.set(`${name} ${question.type}`, { name, type: question.type });
  }
  const findings: Finding[] = [];
  for (const { name, type } of questions.values()) findings.push(...(await compareOne(name, type, ports)));
  return [...new Map(findings.map((each) => [`${each.id} ${each.scope.zone} ${each.detail}`, each])).values()];
}

async function compareOne(name: Name, type: number, ports: CheckPorts): Promise<Finding[]> {
  const zone = await zoneAbove(name, ports);
  if (zone === undefined) return [];
  const servers = await nameServers(zone, ports);
  const said = await Promise.all(
    servers.map(async (server) => ({
      who: `${server.name} (${server.address})`,
      said: await askServer(server, name, type, ports),
    })),
  );
  const groups = new Map<string, string[]>();
  const silent: Finding[] = [];
  for (const { who, said: what } of said) {
    if ('why' in what) silent.push(say(serverSilent, { scope: { zone }, detail: `${who}: ${what.why}` }));
    else groups.set(what.records, [...(groups.get(what.records) ?? []), who]);
  }
  if (groups.size < 2) return silent;
  const detail = `${name} ${formatType(type)}: ${[...groups.values()].map((who) => who.join(' and ')).join(' against ')}`;
  return [say(serversDisagree, { scope: { zone }, detail }), ...silent];
}

/** The zone a name is in: the nearest name upwards that has NS records. The cache remembers the way. */
async function zoneAbove(name: Name, ports: CheckPorts): Promise<Name | undefined> {
  for (let candidate: Name | undefined = name; candidate !== undefined; candidate = parentOf(candidate)) {
    const found = await lookUp(ports, candidate, RR.NS);
    if (found.status === 'failed') return undefined;
    if (found.answer.records.length > 0 && found.answer.canonicalName === candidate) return candidate;
  }
  return undefined;
}

async function nameServers(zone: Name, ports: CheckPorts): Promise<readonly NameServer[]> {
  const found = await lookUp(ports, zone, RR.NS);
  const records = found.status === 'failed' ? [] : found.answer.records;
  const names = records.flatMap(({ rdata }) => {
    const decoded = nsRdata.decode(rdata);
    return decoded.ok ? [decoded.value] : [];
  });
  const servers = await Promise.all(names.map((name) => addressesOf(name, ports)));
  return servers.flat().slice(0, MAX_SERVERS);
}

async function addressesOf(name: Name, ports: CheckPorts): Promise<readonly NameServer[]> {
  const looked = await Promise.all([RR.A, RR.AAAA].map((type) => lookUp(ports, name, type)));
  const addresses = looked.flatMap((one) => (one.status === 'failed' ? [] : addressTexts(one.answer.records)));
  return addresses.map((address) => ({ name, address }));
}

async function askServer({ address }: NameServer, name: Name, type: number, ports: CheckPorts): Promise<Said> {
  const exchange = ports.askServer(address);
  const { signal } = ports;
  const reply = await exchange.ask(
    { name, type },
    { dnssecOk: false, checkingDisabled: true, recursionDesired: false, ...(signal && { signal }) },
  );
  await exchange.close();
  if (!reply.ok) return { why: reply.error.message };
  const { rcode, flags, answers } = reply.value.message;
  if (rcode !== RCODE.NOERROR && rcode !== RCODE.NXDOMAIN) return { why: `it answers ${formatRcode(rcode)}` };
  if (!flags.aa) return { why: 'it does not serve the zone (the answer is not authoritative)' };
  const records = answers
    .filter((record) => record.type === type)
    .map(({ rdata }) => Buffer.from(rdata).toString('hex'));
  return { records: records.sort().join(' ') };
}
