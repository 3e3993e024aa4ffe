/**
 * Signing one RRset (RFC 4034 §3.1.8.1), and doing it only when somebody asks for the signature: a lab of a thousand
 * zones starts at once, and most of its records are never looked at.
 */
import { concatBytes } from '../../base/index.ts';
import {
  canonicalRdata,
  encodeName,
  type Name,
  RR,
  type Rrset,
  rrsigRdata,
  signedLabelCount,
  sortRdatas,
} from '../../core/dns/index.ts';
import type { Signer, SigningStyle, ZoneKey } from './types.ts';

export function createSigner(zone: Name, style: SigningStyle): Signer {
  return (rrset) => [signRrset(zone, rrset, rrset.type === RR.DNSKEY ? style.keys.entry : style.keys.data, style)];
}

function signRrset(zone: Name, rrset: Rrset, key: ZoneKey, { inception, expiration }: SigningStyle): Uint8Array {
  const unsigned = rrsigRdata.encode({
    typeCovered: rrset.type,
    algorithm: key.algorithm,
    labels: signedLabelCount(rrset.name),
    originalTtlSeconds: rrset.ttlSeconds,
    expiration: Math.floor(expiration.getTime() / 1000),
    inception: Math.floor(inception.getTime() / 1000),
    keyTag: key.tag,
    signer: zone,
    signature: new Uint8Array(0),
  });
  return concatBytes([unsigned, key.sign(concatBytes([unsigned, ...canonicalRecords(rrset)]))]);
}

/** Owner, type, class, TTL, length and RDATA of each record, in canonical order (RFC 4034 §6.3). */
function canonicalRecords(rrset: Rrset): Uint8Array[] {
  const owner = encodeName(rrset.name);
  const rdatas = sortRdatas(rrset.rdatas.map((rdata) => canonicalRdata(rrset.type, rdata)));
  return rdatas.flatMap((rdata) => {
    const fixed = Buffer.alloc(10);
    fixed.writeUInt16BE(rrset.type, 0);
    fixed.writeUInt16BE(rrset.class, 2);
    fixed.writeUInt32BE(rrset.ttlSeconds, 4);
    fixed.writeUInt16BE(rdata.length, 8);
    return [owner, fixed, rdata];
  });
}

/** An RRset whose signatures are made when first read. */
export function lazilySigned(rrset: Omit<Rrset, 'signatures'>, signer: Signer | undefined): Rrset {
  let made: readonly Uint8Array[] | undefined;
  return {
    ...rrset,
    get signatures() {
      made ??= signer === undefined ? [] : signer({ ...rrset, signatures: [] });
      return made;
    },
  };
}
