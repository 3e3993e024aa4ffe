/**
 * Every way up from the leaf to an anchor, the most promising first, until one passes (RFC 5280 §6.1, RFC 4158 §3).
 *
 * Everything an issuer must be to stand above a certificate is asked when it is put there, cheapest question first, so a
 * wrong turn ends at once; signatures are verified once a pair. Certificates that no anchor leads to by name are left out
 * before anything is tried, and the budget ends what remains of chains made to branch.
 */
import { equalBytes } from '../../../base/index.ts';
import { type Certificate, isSelfIssued, isSignedBy } from '../certificate.ts';
import { nameKey } from '../name-compare.ts';
import { readAlgorithm } from '../signature.ts';
import { Budget, MAX_INTERMEDIATES } from './budget.ts';
import { byPromise, candidatesByName, type IssuersOf, isIn } from './candidates.ts';
import { remember } from './memo.ts';
import { judgeNames } from './rules/name-constraints.ts';
import { judgeCertificate, judgeDates, nameOf } from './rules/registry.ts';
import type { ChainQuestion, Fault, Position, Profile } from './types.ts';

/** A fault, and the path as far as it had come. */
export interface Attempt extends Fault {
  readonly path: readonly Certificate[];
}

export type SearchResult = { readonly path: readonly Certificate[] } | { readonly attempt: Attempt };

/** @param accepts  judges a whole path, leaf first and anchor last; what it refuses is not the end of the search */
export function searchPaths(
  question: ChainQuestion,
  profile: Profile,
  accepts: (path: readonly Certificate[]) => Fault | undefined,
): SearchResult {
  return new Search(question, profile, accepts).run();
}

class Search {
  private readonly question: ChainQuestion;
  private readonly profile: Profile;
  private readonly accepts: (path: readonly Certificate[]) => Fault | undefined;
  private readonly budget = new Budget();
  private readonly issuers: IssuersOf;
  private readonly signed = new Map<Certificate, Map<Certificate, boolean>>();
  private readonly judged = new Map<string, Map<Certificate, Fault | undefined>>();
  private readonly named = new Map<Certificate, Map<Certificate, Fault | undefined>>();
  private best: Attempt | undefined;

  constructor(question: ChainQuestion, profile: Profile, accepts: (path: readonly Certificate[]) => Fault | undefined) {
    this.question = question;
    this.profile = profile;
    this.accepts = accepts;
    this.issuers = candidatesByName(question);
  }

  run(): SearchResult {
    const { leaf, anchors } = this.question;
    const fault = this.judge(leaf, 'leaf');
    if (fault !== undefined) return { attempt: { ...fault, path: [leaf] } };
    const isAnchor = anchors.some(({ der }) => equalBytes(der, leaf.der));
    const path = isAnchor ? this.complete([leaf]) : this.climb([leaf], 0);
    return path === undefined ? { attempt: this.failure() } : { path };
  }

  /** @param depth  intermediates in the path that are not self-issued */
  private climb(path: readonly Certificate[], depth: number): readonly Certificate[] | undefined {
    const below = path.at(-1)!;
    const candidates = this.issuers(nameKey(below.issuer)).filter(({ certificate }) => !isIn(path, certificate));
    if (candidates.length === 0)
      this.note(
        {
          code: 'unknown-issuer',
          detail: `nobody here is ${below.issuerText || 'its issuer'}, who signed ${nameOf(below)}`,
        },
        path,
        0,
      );
    for (const { certificate, isAnchor } of byPromise(candidates, below, this.question.at)) {
      if (!this.budget.step()) return undefined;
      const reached = this.reach(path, depth, certificate, isAnchor);
      if (reached !== undefined) return reached;
      if (this.budget.isSpent) return undefined;
    }
    return undefined;
  }

  private reach(
    path: readonly Certificate[],
    depth: number,
    issuer: Certificate,
    isAnchor: boolean,
  ): readonly Certificate[] | undefined {
    const fault = this.refuse(path, depth, issuer, isAnchor ? 'anchor' : 'intermediate');
    const longer = [...path, issuer];
    if (fault !== undefined)
      return this.note(fault, fault.code === 'bad-signature' ? path : longer, RANK[fault.code] ?? 2);
    return isAnchor ? this.complete(longer) : this.climb(longer, depth + (isSelfIssued(issuer) ? 0 : 1));
  }

