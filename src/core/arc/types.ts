/** The words of ARC: sets, what seals and signatures come to, and why (RFC 8617). */
import type { ReadResults } from '../authres/index.ts';
import type { Fault, KeyFacts, ReasonCode, Signer, VerifyOptions } from '../dkim/index.ts';
import type { Field } from '../message/index.ts';

/** RFC 8617 §4.4: the Chain Validation Status. */
export type ArcResult = 'none' | 'pass' | 'fail';

/** Why a chain came out as it did. */
export type ArcReason =
  | 'good'
  | 'no-chain'
  | 'too-many-sets'
  | 'instance'
  | 'gap'
  | 'repeated'
  | 'incomplete'
  | 'cv-fail'
  | 'cv'
  | 'message-signature'
  | 'seal';

/** Beside the reasons of a DKIM signature, those of ARC; `not-checked`: the chain was lost before it came to this. */
export type ArcSignatureReason = ReasonCode | ArcFaultCode | 'not-checked';
export type ArcFaultCode = 'seal-names' | 'covers-seal' | 'chain-status';

export type ChainStatus = 'none' | 'pass' | 'fail';

/** An ARC-Seal that keeps the rules of RFC 8617 §4.1.3. */
export interface Seal extends Signer {
  readonly cv: ChainStatus;
}

export type ArcFault = Fault<ArcSignatureReason>;

/** The three fields of an instance. */
export interface ArcSet {
  readonly instance: number;
  readonly results: Field;
  readonly messageSignature: Field;
  readonly seal: Field;
}

/** What one of the two signatures of a set comes to. */
export interface ArcSignatureVerdict {
  readonly result: 'pass' | 'fail' | 'unchecked';
  readonly reason: ArcSignatureReason;
  readonly detail: string;
  readonly domain?: string;
  readonly selector?: string;
  readonly key?: KeyFacts;
}

export interface ArcSetVerdict {
  readonly instance: number;
  /** cv= of the seal, where it can be read. */
  readonly cv?: ChainStatus;
  readonly seal: ArcSignatureVerdict;
  readonly messageSignature: ArcSignatureVerdict;
  /** What the sealer found when the message came to it; absent where its field cannot be read, which breaks no chain (§3.4). */
  readonly results?: ReadResults;
}

export interface ArcVerdict {
  readonly result: ArcResult;
  readonly reason: ArcReason;
  readonly detail: string;
  /** By instance, from 1; empty where the fields make no sets. */
  readonly sets: readonly ArcSetVerdict[];
  /** The lowest instance whose message signature still verifies, 0 for all of them; only of a chain that passes (§5.2). */
  readonly oldestPass?: number;
  /** No key could be had just now: by RFC 8617 §5.2.1 a failure like any other, and yet one that may be gone later. */
  readonly isTemporary: boolean;
}

export type ArcOptions = Pick<VerifyOptions, 'lookUp' | 'clock' | 'lineEnds'>;
