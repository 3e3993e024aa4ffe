/** The words of DKIM: results, why, and what a signature and a key record say. */
import type { Clock } from '../../base/index.ts';
import type { Name, SecurityStatus } from '../dns/index.ts';
import type { LineEndsMode, MessageSink } from '../message/index.ts';

/** RFC 8601 §2.7.1. */
export type DkimResult = 'none' | 'pass' | 'fail' | 'policy' | 'neutral' | 'temperror' | 'permerror';

export type Canonicalization = 'simple' | 'relaxed';
export type Algorithm = 'rsa-sha256' | 'ed25519-sha256';
export type HashName = 'sha1' | 'sha256' | 'sha512';
/** Those of RFC 8301 and RFC 8463, and those that a verifier may be told to take as well. */
export type VerifiableAlgorithm = `${KeyType}-${HashName}`;
export type KeyType = 'rsa' | 'ed25519';

/** Where a value is wrong: the tag, and what of it. */
export interface Fault<Code extends string = string> {
  readonly code: Code;
  readonly detail: string;
}

export type SignatureFaultCode =
  | 'signature-syntax'
  | 'duplicate-tag'
  | 'missing-tag'
  | 'version'
  | 'algorithm'
  | 'algorithm-historic'
  | 'canonicalization'
  | 'query-method'
  | 'from-not-signed'
  | 'identity'
  | 'expiry-before-timestamp';

export type KeyFaultCode =
  | 'key-syntax'
  | 'key-version'
  | 'key-revoked'
  | 'key-type'
  | 'key-hash'
  | 'key-service'
  | 'key-identity'
  | 'key-weak'
  | 'key-too-large';

/** Every way a signature can come out; `good` alone passes. */
export type ReasonCode =
  | 'good'
  | 'body-hash-mismatch'
  | 'signature-mismatch'
  | 'body-too-short'
  | 'expired'
  | 'in-future'
  | 'no-from'
  | 'too-many-signatures'
  | 'key-missing'
  | 'key-unavailable'
  | 'key-bogus'
  | SignatureFaultCode
  | KeyFaultCode;

/** Who signed, with what, and the signature itself. */
export interface Signer {
  readonly algorithm: VerifiableAlgorithm;
  readonly domain: Name;
  readonly selector: Name;
  /** Local-part may be empty; the domain is `domain` or below it. */
  readonly identity: { readonly text: string; readonly domain: Name };
  readonly value: Uint8Array;
  /** Seconds since 1970. */
  readonly signedAt?: number;
  /** Where the value of b= stands in the field's text, white space around it included. */
  readonly valueSpan: { readonly start: number; readonly end: number };
}

/** A DKIM-Signature field that keeps the rules of RFC 6376 §3.5. */
export interface Signature extends Signer {
  readonly header: Canonicalization;
  readonly body: Canonicalization;
  /** Lower case, in the order of h=. */
  readonly names: readonly string[];
  readonly bodyHash: Uint8Array;
  /** l=: octets of the canonical body that are signed. */
  readonly bodyLength?: number;
  /** Seconds since 1970. */
  readonly expiresAt?: number;
  /** z=: header fields as they were when signed, `Name:value`. */
  readonly copied: readonly string[];
}

/** A key record (RFC 6376 §3.6.1). */
export interface KeyRecord {
  readonly keyType: string;
  /** h=: the hashes it may be used with; absent: any. */
  readonly hashes?: readonly string[];
  readonly services: readonly string[];
  /** g= of old, which says nothing any more. */
  readonly granularity?: string;
  readonly isTesting: boolean;
  /** t=s: i= has to be in d= itself. */
  readonly isStrict: boolean;
  readonly notes?: string;
  /** Empty when revoked. */
  readonly publicKey: Uint8Array;
  /** Tags this program does not know, which are passed over. */
  readonly unknownTags: readonly string[];
}

/** What the DNS says under `selector._domainkey.domain`. */
export type KeyAnswer =
  | { readonly kind: 'records'; readonly texts: readonly string[]; readonly status: SecurityStatus }
  | { readonly kind: 'missing'; readonly status: SecurityStatus; readonly detail: string }
  | { readonly kind: 'bogus'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string };

/** The port through which keys are asked for. */
export type KeyLookup = (name: Name) => Promise<KeyAnswer>;

export interface VerifyOptions {
  readonly lookUp: KeyLookup;
  readonly clock: Clock;
  readonly lineEnds?: LineEndsMode;
  /** Absent: those of RFC 8301, with what RFC 6376 leaves to verifiers taken strictly. */
  readonly rules?: VerifyRules;
  /** Sees the same message go by. */
  readonly alongside?: MessageSink;
}

/** What standards leave to who verifies, or advise and an administrator has overruled. */
export interface VerifyRules {
  readonly algorithms: readonly VerifiableAlgorithm[];
  /** Shorter keys of a type prove nothing (RFC 8301 §3.2). */
  readonly leastBits: Readonly<Partial<Record<KeyType, number>>>;
  /** A signature that is over (x=) or yet to be made (t=) may count for nothing (RFC 6376 §3.5). */
  readonly judgesTimes: boolean;
  /** A message without From has no signature, though one names From as absent. */
  readonly wantsFrom: boolean;
}

export interface KeyFacts {
  readonly type: string;
  /** Absent: p= holds no such key. */
  readonly bits?: number;
  readonly isTesting: boolean;
  /** t=s: not for subdomains. */
  readonly isStrict: boolean;
  readonly services: readonly string[];
  readonly granularity?: string;
  readonly notes?: string;
  readonly status: SecurityStatus;
  /** TXT records under the name; more than one leaves it open which is meant (RFC 6376 §3.6.2.2). */
  readonly records: number;
}

/** A signed header field that is not as it was, in canonical form; absent on the side that has none. */
export interface FieldDifference {
  /** Lower case. */
  readonly name: string;
  readonly original?: string;
  readonly message?: string;
}

/** The outcome of one signature, top of the header first. */
export interface SignatureVerdict {
  readonly result: DkimResult;
  readonly reason: ReasonCode;
  readonly detail: string;
  /** d= and s= as far as they can be read. */
  readonly domain?: string;
  readonly selector?: string;
  readonly signature?: Signature;
  /** Of the field, as it came: for who wants to know what a signature says that keeps no rules. */
  readonly value?: string;
  readonly key?: KeyFacts;
  /** The hash over the body as received, base64. */
  readonly bodyHash?: string;
  /** Octets of the canonical body, and of those how many are signed. */
  readonly bodyOctets?: number;
  readonly isBodyGood?: boolean;
  readonly isSignatureGood?: boolean;
  /** Of a signature that fails and has copies of what it signed (z=): which fields are not as they were. */
  readonly changedFields?: readonly FieldDifference[];
}

export interface Verification {
  readonly result: DkimResult;
  readonly verdicts: readonly SignatureVerdict[];
  readonly message: MessageFacts;
}

export interface MessageFacts {
  readonly fields: number;
  readonly froms: number;
  readonly bodyOctets: number;
  readonly lineEnds: 'crlf' | 'lf' | 'mixed' | 'none';
  readonly bareLf: number;
  readonly bareCr: number;
}
