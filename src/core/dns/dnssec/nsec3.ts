/** NSEC3 (RFC 5155 §3): a link of the chain of hashed names. */
import { createHash } from 'node:crypto';
import { compareBytes, equalBytes, toHex } from '../../../base/index.ts';
import { encodeName } from '../name-wire.ts';
import { fromBase32Hex } from '../rdata/base32.ts';
import type { Name } from '../types.ts';
import type { Budget } from './limits.ts';
import { firstLabel, nameAbove } from './names.ts';
import { isTypeBitmap, type TypeBitmap } from './type-bitmap.ts';

export interface Nsec3 {
  readonly owner: Name;
  /** What the owner's first label stands for. */
  readonly hash: Uint8Array;
  readonly nextHash: Uint8Array;
  readonly optOut: boolean;
  readonly parameters: Nsec3Parameters;
  readonly types: TypeBitmap;
}

export interface Nsec3Parameters {
  readonly iterations: number;
  readonly salt: Uint8Array;
}

const SHA1 = 1;
const HASH_BYTES = 20;

/**
 * Undefined where the octets are no NSEC3 we know: hash algorithm and flags we do not know make it as if it were absent
 * (RFC 5155 §8.1, §8.2), and so does an owner that is not one hash above the zone.
 */
export function decodeNsec3(owner: Name, rdata: Uint8Array, zone: Name): Nsec3 | undefined {
  if (rdata.length < 6 || rdata[0] !== SHA1 || (rdata[1]! & ~1) !== 0) return undefined;
  const hash = nameAbove(owner) === zone ? fromBase32Hex(firstLabel(owner)) : undefined;
  const saltEnd = 5 + rdata[4]!;
  const nextEnd = saltEnd + 1 + (rdata[saltEnd] ?? 0);
  const nextHash = rdata.subarray(saltEnd + 1, nextEnd);
  const types = rdata.subarray(nextEnd);
  if (hash?.length !== HASH_BYTES || nextHash.length !== HASH_BYTES || !isTypeBitmap(types)) return undefined;
  const iterations = (rdata[2]! << 8) | rdata[3]!;
  const salt = rdata.subarray(5, saltEnd);
  return { owner, hash, nextHash, optOut: (rdata[1]! & 1) === 1, parameters: { iterations, salt }, types };
}

/** RFC 5155 §8.2: all NSEC3 records of a response are to share hash, iterations and salt. */
export function sharedParameters(records: readonly Nsec3[]): Nsec3Parameters | undefined {
  const first = records[0]?.parameters;
  const same = ({ parameters: { iterations, salt } }: Nsec3): boolean =>
    first !== undefined && iterations === first.iterations && equalBytes(salt, first.salt);
  return records.every(same) ? first : undefined;
}

export const hashIs = (record: Nsec3, hash: Uint8Array): boolean => compareBytes(record.hash, hash) === 0;

/** Strictly between owner and next, round the end of the ring for the last one (RFC 5155 §1.3). */
export function hashCovers(record: Nsec3, hash: Uint8Array): boolean {
  const afterOwner = compareBytes(record.hash, hash) < 0;
  const beforeNext = compareBytes(hash, record.nextHash) < 0;
  const isLast = compareBytes(record.hash, record.nextHash) >= 0;
  return isLast ? afterOwner || beforeNext : afterOwner && beforeNext;
}

/** Hashes names of one zone, each once; answers undefined when the budget is spent (CVE-2023-50868). */
export type Hasher = (name: Name) => Uint8Array | undefined;

export function createHasher(parameters: Nsec3Parameters, budget: Budget): Hasher {
  const known = new Map<Name, Uint8Array>();
  return (name) => {
    const seen = known.get(name);
    if (seen !== undefined || !budget.spendHash()) return seen;
    const hash = nsec3Hash(encodeName(name), parameters);
    known.set(name, hash);
    return hash;
  };
}

/** RFC 5155 §5: IH(salt, x, 0) = H(x ‖ salt), IH(salt, x, k) = H(IH(salt, x, k−1) ‖ salt). */
export function nsec3Hash(wireName: Uint8Array, { iterations, salt }: Nsec3Parameters): Uint8Array {
  let hash = createHash('sha1').update(wireName).update(salt).digest();
  for (let i = 0; i < iterations; i++) hash = createHash('sha1').update(hash).update(salt).digest();
  return hash;
}

export const formatSalt = (salt: Uint8Array): string => (salt.length === 0 ? '-' : toHex(salt));
