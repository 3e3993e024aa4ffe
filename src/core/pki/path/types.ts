/** The question of a chain, and its verdict. */
import type { Certificate } from '../certificate.ts';
import type { CrlPile } from '../crl/files.ts';
import type { CrlFault } from '../crl/types.ts';
import type { ChainCode } from './codes.ts';

/** What the leaf is to be good for; `any` asks for no usage. */
export type Purpose = 'server' | 'client' | 'email' | 'ocsp' | 'any';

/**
 * How much is asked of each certificate, each row including the one before but where the two contradict:
 * - `path`: what path validation asks (RFC 5280 §6.1), as far as OpenSSL goes;
 * - `rfc5280`: also what the profile asks of those who issue (§4), with DER as it is to be;
 * - `webpki`: also what browsers' authorities are held to (CA/Browser Forum, Baseline Requirements §7.1), keys and digests included.
 */
export type Profile = 'path' | 'rfc5280' | 'webpki';

export type Identity =
  | { readonly kind: 'host'; readonly value: string }
  | { readonly kind: 'ip'; readonly value: string }
  | { readonly kind: 'email'; readonly value: string };

export interface ChainQuestion {
  readonly leaf: Certificate;
  /** In any order, useless ones and cycles included. */
  readonly intermediates: readonly Certificate[];
  /** The only trust there is, self-signed or not. */
  readonly anchors: readonly Certificate[];
  /**
   * A root programme has admitted the anchors (the system's store), and path validation alone is asked of them (§6.1.1 (d)):
   * some old roots in every store are not as the profiles have it. Anchors given by hand are held to the profile.
   */
  readonly hasVettedAnchors?: boolean;
  readonly purpose: Purpose;
  readonly at: Date;
  /** Nobody's name is asked for when absent. */
  readonly identity?: Identity;
  /** Authorities between leaf and anchor at most, self-issued ones not counted. */
  readonly maxDepth?: number;
  /** Where they are given, the leaf's status must come out of them, and an authority's where its issuer has one. */
  readonly crls?: CrlPile;
  /** Default `webpki`. */
  readonly profile?: Profile;
  /** Policies the relying party accepts (§6.1.1 (c)); default any. */
  readonly policies?: readonly string[];
}

/** What is wrong with the CRLs; crl/codes.ts has the words. */
export type RevocationCode = `crl-${CrlFault}`;

export interface Fault {
  readonly code: ChainCode | RevocationCode;
  /** One sentence that names the certificate. */
  readonly detail: string;
}

/** `path` is leaf first and ends with the anchor; in a refusal it is how far the best attempt came. */
export type ChainVerdict =
  | { readonly valid: true; readonly path: readonly Certificate[] }
  | ({ readonly valid: false; readonly path: readonly Certificate[] } & Fault);

/** Where a certificate stands in the path. */
export type Position = 'leaf' | 'intermediate' | 'anchor';
