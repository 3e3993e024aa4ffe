/**
 * Do TLSA records vouch for the chain a server sent? Pure: records, chain, names and an instant go in, a verdict comes out.
 *
 *   each record: usable? (usability.ts) → outweighed by a stronger digest? → DANE-EE: the leaf; DANE-TA: a path to the
 *   anchor (anchor.ts) that passes on its own (path-rules.ts)
 */
import { createHash } from 'node:crypto';
import { equalBytes } from '../../base/index.ts';
import type { Tlsa } from '../dns/index.ts';
import type { Certificate } from '../pki/index.ts';
import { anchoredPaths, type Paths, pathsFromLeaf } from './anchor.ts';
import { judgePath, type PathFault } from './path-rules.ts';
import { DIGESTS, type Unusable, USAGE, whyUnusable } from './usability.ts';

export interface ChainFacts {
  /** As sent, leaf first; certificates that cannot be read are left out, except the leaf. */
  readonly chain: readonly Certificate[];
  /** Any of these will do for DANE-TA (RFC 7672 §3.2.2); the TLSA base domain comes first. */
  readonly references: readonly string[];
  readonly now: Date;
}

/** How one record fared. */
export type RecordVerdict =
  | { readonly kind: 'match'; readonly depth: number }
  | { readonly kind: 'no-match' }
  | { readonly kind: 'unusable'; readonly why: Unusable }
  /** A stronger digest of the same usage and selector speaks for it (RFC 7671 §9). */
  | { readonly kind: 'outweighed' }
  /** The trust anchor is there, and a certificate below it does not pass (RFC 7671 §5.2, RFC 7672 §3.2.2). */
  | ({ readonly kind: 'rejected' } & PathFault);

export interface MatchVerdict {
  readonly status: 'match' | 'no-match' | 'unusable';
  /** Of the certificate that matched: 0 is the leaf; one beyond the chain for an anchor that is in DNS alone. */
  readonly depth?: number;
  readonly usage?: number;
  /** One for each record, in their order. */
  readonly records: readonly RecordVerdict[];
}

/** A peer that sends more is not taken at its word. */
export const MAX_CHAIN = 16;
/** Records looked at; an RRset larger than this is an attack on whoever matches it. */
export const MAX_RECORDS = 64;

/**
 * @param records  already proven secure by DNSSEC; order is irrelevant
 * @see RFC 6698 §2.1; RFC 7671 §5.1, §5.2, §9; RFC 7672 §3.1
 */
export function matchChain(records: readonly Tlsa[], facts: ChainFacts): MatchVerdict {
  const considered = records.slice(0, MAX_RECORDS);
  const unusable = considered.map(whyUnusable);
  const chain = facts.chain.slice(0, MAX_CHAIN);
  const paths = pathsFromLeaf(chain);
  const verdicts = considered.map((record, i): RecordVerdict => {
    const why = unusable[i];
    if (why !== undefined) return { kind: 'unusable', why };
    if (isOutweighed(record, considered, unusable)) return { kind: 'outweighed' };
    return record.usage === USAGE.DANE_EE ? matchLeaf(record, chain) : matchAnchor(record, paths, facts);
  });
  const at = verdicts.findIndex(({ kind }) => kind === 'match');
  const best = verdicts[at];
  if (best?.kind === 'match')
    return { status: 'match', depth: best.depth, usage: considered[at]!.usage, records: verdicts };
  const isUnusable = verdicts.every(({ kind }) => kind === 'unusable');
  return { status: isUnusable ? 'unusable' : 'no-match', records: verdicts };
}

/** The records that speak: usable, and not outweighed by a stronger digest. */
export function countingRecords(records: readonly Tlsa[]): readonly Tlsa[] {
  const unusable = records.map(whyUnusable);
  return records.filter((record, i) => unusable[i] === undefined && !isOutweighed(record, records, unusable));
}

/**
 * Digest agility (RFC 7671 §9): of the usable records of one usage and selector with digests, those of the strongest
 * digest count. Matching type 0 stands beside them.
 */
function isOutweighed(record: Tlsa, records: readonly Tlsa[], unusable: readonly (Unusable | undefined)[]): boolean {
  if (record.matchingType !== 1) return false;
  return records.some(
    (other, i) =>
      other.matchingType === 2 &&
      other.usage === record.usage &&
      other.selector === record.selector &&
      unusable[i] === undefined,
  );
}

/** RFC 7671 §5.1: the record alone decides; names and dates in the certificate do not matter. */
function matchLeaf(record: Tlsa, chain: readonly Certificate[]): RecordVerdict {
  const leaf = chain[0];
  return leaf !== undefined && fits(record, leaf) ? { kind: 'match', depth: 0 } : { kind: 'no-match' };
}

/** RFC 7671 §5.2: some path to the anchor is to pass; where none does, the first tells why. */
function matchAnchor(record: Tlsa, paths: Paths, { references, now }: ChainFacts): RecordVerdict {
  let fault: PathFault | undefined;
  for (const path of anchoredPaths(paths, record, (certificate) => fits(record, certificate))) {
    const wrong = judgePath(path, references, now);
    if (wrong === undefined) return { kind: 'match', depth: path.below.length };
    fault ??= wrong;
  }
  return fault === undefined ? { kind: 'no-match' } : { kind: 'rejected', ...fault };
}

/** Does the certificate, or its key, equal the association data (RFC 6698 §2.1.2, §2.1.3)? */
function fits({ selector, matchingType, data }: Tlsa, certificate: Certificate): boolean {
  return equalBytes(association(certificate, selector, matchingType), data);
}

/** Certificate association data of a certificate. */
export function association(certificate: Certificate, selector: number, matchingType: number): Uint8Array {
  return associationOf(selector === 0 ? certificate.der : certificate.publicKey, matchingType);
}

/** Certificate association data of octets already selected. */
export function associationOf(octets: Uint8Array, matchingType: number): Uint8Array {
  const digest = DIGESTS[matchingType];
  return digest === undefined ? octets : createHash(digest.name).update(octets).digest();
}
