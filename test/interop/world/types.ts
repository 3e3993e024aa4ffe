/** The words of the signed mini-internet that the peers serve. */
import type { ResourceRecord } from '../../../src/core/dns/index.ts';

export type Denial = 'nsec' | 'nsec3' | 'nsec3-opt-out';
export type SignerName = 'bind' | 'knot' | 'ldns';
export type ServerName = 'roots' | 'named' | 'knotd' | 'nsd';

/** How a zone is to be signed. Keys are made for it: one that signs keys and one that signs data. */
export interface Signing {
  readonly signer: SignerName;
  /** DNSKEY algorithm number. */
  readonly algorithm: number;
  readonly denial: Denial;
  /** NSEC3 only; default 0. */
  readonly iterations?: number;
  /** NSEC3 only, hexadecimal; default none. */
  readonly salt?: string;
  /** Seconds from now; default an hour ago and two weeks on. */
  readonly validFrom?: number;
  readonly validUntil?: number;
}

export interface ZoneRow {
  /** Without a trailing dot; the root is the empty string. */
  readonly name: string;
  readonly server: ServerName;
  /** Absent: an unsigned zone. */
  readonly signing?: Signing;
  /** Lines of zone text below SOA and NS, which are made; names are relative to the zone. */
  readonly lines: readonly string[];
  /** What is done to the signed zone before it is served. */
  readonly edit?: (records: readonly ResourceRecord[], zone: string) => readonly ResourceRecord[];
  /** What the parent publishes, given the right DS lines; default those. */
  readonly ds?: (lines: readonly string[]) => readonly string[];
}

export interface SignJob {
  readonly zone: string;
  readonly text: string;
  /** For keys and files; empty, and its own. */
  readonly folder: string;
  readonly signing: Signing;
}

/** A zone as it is served. */
export interface ServedZone {
  readonly name: string;
  readonly file: string;
}
