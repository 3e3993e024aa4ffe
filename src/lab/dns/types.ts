/** The words of the lab's name servers. */
import type { Name, ResourceRecord, Rrset } from '../../core/dns/index.ts';

/** A private key with its DNSKEY. */
export interface ZoneKey {
  readonly algorithm: number;
  readonly tag: number;
  /** DNSKEY RDATA. */
  readonly rdata: Uint8Array;
  sign(data: Uint8Array): Uint8Array;
}

/** `keys` and `zone` are the same key where a zone has but one (CSK). */
export interface ZoneKeys {
  /** Signs the DNSKEY set; the parent's DS points to it. */
  readonly entry: ZoneKey;
  /** Signs everything else. */
  readonly data: ZoneKey;
}

export interface SigningStyle {
  readonly keys: ZoneKeys;
  readonly denial: 'nsec' | 'nsec3' | 'nsec3-opt-out';
  /** NSEC3 only; RFC 9276 §3.1 wants 0. */
  readonly iterations: number;
  /** NSEC3 only; RFC 9276 §3.1 wants none. */
  readonly salt: Uint8Array;
  readonly inception: Date;
  readonly expiration: Date;
  /** DNSKEY RDATA published instead of those of `keys`; for zones with a fault. None: no DNSKEY set. */
  readonly dnskeys?: readonly Uint8Array[];
}

/** What a zone is made from: its records without any of DNSSEC's, delegations and glue included. */
export interface ZoneSource {
  readonly name: Name;
  readonly records: readonly ResourceRecord[];
  /** Absent: an unsigned zone. */
  readonly signing?: SigningStyle;
}

/** Signs one RRset: RRSIG RDATA. A fault is a signer around a signer. */
export type Signer = (rrset: Rrset) => readonly Uint8Array[];

/** Records that prove absence; each answer is a list of RRsets for the authority section. */
export interface Denial {
  /** The name is there (or is an empty non-terminal, or an unsigned delegation under opt-out), the type is not. */
  noType(name: Name): readonly Rrset[];
  /** Neither the name nor the wildcard at its closest encloser is there. */
  noName(name: Name, encloser: Name): readonly Rrset[];
  /** The name itself is not there, beside an answer made from the wildcard at `encloser`. */
  noCloser(name: Name, encloser: Name): readonly Rrset[];
  /** The wildcard at `encloser` has not the type. */
  noWildcardType(name: Name, encloser: Name): readonly Rrset[];
  /** All RRsets, for writing the zone out. */
  readonly rrsets: readonly Rrset[];
}

export interface Zone {
  readonly name: Name;
  readonly soa: Rrset;
  /** RRsets by type at a name; undefined where there is none, also for empty non-terminals. */
  node(name: Name): ReadonlyMap<number, Rrset> | undefined;
  /** Is there anything at or below the name? */
  exists(name: Name): boolean;
  /** The delegation at or above the name, below the apex. */
  cutAbove(name: Name): Name | undefined;
  readonly denial?: Denial;
  /** RCODE with which the zone's servers fail for a type; undefined where they answer. Only zones with a fault have it. */
  readonly failure?: (type: number) => number | undefined;
  /** Every record, signatures and denial included, in canonical order of names. */
  allRecords(): readonly ResourceRecord[];
}
