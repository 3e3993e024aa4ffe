/** What is asked for, by what means, and what became of it. */
import type { Clock, Failure, Random } from '../../base/index.ts';
import type { Net } from '../net/types.ts';
import type { OcspVerdict } from '../ocsp/types.ts';
import type { Certificate } from '../pki/index.ts';

/** The world outside, as a port. */
export interface StaplePorts {
  readonly fetch: Net['fetch'];
  readonly clock: Clock;
  readonly random: Random;
  /** Returns when the time is over, or early when `signal` aborts. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal?: AbortSignal;
}

export const METHODS = ['auto', 'get', 'post'] as const;
export const DIGESTS = ['sha1', 'sha256'] as const;
export const PROOF_FORMATS = ['der', 'pem'] as const;

export interface AskOptions {
  /** `auto`: GET where the request is short and has no nonce, then POST where that brought nothing (RFC 5019 §5). */
  readonly method: (typeof METHODS)[number];
  /** Of the CertID. */
  readonly digest: (typeof DIGESTS)[number];
  readonly nonce: boolean;
  /** Further attempts at a responder whose failure may pass. */
  readonly retries: number;
  /** For each request, from the dial to the last octet. */
  readonly timeoutMs: number;
  /** With roots the issuer must chain to one of them; without, it is believed as it is. */
  readonly roots: readonly Certificate[];
  /** Intermediates to the roots, and responders that do not send their certificate. */
  readonly chain: readonly Certificate[];
  /** The Date header tells about our clock; not where dates are judged as of another time. */
  readonly comparesClock: boolean;
}

/** A certificate whose proof is wanted, with all that is needed to ask for it. */
export interface Subject {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** What came with it in its file: the way to the roots, perhaps. */
  readonly others?: readonly Certificate[];
  /** Responders, in the order to ask them; at least one. */
  readonly urls: readonly string[];
}

/** One request and what came back. */
export interface Attempt {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** `good revoked unknown`, a code of a verification, or one of net. */
  readonly code: string;
  readonly detail: string;
  /** May the next attempt fare better? */
  readonly temporary: boolean;
  readonly durationMs: number;
}

/** Something odd about an answer that is none the worse for it. */
export type Oddity =
  | { readonly kind: 'content-type'; readonly url: string; readonly contentType: string }
  /** Positive: our clock is behind. */
  | { readonly kind: 'clock'; readonly url: string; readonly behindMs: number };

/** What asking every responder came to. */
export interface Obtained {
  /** Of the last answer that there was; absent where nobody answered. */
  readonly verdict?: OcspVerdict;
  /** DER; there when the verdict is. */
  readonly response?: Uint8Array;
  /** Who answered. */
  readonly responder?: string;
  readonly attempts: readonly Attempt[];
  readonly oddities: readonly Oddity[];
  /** Was our clock compared with a Date, and where it was, did they agree? Absent where none was to be compared. */
  readonly clock?: ClockCheck;
}

export type ClockCheck = 'agrees' | 'differs' | 'no-date';

/** A proof in a file or fresh from a responder. */
export interface Proof {
  readonly response: Uint8Array;
  readonly verdict: Extract<OcspVerdict, { status: 'good' }>;
}

export type StaplingError = Failure;
