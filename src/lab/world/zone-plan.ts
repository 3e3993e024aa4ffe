/** A row of the catalogue as zone contents: pure, from the row, its hosts' addresses and their certificates. */
import { reverseName } from '../../core/dns/index.ts';
import { type AddressPair, WEB_ADDRESS } from './addresses.ts';
import { type TlsaMaterial, tlsaRdata } from './tlsa.ts';
import type { DomainRow, HostRow, ZoneStyle } from './types.ts';

/** One record in presentation form; names are complete, without a dot at the end. */
export interface PlannedRecord {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

export interface ZonePlan {
  readonly name: string;
  readonly style: ZoneStyle;
  readonly records: readonly PlannedRecord[];
  /** PTR records of its hosts' addresses, which stand in the zone of all reverse names. */
  readonly reverse: readonly PlannedRecord[];
  /** What the second name server says instead of the records of the same name and type. */
  readonly secondServer?: readonly PlannedRecord[];
}

/** What a host turned out to be: its address and the certificates it shows. */
export interface HostFacts {
  readonly addresses: AddressPair;
  readonly material: TlsaMaterial;
}

export const NAME_SERVERS = ['ns1.lab.test', 'ns2.lab.test'] as const;

export function hostName(row: DomainRow, host: HostRow): string {
  return host.name === '@' ? row.name : `${host.name}.${row.name}`;
}

/** @param facts  by host name, one for each host of the row */
export function planZone(row: DomainRow, facts: ReadonlyMap<string, HostFacts>): ZonePlan {
  const hostRecords = row.hosts.flatMap((host) => recordsOfHost(row, host, facts.get(hostName(row, host))!));
  const extra = (row.records ?? []).map((line) => relativeRecord(line, row.name));
  const plan = {
    name: row.name,
    style: row.zone ?? {},
    reverse: row.hosts.flatMap((host) => reverseRecords(row, host, facts.get(hostName(row, host))!)),
    records: [...nameServerRecords(row.name), ...mxRecords(row), ...hostRecords, ...policyRecords(row), ...extra],
  };
  if (row.zone?.fault !== 'disagreeing-servers') return plan;
  return { ...plan, secondServer: outdated(row, facts) };
}

export function nameServerRecords(zone: string): PlannedRecord[] {
  const [first] = NAME_SERVERS;
  return [
    { name: zone, type: 'SOA', text: `${first}. hostmaster.lab.test. 1 7200 3600 1209600 300` },
    ...NAME_SERVERS.map((server) => ({ name: zone, type: 'NS', text: `${server}.` })),
  ];
}

/** RFC 7505 §3: a null MX is preference 0 and the root. */
function mxRecords(row: DomainRow): PlannedRecord[] {
  if (row.mx === 'none') return [];
  if (row.mx === 'null') return [{ name: row.name, type: 'MX', text: '0 .' }];
  const targets = row.mx ?? row.hosts.map(({ name }) => name);
  return targets.map((target, index) => ({
    name: row.name,
    type: 'MX',
    text: `${(index + 1) * 10} ${target.endsWith('.') ? target : `${target}.${row.name}.`}`,
  }));
}

/** The policy host of MTA-STS (RFC 8461 §3.3). */
function policyRecords({ name, policy }: DomainRow): PlannedRecord[] {
  if (policy === undefined) return [];
  const host = policy.isAlias === true ? `policies.${name}` : `mta-sts.${name}`;
  return [
    ...(policy.isAlias === true ? [{ name: `mta-sts.${name}`, type: 'CNAME', text: `${host}.` }] : []),
    { name: host, type: 'A', text: WEB_ADDRESS.v4 },
    { name: host, type: 'AAAA', text: WEB_ADDRESS.v6 },
  ];
}

function recordsOfHost(row: DomainRow, host: HostRow, { addresses, material }: HostFacts): PlannedRecord[] {
  const name = hostName(row, host);
  return [
    { name, type: 'A', text: addresses.v4 },
    ...(host.addresses === 'v4' ? [] : [{ name, type: 'AAAA', text: addresses.v6 }]),
    ...tlsaRecords(name, host, material),
  ];
}

/** Below `arpa`; nobody has an address where `elsewhere` leads. */
function reverseRecords(row: DomainRow, host: HostRow, { addresses }: HostFacts): PlannedRecord[] {
  if (host.reverse === 'none') return [];
  const target = host.reverse === 'elsewhere' ? `elsewhere.${row.name}` : hostName(row, host);
  const ips = host.addresses === 'v4' ? [addresses.v4] : [addresses.v4, addresses.v6];
  return ips.map((ip) => ({ name: reverseName(ip)!, type: 'PTR', text: `${target}.` }));
}

function tlsaRecords(name: string, host: HostRow, material: TlsaMaterial): PlannedRecord[] {
  const texts = (host.tlsa ?? []).map((word) => tlsaRdata(word, material));
  const at = (owner: string): PlannedRecord[] => texts.map((text) => ({ name: owner, type: 'TLSA', text }));
  if (host.tlsaAt === 'wildcard') return at(`*._tcp.${name}`);
  if (host.tlsaAt === 'cname') {
    return [{ name: `_25._tcp.${name}`, type: 'CNAME', text: `_dane.${name}.` }, ...at(`_dane.${name}`)];
  }
  const ports = [25, ...(host.services ?? []).map(({ port }) => port)];
  return ports.flatMap((port) => at(`_${port}._tcp.${name}`));
}

/** The records a secondary kept from before the last change of keys. */
function outdated(row: DomainRow, facts: ReadonlyMap<string, HostFacts>): PlannedRecord[] {
  return row.hosts.flatMap((host) => {
    const name = hostName(row, host);
    return tlsaRecords(name, { ...host, tlsa: ['3 1 1 old'] }, facts.get(name)!.material);
  });
}

/** `alias CNAME mx`: names relative to the zone, in RDATA too where the type has one. */
function relativeRecord(line: string, zone: string): PlannedRecord {
  const [owner = '', type = '', ...rdata] = line.split(' ');
  const text = rdata.join(' ');
  const complete = type === 'CNAME' && !text.endsWith('.') ? `${text}.${zone}.` : text;
  return { name: owner === '@' ? zone : `${owner}.${zone}`, type, text: complete };
}
