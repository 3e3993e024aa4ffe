/** What a denial of existence comes to, and the bit-map rules that NSEC and NSEC3 share. */
import { formatType, RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import type { ReasonDef } from './findings/define.ts';
import { bitmapHas, type TypeBitmap } from './type-bitmap.ts';

export type Proof =
  | { readonly kind: 'absent' }
  /** The zone gives up proving: opt-out, or iterations beyond the cap. */
  | { readonly kind: 'insecure'; readonly def: ReasonDef; readonly text: string }
  | { readonly kind: 'unproven'; readonly text: string }
  /** The work limit was reached. */
  | { readonly kind: 'spent' };

export type DsProof =
  | { readonly kind: 'delegation' }
  /** Not the apex of a zone; `exists` is false where no such name exists, so that nothing below it does (RFC 8020). */
  | { readonly kind: 'no-cut'; readonly exists: boolean }
  | Exclude<Proof, { readonly kind: 'absent' }>;

export const unproven = (text: string): { readonly kind: 'unproven'; readonly text: string } => ({
  kind: 'unproven',
  text,
});

/** Parent side of a zone cut: NS without SOA (RFC 6840 §4.1). */
export function isAncestorDelegation(types: TypeBitmap): boolean {
  return bitmapHas(types, RR.NS) && !bitmapHas(types, RR.SOA);
}

/** Does the record at the name itself show that the type is absent? */
export function typeProof(types: TypeBitmap, name: Name, type: number): Proof {
  // A record that is there has types of its own, so ANY is absent only at an empty non-terminal.
  const exists = type === RR.ANY ? types.length > 0 : bitmapHas(types, type);
  if (exists) return unproven(`the record at ${name} says that ${formatType(type)} exists`);
  if (bitmapHas(types, RR.CNAME)) return unproven(`the record at ${name} says that a CNAME exists`); // RFC 6840 §4.3
  if (type === RR.DS) return childSide(types, name) ?? { kind: 'absent' };
  return isAncestorDelegation(types)
    ? unproven(`the record at ${name} is of the parent's side and speaks only of DS`) // RFC 6840 §4.1
    : { kind: 'absent' };
}

/** No DS at the name: what is there instead? */
export function delegationProof(types: TypeBitmap, name: Name): DsProof {
  if (bitmapHas(types, RR.DS)) return unproven(`the record at ${name} says that DS exists`);
  const wrongSide = childSide(types, name);
  if (wrongSide !== undefined) return wrongSide;
  return bitmapHas(types, RR.NS) ? { kind: 'delegation' } : { kind: 'no-cut', exists: true };
}

/** DS stands in the parent, so a record with SOA comes from the wrong side (RFC 4035 §5.4, RFC 6840 §4.4); the root has no parent. */
function childSide(types: TypeBitmap, name: Name): { readonly kind: 'unproven'; readonly text: string } | undefined {
  return name !== '' && bitmapHas(types, RR.SOA)
    ? unproven(`the record at ${name} comes from the child zone, which does not hold DS`)
    : undefined;
}
