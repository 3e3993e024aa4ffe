/** The data of `dkim verify`, JSON-safe. */
import type { Report } from '../../base/index.ts';
import type { SecurityStatus } from '../dns/index.ts';
import type { BodyDifference } from './compare-bodies.ts';
import { verificationFindings } from './findings/say.ts';
import type { DkimResult, FieldDifference, MessageFacts, ReasonCode, SignatureVerdict, Verification } from './types.ts';
import { showTime } from './verify.ts';

export interface DkimVerifyData {
  /** The best of the signatures. */
  readonly result: DkimResult;
  readonly signatures: readonly SignatureReport[];
  readonly message: MessageFacts;
  /** Where the body parts from the original's, with --original. */
  readonly differences?: readonly BodyDifference[];
  /** Which signed header fields are not as in the original, with --original and a signature that does not verify. */
  readonly fieldDifferences?: readonly FieldDifference[];
}

/** What a copy of the message as sent tells. */
export interface Compared {
  readonly differences?: readonly BodyDifference[];
  readonly fieldDifferences?: readonly FieldDifference[];
}

export interface SignatureReport {
  readonly domain?: string;
  readonly selector?: string;
  readonly result: DkimResult;
  readonly reason: ReasonCode;
  readonly detail: string;
  readonly identity?: string;
  readonly algorithm?: string;
  readonly canonicalization?: string;
  readonly signedFields?: readonly string[];
  readonly signedAt?: string;
  readonly expiresAt?: string;
  readonly bodyLength?: number;
  readonly bodyOctets?: number;
  /** As said in bh=, and as computed. */
  readonly bodyHash?: { readonly signed: string; readonly computed: string };
  /** Signed fields that are not as their copies in z=. */
  readonly changedFields?: readonly FieldDifference[];
  readonly key?: {
    readonly type: string;
    readonly bits?: number;
    readonly dnssec: SecurityStatus;
    readonly testing: boolean;
  };
}

export function verificationReport(verification: Verification, compared: Compared = {}): Report<DkimVerifyData> {
  const { result, verdicts, message } = verification;
  const signatures = verdicts.map(signatureReport);
  return {
    findings: verificationFindings(verification),
    data: { result, signatures, message, ...compared },
  };
}

function signatureReport({ domain, selector, result, reason, detail, ...rest }: SignatureVerdict): SignatureReport {
  return {
    ...(domain !== undefined && { domain }),
    ...(selector !== undefined && { selector }),
    result,
    reason,
    detail,
    ...saidBySignature(rest),
    ...(rest.bodyOctets !== undefined && { bodyOctets: rest.bodyOctets }),
    ...(rest.changedFields !== undefined && { changedFields: rest.changedFields }),
    ...(rest.key !== undefined && { key: keyReport(rest.key) }),
  };
}

function saidBySignature({ signature, bodyHash }: Pick<SignatureVerdict, 'signature' | 'bodyHash'>) {
  if (signature === undefined) return {};
  const { identity, algorithm, header, body, names, signedAt, expiresAt, bodyLength } = signature;
  const signed = Buffer.from(signature.bodyHash).toString('base64');
  return {
    identity: identity.text,
    algorithm,
    canonicalization: `${header}/${body}`,
    signedFields: names,
    ...(signedAt !== undefined && { signedAt: showTime(signedAt) }),
    ...(expiresAt !== undefined && { expiresAt: showTime(expiresAt) }),
    ...(bodyLength !== undefined && { bodyLength }),
    ...(bodyHash !== undefined && { bodyHash: { signed, computed: bodyHash } }),
  };
}

const keyReport = ({ type, bits, status, isTesting }: NonNullable<SignatureVerdict['key']>) => ({
  type,
  ...(bits !== undefined && { bits }),
  dnssec: status,
  testing: isTesting,
});
