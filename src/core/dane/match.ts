/**
 * Do TLSA records vouch for the chain a server sent? Pure: records, chain, names and an instant go in, a verdict comes out.
 */
import { createHash } from 'node:crypto';
import { equalBytes } from '../../base/index.ts';
import type { Tlsa } from '../dns/index.ts';
import {
  type Certificate,
  isIssuedBy,
  isSelfIssued,
  isSignedBy,
  isValidAt,
  KEY_CERT_SIGN,
  matchDaneName,
  readCertificate,
} from '../pki/index.ts';
import { DIGESTS, publicKeyOf, type Unusable, USAGE, whyUnusable } from './usability.ts';

export interface ChainFacts {
  /** As sent, leaf first; certificates that cannot be read are left out, except the leaf. */
  readonly chain: readonly Certificate[];
  /** Any of these will do for DANE-TA (RFC 7672 §3.2.2): next-hop domain, MX host, TLSA base domain. */
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
  /** The trust anchor is there, and the certificate below it does not pass (RFC 7672 §3.1.2). */
  | { readonly kind: 'rejected'; readonly why: 'name' | 'dates' | 'signature' | 'not-a-ca'; readonly detail: string };

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
  const chain = facts.chain.slice(0, MAX_CHAIN);
  const verdicts = considered.map((record): RecordVerdict => {
    const why = whyUnusable(record);
    if (why !== undefined) return { kind: 'unusable', why };
    if (isOutweighed(record, considered)) return { kind: 'outweighed' };
    return record.usage === USAGE.DANE_EE ? matchLeaf(record, chain) : matchAnchor(record, { ...facts, chain });
  });
  const at = verdicts.findIndex(({ kind }) => kind === 'match');
  const best = verdicts[at];
  if (best?.kind === 'match')
    return { status: 'match', depth: best.depth, usage: considered[at]!.usage, records: verdicts };
  const isUnusable = verdicts.every(({ kind }) => kind === 'unusable');
  return { status: isUnusable ? 'unusable' : 'no-match', records: verdicts };
}

/**
 * Digest agility (RFC 7671 §9): of records of one usage and selector with digests, those of the strongest digest count.
 * Matching type 0 stands beside them.
 */
function isOutweighed(record: Tlsa, records: readonly Tlsa[]): boolean {
  if (record.matchingType !== 1) return false;
  return records.some(
    (other) =>
      other.matchingType === 2 &&
      other.usage === record.usage &&
      other.selector === record.selector &&
      whyUnusable(other) === undefined,
  );
}

/** RFC 7671 §5.1: the record alone decides; names and dates in the certificate do not matter. */
function matchLeaf(record: Tlsa, chain: readonly Certificate[]): RecordVerdict {
  const leaf = chain[0];
  return leaf !== undefined && fits(record, leaf) ? { kind: 'match', depth: 0 } : { kind: 'no-match' };
}

/** RFC 7671 §5.2: the anchor is in the chain sent, or in DNS itself where the matching type is 0. */
function matchAnchor(record: Tlsa, facts: ChainFacts): RecordVerdict {
  const { chain } = facts;
  const path = pathFromLeaf(chain);
  const sent = path.findIndex((certificate, depth) => depth > 0 && fits(record, certificate));
  if (sent > 0) return judgePath(path.slice(0, sent + 1), facts, sent);
  const leaf = path[0];
  // A self-issued leaf may be its own anchor (RFC 7671 §5.2.3 speaks of trust-anchor certificates as such).
  if (leaf !== undefined && isSelfIssued(leaf) && fits(record, leaf)) return judgePath([leaf], facts, 0);
  const fromDns = record.matchingType === 0 ? issuedFromDns(record, path) : undefined;
  return fromDns === undefined ? { kind: 'no-match' } : judgePath(path.slice(0, fromDns), facts, fromDns);
}

/** The leaf, then each time a certificate of the chain that issued the one before, in whatever order they were sent. */
function pathFromLeaf(chain: readonly Certificate[]): Certificate[] {
  const path = chain.slice(0, 1);
  for (let last = path[0]; last !== undefined && !isSelfIssued(last); last = path.at(-1)) {
    const issuer = chain.find((candidate) => !path.includes(candidate) && isIssuedBy(path.at(-1)!, candidate));
    if (issuer === undefined) break;
    path.push(issuer);
  }
  return path;
}

/** How many certificates of the path lie below the anchor given in DNS; undefined where it signed none of them. */
function issuedFromDns(record: Tlsa, path: readonly Certificate[]): number | undefined {
  const anchor = record.selector === 0 ? readCertificate(record.data) : undefined;
  const key = record.selector === 1 ? publicKeyOf(record.data) : undefined;
  const signed = (certificate: Certificate): boolean =>
    anchor?.ok === true ? isIssuedBy(certificate, anchor.value) : key !== undefined && isSignedBy(certificate, key);
  const at = path.findIndex(signed);
  return at < 0 ? undefined : at + 1;
}

/** What a chain up to its anchor must still be: named, in date, and made of certificates that may issue (RFC 7672 §3.1.2). */
function judgePath(path: readonly Certificate[], { references, now }: ChainFacts, depth: number): RecordVerdict {
  const late = path.find((certificate) => !isValidAt(certificate, now));
  if (late !== undefined) return { kind: 'rejected', why: 'dates', detail: datesText(late, now) };
  const notCa = path.slice(1).find((certificate) => !mayIssue(certificate));
  if (notCa !== undefined)
    return { kind: 'rejected', why: 'not-a-ca', detail: `${notCa.subjectText} may not issue certificates` };
  const name = matchDaneName(path[0]!, references);
  if (name.matched) return { kind: 'match', depth };
  const presented = name.presented.slice(0, 5).join(', ') || 'nobody';
  return {
    kind: 'rejected',
    why: 'name',
    detail: `the certificate names ${presented}, and none of ${references.join(', ')}`,
  };
}

/** RFC 5280 §6.1.4 (k), (n); certificates before v3 say nothing, and anchors may be so. */
function mayIssue({ extensions }: Certificate): boolean {
  const { basicConstraints, keyUsage } = extensions;
  if (basicConstraints !== undefined && !basicConstraints.isCa) return false;
  return keyUsage === undefined || keyUsage.has(KEY_CERT_SIGN);
}

function datesText({ subjectText, notBefore, notAfter }: Certificate, now: Date): string {
  return notAfter < now ? `${subjectText} ended ${day(notAfter)}` : `${subjectText} begins only ${day(notBefore)}`;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

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
