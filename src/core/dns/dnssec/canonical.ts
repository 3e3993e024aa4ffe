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
import { canonicalRdata, sortRdatas } from '../rdata/canonical.ts';
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

export function canonicalRrset({
  type,
  class: klass,
  rdatas: received,
}: Pick<Rrset, 'type' | 'class' | 'rdatas'>): CanonicalRrset {
  const rdatas = sortRdatas(received.map((rdata) => canonicalRdata(type, rdata)));
  let rdataBytes = 0;
  for (const rdata of rdatas) rdataBytes += rdata.length;
  return { type, class: klass, rdatas, rdataBytes };
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
