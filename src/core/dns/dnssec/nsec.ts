/** NSEC (RFC 4034 §4): one link of the chain of names that exist, in canonical order. */
import { compareNames } from '../name.ts';
import { decodeName } from '../name-wire.ts';
import type { Name } from '../types.ts';
import { isBelow } from './names.ts';
import { isTypeBitmap, type TypeBitmap } from './type-bitmap.ts';

export interface Nsec {
  readonly owner: Name;
  readonly next: Name;
  readonly types: TypeBitmap;
}

/** Undefined where the octets are no NSEC. */
export function decodeNsec(owner: Name, rdata: Uint8Array): Nsec | undefined {
  const next = decodeName(rdata, 0);
  if (next === undefined) return undefined;
  const types = rdata.subarray(next.next);
  return isTypeBitmap(types) ? { owner, next: next.name, types } : undefined;
}

/** Does `name` fall strictly between the owner and the next name? The last NSEC leads back to the apex (RFC 4034 §4.1.1). */
export function nsecCovers(nsec: Nsec, name: Name, zone: Name): boolean {
  if (compareNames(nsec.owner, name) >= 0) return false;
  return compareNames(name, nsec.next) < 0 || nsec.next === zone;
}

/** A name without records exists when names below it do (RFC 4592 §2.2.2): the next name lies below it. */
export function showsEmptyNonTerminal(nsec: Nsec, name: Name): boolean {
  return isBelow(nsec.next, name) && compareNames(nsec.owner, name) < 0;
}
