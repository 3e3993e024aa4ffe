/** One name in one zone: the algorithm of RFC 1034 §4.3.2 with DNSSEC's proofs (RFC 4035 §3.1, RFC 5155 §7.2). */
import {
  ancestorOf,
  cnameRdata,
  dnameRdata,
  labelCount,
  type Name,
  RCODE,
  type ResourceRecord,
  RR,
  type Rrset,
  substituteDname,
  wildcardAt,
} from '../../core/dns/index.ts';
import type { Zone } from './types.ts';

export interface Given {
  readonly rrset: Rrset;
  /** Where a wildcard was expanded: the name asked for. */
  readonly owner: Name;
}

export interface Shown {
  readonly answers: readonly Given[];
  /** For the authority section. */
  readonly proof: readonly Rrset[];
  /** Records made up on the way: a CNAME out of a DNAME (RFC 6672 §3.1). */
  readonly made?: readonly ResourceRecord[];
}

export type Step =
  | ({ readonly kind: 'final'; readonly rcode: number } & Shown)
  | ({ readonly kind: 'alias'; readonly to: Name } & Shown)
  /** The name belongs to the zone delegated at `cut`. */
  | { readonly kind: 'referral'; readonly cut: Name };

const ANY = 255;

/** @param name  at or below the zone's apex */
export function lookIn(zone: Zone, name: Name, type: number): Step {
  const cut = zone.cutAbove(name);
  // DS is the one type that the parent answers for (RFC 4035 §3.1.4.1).
  if (cut !== undefined && !(cut === name && type === RR.DS)) return { kind: 'referral', cut };
  const dname = dnameAbove(zone, name);
  if (dname !== undefined) return throughDname(dname, name, type);
  const node = zone.node(name);
  if (node !== undefined) return atNode(zone, node, name, type);
  if (zone.exists(name)) return negative(zone, RCODE.NOERROR, zone.denial?.noType(name));
  return belowNode(zone, name, type);
}

function atNode(zone: Zone, node: ReadonlyMap<number, Rrset>, name: Name, type: number): Step {
  return given(node, name, type, []) ?? negative(zone, RCODE.NOERROR, zone.denial?.noType(name));
}

/** The name is not there: a wildcard at the closest encloser answers for it, or nothing does (RFC 4592 §3.3). */
function belowNode(zone: Zone, name: Name, type: number): Step {
  const encloser = closestEncloser(zone, name);
  const wildcard = wildcardAt(encloser);
  if (!zone.exists(wildcard)) return negative(zone, RCODE.NXDOMAIN, zone.denial?.noName(name, encloser));
  const node = zone.node(wildcard) ?? new Map();
  return (
    given(node, name, type, zone.denial?.noCloser(name, encloser) ?? []) ??
    negative(zone, RCODE.NOERROR, zone.denial?.noWildcardType(name, encloser))
  );
}

/** What the node has for the type, or its alias; undefined when it has neither. */
function given(node: ReadonlyMap<number, Rrset>, owner: Name, type: number, proof: readonly Rrset[]): Step | undefined {
  const rrsets = rrsetsFor(node, type);
  if (rrsets.length > 0) {
    return { kind: 'final', rcode: RCODE.NOERROR, answers: rrsets.map((rrset) => ({ rrset, owner })), proof };
  }
  const cname = node.get(RR.CNAME);
  return cname && { kind: 'alias', to: aliasTarget(cname), answers: [{ rrset: cname, owner }], proof };
}

function rrsetsFor(node: ReadonlyMap<number, Rrset>, type: number): readonly Rrset[] {
  if (type === ANY) return [...node.values()];
  if (type === RR.RRSIG) return signaturesAsRecords([...node.values()]);
  const rrset = node.get(type);
  return rrset === undefined ? [] : [rrset];
}

/** Signatures asked for by their own type are answers like others, and unsigned (RFC 4035 §2.2). */
function signaturesAsRecords(rrsets: readonly Rrset[]): Rrset[] {
  return rrsets
    .filter(({ signatures }) => signatures.length > 0)
    .map((rrset) => ({ ...rrset, type: RR.RRSIG, rdatas: rrset.signatures, signatures: [] }));
}

function closestEncloser(zone: Zone, name: Name): Name {
  for (let count = labelCount(name) - 1; count > labelCount(zone.name); count -= 1) {
    const ancestor = ancestorOf(name, count);
    if (zone.exists(ancestor)) return ancestor;
  }
  return zone.name;
}

function negative(zone: Zone, rcode: number, proof: readonly Rrset[] = []): Step {
  return { kind: 'final', rcode, answers: [], proof: [zone.soa, ...proof] };
}

function dnameAbove(zone: Zone, name: Name): Rrset | undefined {
  for (let count = labelCount(zone.name); count < labelCount(name); count += 1) {
    const dname = zone.node(ancestorOf(name, count))?.get(RR.DNAME);
    if (dname !== undefined) return dname;
  }
  return undefined;
}

function throughDname(dname: Rrset, name: Name, type: number): Step {
  const decoded = dnameRdata.decode(dname.rdatas[0]!);
  const to = decoded.ok ? substituteDname(name, dname.name, decoded.value) : undefined;
  const answers = [{ rrset: dname, owner: dname.name }];
  // The new name would be too long (RFC 6672 §2.2).
  if (to === undefined) return { kind: 'final', rcode: RCODE.YXDOMAIN, answers, proof: [] };
  const { ttlSeconds } = dname;
  const made = [{ name, type: RR.CNAME, class: dname.class, ttlSeconds, rdata: cnameRdata.encode(to) }];
  const shown = { answers, proof: [], made };
  // Who asks for the CNAME has got it.
  return type === RR.CNAME || type === ANY
    ? { kind: 'final', rcode: RCODE.NOERROR, ...shown }
    : { kind: 'alias', to, ...shown };
}

function aliasTarget(cname: Rrset): Name {
  const decoded = cnameRdata.decode(cname.rdatas[0]!);
  return decoded.ok ? decoded.value : '';
}
