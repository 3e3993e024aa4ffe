/**
 * The canonical form of RRs and RRsets (RFC 4034 §6), over raw octets.
 *
 * This is the inner loop of validation: what is signed is one contiguous run of octets,
 *
 *   RRSIG RDATA up to the signature, signer in lower case
 *   then per record: owner | type | class | original TTL | RDATA length | RDATA     (RFC 4034 §3.1.8.1)
 *
 * with records in the order of their RDATA and duplicates dropped. So it is written straight into one buffer; RDATA is
 * copied beforehand only when a name in it has capitals.
 */
import { compareBytes } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import type { Rrset } from '../types.ts';
import type { Rrsig } from './rrsig.ts';

/** An RRset put into canonical order once, for however many signatures are to be tried. */
export interface CanonicalRrset {
  readonly type: number;
  readonly class: number;
  readonly rdatas: readonly Uint8Array[];
  /** Sum of the RDATA lengths. */
  readonly rdataBytes: number;
}

export function canonicalRrset(rrset: Pick<Rrset, 'type' | 'class' | 'rdatas'>): CanonicalRrset {
  const layout = nameLayouts.get(rrset.type);
  const lower = layout === undefined ? rrset.rdatas : rrset.rdatas.map((rdata) => lowerNames(rdata, layout));
  const rdatas = lower.length > 1 ? sortedUnique(lower) : lower;
  let rdataBytes = 0;
  for (const rdata of rdatas) rdataBytes += rdata.length;
  return { type: rrset.type, class: rrset.class, rdatas, rdataBytes };
}

/**
 * The octets that a signature covers.
 *
 * @param owner  wire form in lower case; for a wildcard expansion the wildcard's own name (RFC 4035 §5.3.2)
 */
export function signedData(rrset: CanonicalRrset, owner: Uint8Array, rrsig: Rrsig): Uint8Array {
  const head = rrsig.signedPart;
  const out = Buffer.allocUnsafe(head.length + rrset.rdatas.length * (owner.length + 10) + rrset.rdataBytes);
  out.set(head, 0);
  let at = head.length;
  for (const rdata of rrset.rdatas) {
    out.set(owner, at);
    at += owner.length;
    at = out.writeUInt16BE(rrset.type, at);
    at = out.writeUInt16BE(rrset.class, at);
    at = out.writeUInt32BE(rrsig.originalTtl, at); // RFC 4035 §5.3.2: not the TTL received
    at = out.writeUInt16BE(rdata.length, at);
    out.set(rdata, at);
    at += rdata.length;
  }
  return out;
}

/** RFC 4034 §6.3: as left-justified octet strings; equal records count once. */
function sortedUnique(rdatas: readonly Uint8Array[]): readonly Uint8Array[] {
  const sorted = [...rdatas].sort(compareBytes);
  return sorted.filter((rdata, i) => i === 0 || compareBytes(rdata, sorted[i - 1]!) !== 0);
}

/** RFC 4034 §6.2 item 3: names in RDATA of these types in lower case. */
function lowerNames(rdata: Uint8Array, layout: NameLayout): Uint8Array {
  if (!rdata.some(isUpper)) return rdata;
  const out = Uint8Array.from(rdata);
  let at = layout.skip(rdata);
  for (let left = layout.names; left > 0; left--) at = lowerName(out, at);
  return out;
}

/** Lowers one uncompressed name in place; answers where it ends, or the end of the RDATA where it is malformed. */
function lowerName(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let length = bytes[at] ?? 0; length > 0 && length < 64; length = bytes[at] ?? 0) {
    for (let i = at + 1; i <= at + length && i < bytes.length; i++) if (isUpper(bytes[i]!)) bytes[i]! += 0x20;
    at += length + 1;
  }
  return Math.min(at + 1, bytes.length);
}

const isUpper = (octet: number): boolean => octet >= 0x41 && octet <= 0x5a;

interface NameLayout {
  /** Octets before the first name. */
  skip(rdata: Uint8Array): number;
  readonly names: number;
}

const after = (octets: number, names: number): NameLayout => ({ skip: () => octets, names });

/** Past order and preference, then the three character-strings of a NAPTR (RFC 3403 §4.1). */
function skipNaptr(rdata: Uint8Array): number {
  let at = 4;
  for (let strings = 0; strings < 3; strings++) at += 1 + (rdata[at] ?? 0);
  return at;
}

/**
 * RFC 4034 §6.2 as amended by RFC 6840 §5.1: the next name of NSEC stays as it is, and HINFO holds no name.
 * Types later than RFC 3597 are never listed here.
 */
const nameLayouts: ReadonlyMap<number, NameLayout> = new Map<number, NameLayout>([
  [RR.NS, after(0, 1)],
  [3 /* MD */, after(0, 1)],
  [4 /* MF */, after(0, 1)],
  [RR.CNAME, after(0, 1)],
  [RR.SOA, after(0, 2)],
  [7 /* MB */, after(0, 1)],
  [8 /* MG */, after(0, 1)],
  [9 /* MR */, after(0, 1)],
  [RR.PTR, after(0, 1)],
  [14 /* MINFO */, after(0, 2)],
  [RR.MX, after(2, 1)],
  [17 /* RP */, after(0, 2)],
  [18 /* AFSDB */, after(2, 1)],
  [21 /* RT */, after(2, 1)],
  [26 /* PX */, after(2, 2)],
  [RR.SRV, after(6, 1)],
  [RR.NAPTR, { skip: skipNaptr, names: 1 }],
  [36 /* KX */, after(2, 1)],
  [RR.DNAME, after(0, 1)],
]);
