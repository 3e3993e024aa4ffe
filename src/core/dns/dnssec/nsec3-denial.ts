/** What a set of validated NSEC3 records of one zone proves absent (RFC 5155 §8). */
import { ancestorOf, isSubdomain, labelCount, wildcardAt } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { optOut, tooManyIterations } from './findings/insecure.ts';
import type { Budget } from './limits.ts';
import { nameAbove } from './names.ts';
import { createHasher, type Hasher, hashCovers, hashIs, type Nsec3, sharedParameters } from './nsec3.ts';
import { type DsProof, delegationProof, isAncestorDelegation, type Proof, typeProof, unproven } from './proof.ts';
import { bitmapHas } from './type-bitmap.ts';

/** A response's NSEC3 records, with the hashes computed so far. */
export interface Nsec3Set {
  readonly zone: Name;
  readonly records: readonly Nsec3[];
  readonly hash: Hasher;
}

type Stopped = Extract<Proof, { readonly kind: 'insecure' | 'unproven' | 'spent' }>;

/** Records that may be reasoned with, or why they may not: mixed parameters (RFC 5155 §8.2), iterations (RFC 9276 §3.2). */
export function nsec3Set(records: readonly Nsec3[], zone: Name, budget: Budget): Nsec3Set | Stopped {
  const parameters = sharedParameters(records);
  if (parameters === undefined) return unproven('the NSEC3 records differ in their parameters');
  const { iterations } = parameters;
  if (iterations > budget.limits.nsec3Iterations) {
    const text = `NSEC3 in ${zone || '.'} asks for ${iterations} iterations, beyond the cap of ${budget.limits.nsec3Iterations}`;
    return { kind: 'insecure', def: tooManyIterations, text };
  }
  return { zone, records, hash: createHasher(parameters, budget) };
}

/** NXDOMAIN: closest encloser, next closer name covered, wildcard covered (RFC 5155 §8.4). */
export function nsec3DeniesName(set: Nsec3Set, name: Name): Proof {
  const found = closestEncloser(set, name);
  if ('kind' in found) return found;
  if (found.encloser === name) return unproven(`an NSEC3 record shows that ${name} exists`);
  const wildcard = lookAt(set, wildcardAt(found.encloser));
  if (wildcard === undefined) return { kind: 'spent' };
  if (wildcard.cover === undefined)
    return unproven(`no NSEC3 record covers the wildcard ${wildcardAt(found.encloser)}`);
  return found.cover.optOut ? optedOut(name) : { kind: 'absent' }; // RFC 5155 §9.2
}

/** NODATA: at the name (§8.5), at a wildcard (§8.7), or for what opt-out leaves open (§8.6). */
export function nsec3DeniesType(set: Nsec3Set, name: Name, type: number): Proof {
  const found = closestEncloser(set, name);
  if ('kind' in found) return found;
  if (found.encloser === name) return typeProof(found.record.types, name, type);
  const wildcardName = wildcardAt(found.encloser);
  const wildcard = lookAt(set, wildcardName);
  if (wildcard === undefined) return { kind: 'spent' };
  if (found.cover.optOut) return optedOut(name);
  return wildcard.match === undefined
    ? unproven(`the NSEC3 records say that ${name} does not exist`)
    : typeProof(wildcard.match.types, wildcardName, type);
}

/** Wildcard answer: the next closer name does not exist (RFC 5155 §8.8). */
export function nsec3DeniesCloser(set: Nsec3Set, name: Name, encloser: Name): Proof {
  const closer = ancestorOf(name, labelCount(encloser) + 1);
  const seen = lookAt(set, closer);
  if (seen === undefined) return { kind: 'spent' };
  if (seen.cover === undefined) return unproven(`no NSEC3 record shows that ${closer} does not exist`);
  return seen.cover.optOut ? optedOut(name) : { kind: 'absent' };
}

/** No DS at a name: unsigned delegation, no delegation, or an opt-out range (RFC 5155 §8.6, RFC 6840 §4.4). */
export function nsec3DeniesDs(set: Nsec3Set, name: Name): DsProof {
  const found = closestEncloser(set, name);
  if ('kind' in found) return found;
  if (found.encloser === name) return delegationProof(found.record.types, name);
  return found.cover.optOut ? optedOut(name) : { kind: 'no-cut', exists: false };
}

interface Enclosed {
  readonly encloser: Name;
  readonly record: Nsec3;
  readonly cover: Nsec3;
}

/**
 * RFC 5155 §8.3: the longest ancestor with a record of its own, and a record covering the name one label longer.
 * Where the name itself has a record, `encloser` is the name and `cover` is that record.
 */
function closestEncloser(set: Nsec3Set, name: Name): Enclosed | Stopped {
  let cover: Nsec3 | undefined;
  for (let at = name; isSubdomain(at, set.zone); at = nameAbove(at)) {
    const seen = lookAt(set, at);
    if (seen === undefined) return { kind: 'spent' };
    if (seen.match !== undefined) return enclosed(name, at, seen.match, cover);
    cover = seen.cover;
    if (at === '') break;
  }
  return unproven(`no NSEC3 record matches ${name} or a name above it`);
}

function enclosed(name: Name, encloser: Name, record: Nsec3, cover: Nsec3 | undefined): Enclosed | Stopped {
  if (encloser === name) return { encloser, record, cover: record };
  if (isAncestorDelegation(record.types) || bitmapHas(record.types, RR.DNAME))
    return unproven(`the NSEC3 record at ${encloser} is a delegation's or DNAME's and says nothing of names below`);
  return cover === undefined
    ? unproven(`no NSEC3 record covers the name next closer to ${name}`)
    : { encloser, record, cover };
}

interface Sighting {
  readonly match?: Nsec3;
  readonly cover?: Nsec3;
}

/** The records that match or cover a name; undefined when the budget is spent. */
function lookAt(set: Nsec3Set, name: Name): Sighting | undefined {
  const hash = set.hash(name);
  if (hash === undefined) return undefined;
  const match = set.records.find((record) => hashIs(record, hash));
  const cover = set.records.find((record) => hashCovers(record, hash));
  return { ...(match && { match }), ...(cover && { cover }) };
}

const optedOut = (name: Name): Stopped => ({
  kind: 'insecure',
  def: optOut,
  text: `${name} lies in an opt-out range of NSEC3 records`,
});
