/** Who could stand above a certificate: found by name, the most promising first (RFC 4158 §2.4.2, §3.5). */
import { equalBytes } from '../../../base/index.ts';
import type { Certificate } from '../certificate.ts';
import { nameKey } from '../name-compare.ts';
import type { ChainQuestion } from './types.ts';

export interface Candidate {
  readonly certificate: Certificate;
  readonly isAnchor: boolean;
}

/** @param name  the issuer's, as nameKey has it */
export type IssuersOf = (name: string) => readonly Candidate[];

/**
 * Who could have issued what, by name; without what no anchor leads to, and each certificate once.
 *
 * An anchor that is also among the intermediates is an anchor: the way ends there.
 */
export function candidatesByName({ leaf, intermediates, anchors }: ChainQuestion): IssuersOf {
  const trusted = indexed(anchors);
  const isTrusted = ({ der, subject }: Certificate): boolean =>
    trusted.get(nameKey(subject))?.some(({ certificate }) => equalBytes(certificate.der, der)) === true;
  const others = distinct(intermediates).filter((one) => !isTrusted(one) && !equalBytes(one.der, leaf.der));
  const usable = reachable(others, trusted);
  return (name) => [...(trusted.get(name) ?? []), ...(usable.get(name) ?? [])];
}

/** Lists of anchors are asked again and again, and a system's has 150: each list is indexed once. */
const indexes = new WeakMap<readonly Certificate[], ReadonlyMap<string, readonly Candidate[]>>();

function indexed(anchors: readonly Certificate[]): ReadonlyMap<string, readonly Candidate[]> {
  const known = indexes.get(anchors);
  if (known !== undefined) return known;
  const candidates = distinct(anchors).map((certificate) => ({ certificate, isAnchor: true }));
  const index = grouped(candidates, ({ certificate }) => nameKey(certificate.subject));
  indexes.set(anchors, index);
  return index;
}

/** Compared by octets among those of one serial number, so that thousands cost no more than they are. */
function distinct(certificates: readonly Certificate[]): readonly Certificate[] {
  if (certificates.length < 2) return certificates;
  const bySerial = new Map<string, Certificate[]>();
  return certificates.filter((certificate) => {
    const alike = bySerial.get(certificate.serial);
    if (alike === undefined) bySerial.set(certificate.serial, [certificate]);
    else if (alike.length < MAX_COMPARED && alike.some(({ der }) => equalBytes(der, certificate.der))) return false;
    else alike.push(certificate);
    return true;
  });
}

/** Honest serial numbers are unique for each issuer; beyond this twins may stay, which costs steps and nothing else. */
const MAX_COMPARED = 50;

/** Downwards from the anchors, by names alone. */
function reachable(
  others: readonly Certificate[],
  trusted: ReadonlyMap<string, readonly Candidate[]>,
): ReadonlyMap<string, readonly Candidate[]> {
  const byIssuer = grouped(others, ({ issuer }) => nameKey(issuer));
  const reached: Candidate[] = [];
  const queue = [...byIssuer.keys()].filter((name) => trusted.has(name));
  const seen = new Set(queue);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const certificate of byIssuer.get(name) ?? []) {
      reached.push({ certificate, isAnchor: false });
      const subject = nameKey(certificate.subject);
      if (!seen.has(subject)) queue.push(subject);
      seen.add(subject);
    }
  }
  return grouped(reached, ({ certificate }) => nameKey(certificate.subject));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** RFC 4158 §2.4.2: the same entity, name and key, twice in a path leads nowhere new. */
export const isIn = (path: readonly Certificate[], candidate: Certificate): boolean =>
  path.some(
    (one) =>
      equalBytes(one.publicKey, candidate.publicKey) &&
      nameKey(one.subject) === nameKey(candidate.subject) &&
      sameNames(one, candidate),
  );

/** Alternative names are part of who an entity is: constraints may let one of its certificates pass and not another. */
const sameNames = (a: Certificate, b: Certificate): boolean =>
  a.extensions.alternativeNames.length === b.extensions.alternativeNames.length &&
  a.extensions.alternativeNames.every((name, i) => {
    const other = b.extensions.alternativeNames[i]!;
    return name.kind === other.kind && equalBytes(name.contents, other.contents);
  });

/** RFC 4158 §3.5: anchors first, then who has the key identifier asked for, then who is in date. */
export function byPromise(candidates: readonly Candidate[], below: Certificate, at: Date): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const score = ({ certificate, isAnchor }: Candidate): number =>
    keyIdScore(below, certificate) * 4 +
    (certificate.notBefore <= at && at <= certificate.notAfter ? 2 : 0) +
    (isAnchor ? 1 : 0);
  return candidates
    .map((candidate) => ({ candidate, score: score(candidate) }))
    .sort((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate);
}

/** 2 it is the key that is meant, 1 nothing is said, 0 it is another key. */
function keyIdScore(below: Certificate, issuer: Certificate): 0 | 1 | 2 {
  const wanted = below.extensions.authorityKeyId;
  const own = issuer.extensions.subjectKeyId;
  if (wanted === undefined || own === undefined) return 1;
  return equalBytes(wanted, own) ? 2 : 0;
}
