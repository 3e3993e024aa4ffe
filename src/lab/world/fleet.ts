/** The mail servers of the lab, one per host and port: started when a host is first placed, changed in place after. */
import { parseIpv4, parseIpv6 } from '../../core/dns/index.ts';
import type { Credential, LabCa, LeafSpec } from '../ca/index.ts';
import {
  type MailServer,
  type MailServerOptions,
  type MailServerSpec,
  type ServedCredential,
  startMailServer,
} from '../smtp/index.ts';
import { proofOf, type StatusService, serialOf } from '../web/index.ts';
import { type AddressPair, addressSource } from './addresses.ts';
import type { TlsaMaterial } from './tlsa.ts';
import type { DomainRow, HostRow, ServiceRow } from './types.ts';
import { type HostFacts, hostName } from './zone-plan.ts';

/** One row of the connect map. */
export interface ConnectRow {
  /** Address, or the name that stands in a URL. */
  readonly host: string;
  readonly port: number;
  /** On 127.0.0.1. */
  readonly leadsTo: number;
}

export interface Fleet {
  /** Makes the row's hosts as the row says; what they are, by host name. */
  place(row: DomainRow): Promise<ReadonlyMap<string, HostFacts>>;
  connectRows(): readonly ConnectRow[];
  close(): Promise<void>;
}

/** tcpmux: nobody without privileges can listen there, so a dial is refused at once. */
export const CLOSED_PORT = 1;

interface Berth {
  readonly host: HostRow;
  readonly addresses: AddressPair;
  readonly servers: ReadonlyMap<number, MailServer>;
}

export function createFleet(ca: LabCa, status: StatusService, options: MailServerOptions): Fleet {
  const nextAddress = addressSource();
  const berths = new Map<string, Berth>();
  const issue = issuingOnce(ca);
  return {
    place: async (row) => {
      const facts = new Map<string, HostFacts>();
      for (const host of row.hosts) {
        const name = hostName(row, host);
        const berth = berths.get(name);
        const addresses = berth?.addresses ?? nextAddress();
        const material = await materialOf(host, { name, addresses }, ca, issue);
        const served = material.credentials.map((credential) => serve(credential, host, status));
        const servers = await moor(name, host, served, options, berth?.servers);
        berths.set(name, { host: berth?.host ?? host, addresses, servers });
        facts.set(name, { addresses, material });
      }
      return facts;
    },
    connectRows: () => [...berths.values()].flatMap(connectRowsOf),
    close: async () => {
      await Promise.all([...berths.values()].flatMap(({ servers }) => [...servers.values()].map((s) => s.close())));
    },
  };
}

type Issue = (spec: LeafSpec) => Promise<Credential>;

/** The same specification gets the same certificate, so that a domain broken and mended is what it was. */
function issuingOnce(ca: LabCa): Issue {
  const issued = new Map<string, Promise<Credential>>();
  return (spec) => {
    const key = JSON.stringify(spec);
    const credential = issued.get(key) ?? ca.issue(spec);
    issued.set(key, credential);
    return credential;
  };
}

interface Identity {
  readonly name: string;
  readonly addresses: AddressPair;
}

async function materialOf(host: HostRow, identity: Identity, ca: LabCa, issue: Issue): Promise<TlsaMaterial> {
  const credentials = (host.keys ?? ['p256']).map((keyType) => issue(leafSpec(host, identity, keyType)));
  const [next, old] = await Promise.all([
    issue({ keyType: 'p256', names: ['next.lab.test'] }),
    issue({ keyType: 'p256', names: ['old.lab.test'] }),
  ]);
  return {
    credentials: await Promise.all(credentials),
    ca: ca.intermediate.certificate,
    root: ca.root.certificate,
    next: next.chain[0]!,
    old: old.chain[0]!,
  };
}

function leafSpec(host: HostRow, { name, addresses }: Identity, keyType: LeafSpec['keyType']): LeafSpec {
  const { certificateNames = [name] as const, chain = 'usual', expired = false, days = 90, ballastBytes = 0 } = host;
  const { future = false, issuer, rsaBits, template, namesAddresses = false, status = { ocsp: true } } = host;
  return {
    keyType,
    names: certificateNames,
    shape: chain,
    expired,
    future,
    days,
    ballastBytes,
    ...(namesAddresses && { addresses: [parseIpv4(addresses.v4)!, parseIpv6(addresses.v6)!] }),
    ...(issuer !== undefined && { issuer }),
    ...(rsaBits !== undefined && keyType === 'rsa' && { rsaBits }),
    ...(template !== undefined && { template }),
    ...(status !== 'none' && { status }),
  };
}

/** Tells the responder of the certificate, and the server where to get the proof that it staples. */
function serve(credential: Credential, { ocsp = 'good', staple }: HostRow, status: StatusService): ServedCredential {
  const { issuer, chain } = credential;
  if (issuer === undefined) return credential;
  status.standings.note(issuer.name, serialOf(chain[0]!), ocsp);
  if (staple === undefined) return credential;
  return { ...credential, proof: () => proofOf(status, { leaf: chain[0]!, issuer: issuer.certificate }, staple) };
}

/** Starts what is missing and changes what is there; no server is ever taken away. */
async function moor(
  name: string,
  host: HostRow,
  credentials: readonly ServedCredential[],
  options: MailServerOptions,
  present: ReadonlyMap<number, MailServer> = new Map(),
): Promise<ReadonlyMap<number, MailServer>> {
  const servers = new Map(present);
  for (const service of servicesOf(host)) {
    const spec = serverSpec(name, host, service, credentials);
    const server = servers.get(service.port);
    if (server === undefined) servers.set(service.port, await startMailServer(spec, options));
    else server.become(spec);
  }
  return servers;
}

function servicesOf(host: HostRow): readonly ServiceRow[] {
  if (host.addresses === 'dead') return [];
  return [{ port: 25, dialect: 'smtp' }, ...(host.services ?? [])];
}

function serverSpec(
  name: string,
  host: HostRow,
  { dialect, tlsOnConnect = false }: ServiceRow,
  credentials: readonly ServedCredential[],
): MailServerSpec {
  return { host: name, dialect, tlsOnConnect, mood: host.mood ?? 'ok', credentials };
}

function connectRowsOf({ host, addresses, servers }: Berth): ConnectRow[] {
  return [...servers].flatMap(([port, server]) => [
    { host: addresses.v4, port, leadsTo: server.port },
    { host: addresses.v6, port, leadsTo: host.addresses === 'v6-dead' ? CLOSED_PORT : server.port },
  ]);
}
