/**
 * One question, answered from a set of zones: as a careful recursive server would, aliases followed across zones and
 * proofs beside what is not there; or as an authoritative server, with referrals at the cuts. Pure.
 */
import { type Name, nsRdata, RCODE, type ResourceRecord, RR, type Rrset } from '../../core/dns/index.ts';
import { lookIn, type Step } from './look-in.ts';
import type { Zone } from './types.ts';
import { recordsOf } from './zone.ts';

/** The zones of one server, found by name. */
export interface Zones {
  /** The zone that answers for the name; DS is the parent's (RFC 4035 §3.1.4.1). */
  find(name: Name, type: number): Zone | undefined;
}

export interface Answered {
  readonly rcode: number;
  /** From the server's own zones; a referral is not (RFC 1035 §4.1.1, AA). A resolver's never is. */
  readonly isAuthoritative: boolean;
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
}

/** Longer chains of aliases are taken for loops. */
const MAX_ALIASES = 16;

const failure = (rcode: number): Answered => ({
  rcode,
  isAuthoritative: false,
  answers: [],
  authorities: [],
  additionals: [],
});

/** As a resolver: whatever cannot be found out is SERVFAIL. */
export function answer(zones: Zones, name: Name, type: number, dnssecOk: boolean): Answered {
  const sections = new Sections(dnssecOk);
  let at = name;
  for (let hop = 0; hop < MAX_ALIASES; hop += 1) {
    const zone = zones.find(at, type);
    if (zone === undefined || zone.failure?.(type) !== undefined) return failure(RCODE.SERVFAIL);
    const step = lookIn(zone, at, type);
    if (step.kind === 'referral') return failure(RCODE.SERVFAIL); // nobody here has the zone below
    sections.take(step);
    if (step.kind === 'final') return sections.answered(step.rcode, false);
    at = step.to;
  }
  return failure(RCODE.SERVFAIL);
}

/** As the name server of these zones: REFUSED for other names, and aliases out of them are the asker's to follow. */
export function answerAsAuthority(zones: Zones, name: Name, type: number, dnssecOk: boolean): Answered {
  const sections = new Sections(dnssecOk);
  const visited = new Set<Name>(); // a loop is given once round
  let at = name;
  for (let hop = 0; hop < MAX_ALIASES && !visited.has(at); hop += 1) {
    visited.add(at);
    const zone = zones.find(at, type);
    const fails = zone === undefined ? RCODE.REFUSED : zone.failure?.(type);
    if (fails !== undefined && hop === 0) return failure(fails);
    if (zone === undefined || fails !== undefined) break;
    const step = lookIn(zone, at, type);
    if (step.kind === 'referral') {
      if (hop === 0) sections.refer(zone, step.cut);
      return sections.answered(RCODE.NOERROR, hop > 0);
    }
    sections.take(step);
    if (step.kind === 'final') return sections.answered(step.rcode, true);
    at = step.to;
  }
  return sections.answered(RCODE.NOERROR, true);
}

/** The message grows step by step. */
class Sections {
  readonly #dnssecOk: boolean;
  readonly #answers: ResourceRecord[] = [];
  readonly #authorities: ResourceRecord[] = [];
  readonly #additionals: ResourceRecord[] = [];

  constructor(dnssecOk: boolean) {
    this.#dnssecOk = dnssecOk;
  }

  take({ answers, proof, made = [] }: Exclude<Step, { kind: 'referral' }>): void {
    this.#answers.push(...answers.flatMap(({ rrset, owner }) => recordsOf(rrset, this.#dnssecOk, owner)), ...made);
    this.#prove(proof);
  }

  /** NS, and the DS or the proof that there is none (RFC 4035 §3.1.4); addresses of servers below the cut. */
  refer(zone: Zone, cut: Name): void {
    const node = zone.node(cut)!;
    const servers = node.get(RR.NS)!;
    this.#authorities.push(...recordsOf(servers, false));
    if (this.#dnssecOk) {
      const ds = node.get(RR.DS);
      this.#prove(ds === undefined ? (zone.denial?.noType(cut) ?? []) : [ds]);
    }
    this.#additionals.push(...glue(zone, servers).flatMap((rrset) => recordsOf(rrset, false)));
  }

  answered(rcode: number, isAuthoritative: boolean): Answered {
    const authorities = unrepeated(this.#authorities);
    return { rcode, isAuthoritative, answers: this.#answers, authorities, additionals: this.#additionals };
  }

  #prove(proof: readonly Rrset[]): void {
    const wanted = proof.filter((rrset) => this.#dnssecOk || !isDenial(rrset));
    this.#authorities.push(...wanted.flatMap((rrset) => recordsOf(rrset, this.#dnssecOk)));
  }
}

/** Addresses that the zone holds for the servers, though it does not own them (RFC 1034 §4.2.1). */
function glue(zone: Zone, servers: Rrset): Rrset[] {
  return servers.rdatas.flatMap((rdata) => {
    const target = nsRdata.decode(rdata);
    const node = target.ok ? zone.node(target.value) : undefined;
    return [node?.get(RR.A), node?.get(RR.AAAA)].filter((rrset) => rrset !== undefined);
  });
}

const isDenial = ({ type }: Rrset): boolean => type === RR.NSEC || type === RR.NSEC3;

/** Proofs of several steps may share records. */
function unrepeated(records: readonly ResourceRecord[]): ResourceRecord[] {
  const seen = new Set<Uint8Array>();
  return records.filter(({ rdata }) => !seen.has(rdata) && seen.add(rdata));
}
