/** A zone ready to be asked: RRsets by name, delegations, and the proofs of what is not there. */
import {
  ancestorOf,
  compareNames,
  isSubdomain,
  labelCount,
  type Name,
  nsec3paramRdata,
  type ResourceRecord,
  RR,
  type Rrset,
  soaRdata,
} from '../../core/dns/index.ts';
import { createNsecDenial, type Owner } from './nsec.ts';
import { createNsec3Denial } from './nsec3.ts';
import { createSigner, lazilySigned } from './sign.ts';
import type { Denial, Signer, SigningStyle, Zone, ZoneSource } from './types.ts';

type Node = ReadonlyMap<number, Rrset>;

/**
 * @param around  puts a fault around the zone's signer
 * @throws Error when the source has no SOA at its apex: a bug in whoever planned it
 */
export function createZone(source: ZoneSource, around: (signer: Signer) => Signer = (signer) => signer): Zone {
  const { name: apex, signing } = source;
  const signer = signing && around(createSigner(apex, signing));
  const cuts = new Set(
    source.records.filter(({ name, type }) => type === RR.NS && name !== apex).map(({ name }) => name),
  );
  const cutAbove = (name: Name): Name | undefined => highestCut(cuts, name, apex);
  const nodes = groupNodes([...source.records, ...dnssecRecords(apex, signing)], (name, type) =>
    isSigned(name, type, cutAbove(name)) ? signer : undefined,
  );
  const soa = nodes.get(apex)?.get(RR.SOA);
  if (soa === undefined) throw new Error(`zone ${apex || '.'} has no SOA`);
  const inner = emptyNonTerminals([...nodes.keys()], apex);
  const denial = signing && signer && createDenial(apex, signing, soa, nodes, inner, cutAbove, signer);
  // NSEC records stand at the names they speak of; NSEC3 records are never names of the zone (RFC 5155 §7.2.8).
  if (signing?.denial === 'nsec') for (const rrset of denial!.rrsets) nodes.get(rrset.name)!.set(RR.NSEC, rrset);
  return {
    name: apex,
    soa,
    node: (name) => nodes.get(name),
    exists: (name) => nodes.has(name) || inner.has(name),
    cutAbove,
    ...(denial !== undefined && { denial }),
    allRecords: () => allRecords(nodes, denial),
  };
}

/** Delegations and glue are not the zone's own data; DS is (RFC 4035 §2.2). */
const isSigned = (name: Name, type: number, cut: Name | undefined): boolean =>
  cut === undefined || (cut === name && type === RR.DS);

function dnssecRecords(apex: Name, signing: SigningStyle | undefined): ResourceRecord[] {
  if (signing === undefined) return [];
  const {
    keys,
    denial,
    iterations,
    salt,
    dnskeys = [...new Set([keys.entry, keys.data])].map(({ rdata }) => rdata),
  } = signing;
  const record = (type: number, rdata: Uint8Array): ResourceRecord => ({
    name: apex,
    type,
    class: 1,
    ttlSeconds: 3600,
    rdata,
  });
  const published = dnskeys.map((rdata) => record(RR.DNSKEY, rdata));
  if (denial === 'nsec') return published;
  const parameters = nsec3paramRdata.encode({ hashAlgorithm: 1, flags: 0, iterations, salt }); // RFC 5155 §4.1.2: no opt-out here
  return [...published, { ...record(RR.NSEC3PARAM, parameters), ttlSeconds: 0 }];
}

function groupNodes(
  records: readonly ResourceRecord[],
  signerOf: (name: Name, type: number) => Signer | undefined,
): Map<Name, Map<number, Rrset>> {
  const sets = new Map<string, ResourceRecord[]>();
  for (const record of records) {
    const key = `${record.type} ${record.name}`;
    const known = sets.get(key);
    if (known === undefined) sets.set(key, [record]);
    else known.push(record);
  }
  const nodes = new Map<Name, Map<number, Rrset>>();
  for (const set of sets.values()) {
    const { name, type, class: code, ttlSeconds } = set[0]!;
    const unsigned = { name, type, class: code, ttlSeconds, rdatas: set.map(({ rdata }) => rdata) };
    const node = nodes.get(name) ?? new Map<number, Rrset>();
    nodes.set(name, node.set(type, lazilySigned(unsigned, signerOf(name, type))));
  }
  return nodes;
}

