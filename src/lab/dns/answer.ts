/**
 * One question, answered from a set of zones as a careful recursive server would: aliases followed across zones, proofs
 * beside what is not there (RFC 4035 §3.1, RFC 5155 §7.2). Pure.
 */
import {
  ancestorOf,
  cnameRdata,
  dnameRdata,
  isSubdomain,
  labelCount,
  type Name,
  type ResourceRecord,
  RR,
  type Rrset,
  substituteDname,
  wildcardAt,
} from '../../core/dns/index.ts';
import type { Zone } from './types.ts';
import { recordsOf } from './zone.ts';

/** The zones of one server, found by name. */
export interface Zones {
  /** The zone that answers for the name; DS is the parent's (RFC 4035 §3.1.4.1). */
  find(name: Name, type: number): Zone | undefined;
}

export interface Answered {
  /** 0, 2 (SERVFAIL) or 3 (NXDOMAIN). */
  readonly rcode: number;
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
}

const NO_ERROR = 0;
const SERVFAIL = 2;
const NXDOMAIN = 3;
const ANY = 255;
const MAX_ALIASES = 16;

const servfail: Answered = { rcode: SERVFAIL, answers: [], authorities: [] };

export function answer(zones: Zones, name: Name, type: number, dnssecOk: boolean): Answered {
  const answers: ResourceRecord[] = [];
  const authorities: ResourceRecord[] = [];
  let at = name;
  for (let hop = 0; hop < MAX_ALIASES; hop += 1) {
    const zone = zones.find(at, type);
    if (zone === undefined) return servfail;
    const step = lookIn(zone, at, type);
    if (step.kind === 'lame') return servfail;
    answers.push(
      ...step.answers.flatMap(({ rrset, owner }) => recordsOf(rrset, dnssecOk, owner)),
      ...(step.made ?? []),
    );
    authorities.push(
      ...step.proof.flatMap((rrset) => (isDenial(rrset) && !dnssecOk ? [] : recordsOf(rrset, dnssecOk))),
    );
    if (step.kind === 'final') return { rcode: step.rcode, answers, authorities: unrepeated(authorities) };
    at = step.to;
  }
  return servfail;
}

interface Given {
  readonly rrset: Rrset;
  /** Where a wildcard was expanded: the name asked for. */
  readonly owner: Name;
}

interface Shown {
  readonly answers: readonly Given[];
  readonly proof: readonly Rrset[];
  /** Records made up on the way: a CNAME out of a DNAME (RFC 6672 §3.1). */
  readonly made?: readonly ResourceRecord[];
}

type Step =
  | ({ readonly kind: 'final'; readonly rcode: number } & Shown)
  | ({ readonly kind: 'alias'; readonly to: Name } & Shown)
  | { readonly kind: 'lame' };

function lookIn(zone: Zone, name: Name, type: number): Step {
  const cut = zone.cutAbove(name);
  if (cut !== undefined && !(cut === name && type === RR.DS)) return { kind: 'lame' };
  const dname = dnameAbove(zone, name);
  if (dname !== undefined) return throughDname(dname, name);
  const node = zone.node(name);
  if (node !== undefined) return atNode(zone, node, name, type, []);
  if (zone.exists(name)) return negative(zone, NO_ERROR, zone.denial?.noType(name) ?? []);
  return belowNode(zone, name, type);
}

function atNode(zone: Zone, node: ReadonlyMap<number, Rrset>, name: Name, type: number, proof: readonly Rrset[]): Step {
  const rrsets = type === ANY ? [...node.values()] : [node.get(type)].filter((rrset) => rrset !== undefined);
  const given = rrsets.map((rrset) => ({ rrset, owner: name }));
  if (given.length > 0) return { kind: 'final', rcode: NO_ERROR, answers: given, proof };
  const cname = node.get(RR.CNAME);
  if (cname === undefined) return negative(zone, NO_ERROR, zone.denial?.noType(name) ?? []);
  return { kind: 'alias', to: target(cname), answers: [{ rrset: cname, owner: name }], proof };
}

/** The name is not there: a wildcard at the closest encloser answers for it, or nothing does (RFC 4592 §3.3). */
function belowNode(zone: Zone, name: Name, type: number): Step {
  const encloser = closestEncloser(zone, name);
  const wildcard = zone.node(wildcardAt(encloser));
  if (wildcard === undefined) return negative(zone, NXDOMAIN, zone.denial?.noName(name, encloser) ?? []);
  if (type !== ANY && !wildcard.has(type) && !wildcard.has(RR.CNAME)) {
    return negative(zone, NO_ERROR, zone.denial?.noWildcardType(name, encloser) ?? []);
  }
  return atNode(zone, wildcard, name, type, zone.denial?.noCloser(name, encloser) ?? []);
}

function closestEncloser(zone: Zone, name: Name): Name {
  for (let count = labelCount(name) - 1; count > labelCount(zone.name); count -= 1) {
    const ancestor = ancestorOf(name, count);
    if (zone.exists(ancestor)) return ancestor;
  }
  return zone.name;
}

function negative(zone: Zone, rcode: number, proof: readonly Rrset[]): Step {
  return { kind: 'final', rcode, answers: [], proof: [zone.soa, ...proof] };
}

function dnameAbove(zone: Zone, name: Name): Rrset | undefined {
  for (let count = labelCount(zone.name); count < labelCount(name); count += 1) {
    const dname = zone.node(ancestorOf(name, count))?.get(RR.DNAME);
    if (dname !== undefined) return dname;
  }
  return undefined;
}

function throughDname(dname: Rrset, name: Name): Step {
  const decoded = dnameRdata.decode(dname.rdatas[0]!);
  const to = decoded.ok && isSubdomain(name, dname.name) ? substituteDname(name, dname.name, decoded.value) : undefined;
  if (to === undefined) return { kind: 'lame' };
  const { ttlSeconds } = dname;
  const made = [{ name, type: RR.CNAME, class: 1, ttlSeconds, rdata: cnameRdata.encode(to) }];
  return { kind: 'alias', to, answers: [{ rrset: dname, owner: dname.name }], proof: [], made };
}

function target(cname: Rrset): Name {
  const decoded = cnameRdata.decode(cname.rdatas[0]!);
  return decoded.ok ? decoded.value : '';
}

const isDenial = ({ type }: Rrset): boolean => type === RR.NSEC || type === RR.NSEC3;

/** Proofs of several steps may share records. */
function unrepeated(records: readonly ResourceRecord[]): ResourceRecord[] {
  const seen = new Set<Uint8Array>();
  return records.filter(({ rdata }) => !seen.has(rdata) && seen.add(rdata));
}