  /** May it stand above this path? Cheapest question first, but the signature before what only its owner may be told. */
  private refuse(
    path: readonly Certificate[],
    depth: number,
    issuer: Certificate,
    position: Position,
  ): Fault | undefined {
    return (
      this.tooDeep(path, depth, issuer, position) ??
      this.badSignature(path.at(-1)!, issuer) ??
      this.judge(issuer, position) ??
      pathLengthFault(path, issuer) ??
      this.judgeNamesBelow(path, issuer)
    );
  }

  private tooDeep(
    path: readonly Certificate[],
    depth: number,
    issuer: Certificate,
    position: Position,
  ): Fault | undefined {
    if (position === 'anchor') return undefined;
    const { maxDepth = Number.POSITIVE_INFINITY } = this.question;
    const deeper = depth + (isSelfIssued(issuer) ? 0 : 1);
    if (deeper <= maxDepth && path.length <= MAX_INTERMEDIATES) return undefined;
    const most = Math.min(maxDepth, MAX_INTERMEDIATES);
    return { code: 'too-deep', detail: `${nameOf(issuer)} would be one intermediate more than ${most}` };
  }

  private badSignature(below: Certificate, issuer: Certificate): Fault | undefined {
    if (readAlgorithm(below.signatureAlgorithm) === undefined)
      return { code: 'unsupported-algorithm', detail: `the signature of ${nameOf(below)} is of a kind not known here` };
    const key = issuer.publicKeyObject();
    if (key === undefined)
      return { code: 'unsupported-algorithm', detail: `the key of ${nameOf(issuer)} cannot be read here` };
    const known = remember(this.signed, issuer, below);
    const isGood = known.get() ?? known.set(this.budget.sign() && isSignedBy(below, key));
    return isGood
      ? undefined
      : {
          code: 'bad-signature',
          detail: `the signature of ${nameOf(below)} was not made by the key of ${nameOf(issuer)}`,
        };
  }

  private judge(certificate: Certificate, position: Position): Fault | undefined {
    const group = this.judged.get(position) ?? new Map<Certificate, Fault | undefined>();
    this.judged.set(position, group);
    if (!group.has(certificate)) {
      const { purpose, at, hasVettedAnchors = false } = this.question;
      const profile = hasVettedAnchors && position === 'anchor' ? 'path' : this.profile;
      group.set(
        certificate,
        judgeDates(certificate, at) ?? judgeCertificate(certificate, { position, purpose }, profile),
      );
    }
    return group.get(certificate);
  }

  /** §6.1.3 (b), (c): every certificate below, self-issued authorities left out; the leaf never is. */
  private judgeNamesBelow(path: readonly Certificate[], issuer: Certificate): Fault | undefined {
    if (issuer.extensions.nameConstraints === undefined) return undefined;
    for (const [i, below] of path.entries()) {
      if (i > 0 && isSelfIssued(below)) continue;
      const known = remember(this.named, issuer, below);
      const fault = known.has() ? known.get() : known.set(judgeNames(issuer, below, this.budget));
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  private complete(path: readonly Certificate[]): readonly Certificate[] | undefined {
    const fault = this.accepts(path);
    return fault === undefined ? path : this.note(fault, path, 9);
  }

  /** The attempt that came furthest is the one that is told; of equals the first, which was the most promising. */
  private note(fault: Fault, path: readonly Certificate[], rank: number): undefined {
    if (rank > this.bestRank) {
      this.best = { ...fault, path };
      this.bestRank = rank;
    }
    return undefined;
  }

  private bestRank = -1;

  private failure(): Attempt {
    const { leaf } = this.question;
    if (this.budget.isSpent)
      return {
        code: 'work-limit',
        detail: `too many ways lead up from ${nameOf(leaf)}`,
        path: this.best?.path ?? [leaf],
      };
    return this.best ?? { code: 'unknown-issuer', detail: `nobody here signed ${nameOf(leaf)}`, path: [leaf] };
  }
}

/** Faults that say least about the chain that was meant; the others rank 2. */
const RANK: Readonly<Partial<Record<Fault['code'], number>>> = { 'bad-signature': 1, 'unsupported-algorithm': 1 };

/** §6.1.4 (l), (m): intermediates below, self-issued ones not counted; the leaf is none. */
function pathLengthFault(path: readonly Certificate[], issuer: Certificate): Fault | undefined {
  const most = issuer.extensions.basicConstraints?.pathLength;
  if (most === undefined) return undefined;
  const below = path.slice(1).filter((certificate) => !isSelfIssued(certificate)).length;
  return below <= most
    ? undefined
    : { code: 'path-length', detail: `${nameOf(issuer)} allows ${most} authorities below it, and there are ${below}` };
}
