/** What a set of validated NSEC records of one zone proves absent (RFC 4035 §5.4, RFC 6840 §4). */
import { ancestorOf, commonAncestor, labelCount, wildcardAt } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { isBelow } from './names.ts';
import { type Nsec, nsecCovers, showsEmptyNonTerminal } from './nsec.ts';
import { type DsProof, delegationProof, isAncestorDelegation, type Proof, typeProof, unproven } from './proof.ts';
import { bitmapHas } from './type-bitmap.ts';

/** NXDOMAIN: neither the name nor a wildcard that could have made it exists (RFC 4035 §3.1.3.2). */
export function nsecDeniesName(nsecs: readonly Nsec[], name: Name, zone: Name): Proof {
  const cover = covering(nsecs, name, zone);
  if (cover === undefined) return unproven(`no NSEC record covers ${name}`);
  if (isBelow(cover.next, name)) return unproven(`the NSEC record at ${cover.owner} shows names below ${name}`);
  const wildcard = wildcardAt(closestEncloser(cover, name));
  return covering(nsecs, wildcard, zone) === undefined
    ? unproven(`no NSEC record covers the wildcard ${wildcard}`)
    : { kind: 'absent' };
}

/** NODATA: the name exists, or a wildcard makes it, without that type (RFC 4035 §3.1.3.1, §3.1.3.4). */
export function nsecDeniesType(nsecs: readonly Nsec[], name: Name, type: number, zone: Name): Proof {
  const match = nsecs.find((nsec) => nsec.owner === name);
  if (match !== undefined) return typeProof(match.types, name, type);
  const cover = covering(nsecs, name, zone);
  if (cover === undefined) return unproven(`no NSEC record speaks of ${name}`);
  if (showsEmptyNonTerminal(cover, name)) return { kind: 'absent' };
  const wildcard = wildcardAt(closestEncloser(cover, name));
  const source = nsecs.find((nsec) => nsec.owner === wildcard);
  if (source !== undefined) return typeProof(source.types, wildcard, type);
  // The wildcard may be a name without records itself (RFC 4592 §2.2.2).
  const around = covering(nsecs, wildcard, zone);
  return around !== undefined && showsEmptyNonTerminal(around, wildcard)
    ? { kind: 'absent' }
    : unproven(`the NSEC record at ${cover.owner} says that ${name} does not exist`);
}

/** Wildcard answer: nothing exists at or below the next closer name (RFC 4035 §5.3.4). */
export function nsecDeniesCloser(nsecs: readonly Nsec[], name: Name, encloser: Name, zone: Name): Proof {
  const closer = ancestorOf(name, labelCount(encloser) + 1);
  const cover = covering(nsecs, closer, zone);
  return cover === undefined || isBelow(cover.next, closer)
    ? unproven(`no NSEC record shows that ${closer} does not exist`)
    : { kind: 'absent' };
}

/** No DS at a name: an unsigned delegation, or no delegation at all (RFC 6840 §4.4). */
export function nsecDeniesDs(nsecs: readonly Nsec[], name: Name, zone: Name): DsProof {
  const match = nsecs.find((nsec) => nsec.owner === name);
  if (match !== undefined) return delegationProof(match.types, name);
  const cover = covering(nsecs, name, zone);
  if (cover === undefined) return unproven(`no NSEC record speaks of ${name}`);
  return { kind: 'no-cut', exists: showsEmptyNonTerminal(cover, name) };
}

function covering(nsecs: readonly Nsec[], name: Name, zone: Name): Nsec | undefined {
  return nsecs.find((nsec) => nsecCovers(nsec, name, zone) && maySpeakOf(nsec, name));
}

/** RFC 6840 §4.1: a delegation's or DNAME's own NSEC says nothing about names below it. */
function maySpeakOf(nsec: Nsec, name: Name): boolean {
  if (!isBelow(name, nsec.owner)) return true;
  return !isAncestorDelegation(nsec.types) && !bitmapHas(nsec.types, RR.DNAME);
}

/** The longest ancestor of the name that the covering record shows to exist. */
function closestEncloser(cover: Nsec, name: Name): Name {
  const byOwner = commonAncestor(name, cover.owner);
  const byNext = commonAncestor(name, cover.next);
  return labelCount(byOwner) >= labelCount(byNext) ? byOwner : byNext;
}