function createDenial(
  apex: Name,
  signing: SigningStyle,
  soa: Rrset,
  nodes: ReadonlyMap<Name, Node>,
  inner: ReadonlySet<Name>,
  cutAbove: (name: Name) => Name | undefined,
  signer: Signer,
): Denial {
  const owners = ownersOf(nodes, cutAbove);
  const ttlSeconds = negativeTtl(soa);
  if (signing.denial === 'nsec') return createNsecDenial(owners, { ttlSeconds }, signer);
  const optOut = signing.denial === 'nsec3-opt-out';
  // Each empty non-terminal has a record, also where opt-out would let us leave it out (RFC 5155 §7.1): without one,
  // a name below it could be denied only at the price of denying a wildcard above it.
  const hollow = [...inner]
    .filter((name) => cutAbove(name) === undefined)
    .map((name) => ({ name, types: [], isInsecureCut: false }));
  const { iterations, salt } = signing;
  return createNsec3Denial([...owners, ...hollow], { zone: apex, ttlSeconds, iterations, salt, optOut }, signer);
}

function ownersOf(nodes: ReadonlyMap<Name, Node>, cutAbove: (name: Name) => Name | undefined): Owner[] {
  return [...nodes].flatMap(([name, node]) => {
    const cut = cutAbove(name);
    if (cut !== undefined && cut !== name) return []; // glue
    const types = [...node.keys()].filter((type) => cut === undefined || type === RR.NS || type === RR.DS);
    return [{ name, types, isInsecureCut: cut !== undefined && !node.has(RR.DS) }];
  });
}

/** RFC 2308 §4 as amended by RFC 9077 §3: the lesser of the SOA's TTL and its minimum. */
function negativeTtl(soa: Rrset): number {
  const decoded = soaRdata.decode(soa.rdatas[0]!);
  return Math.min(soa.ttlSeconds, decoded.ok ? decoded.value.minimumSeconds : soa.ttlSeconds);
}

/** The cut nearest the apex: what is below a delegation is not ours to delegate again. */
function highestCut(cuts: ReadonlySet<Name>, name: Name, apex: Name): Name | undefined {
  if (cuts.size === 0) return undefined;
  for (let count = labelCount(apex) + 1; count <= labelCount(name); count += 1) {
    const ancestor = ancestorOf(name, count);
    if (cuts.has(ancestor)) return ancestor;
  }
  return undefined;
}

/** Names between owners and the apex that have no records of their own (RFC 4592 §2.2.2). */
function emptyNonTerminals(owners: readonly Name[], apex: Name): Set<Name> {
  const present = new Set(owners);
  const found = new Set<Name>();
  for (const owner of owners) {
    if (!isSubdomain(owner, apex)) continue;
    for (let count = labelCount(owner) - 1; count > labelCount(apex); count -= 1) {
      const ancestor = ancestorOf(owner, count);
      if (present.has(ancestor) || found.has(ancestor)) break;
      found.add(ancestor);
    }
  }
  return found;
}

function allRecords(nodes: ReadonlyMap<Name, Node>, denial: Denial | undefined): ResourceRecord[] {
  const present = [...nodes.values()].flatMap((node) => [...node.values()]);
  return [...new Set([...present, ...(denial?.rrsets ?? [])])]
    .sort((a, b) => compareNames(a.name, b.name) || a.type - b.type)
    .flatMap((rrset) => recordsOf(rrset, true));
}

/** An RRset as records, with its signatures where they are wanted. */
export function recordsOf(rrset: Rrset, withSignatures: boolean, name: Name = rrset.name): ResourceRecord[] {
  const { type, class: code, ttlSeconds } = rrset;
  const records = rrset.rdatas.map((rdata) => ({ name, type, class: code, ttlSeconds, rdata }));
  if (!withSignatures) return records;
  return [...records, ...rrset.signatures.map((rdata) => ({ name, type: RR.RRSIG, class: code, ttlSeconds, rdata }))];
}
