/** What does not spoil a proof and should be known. */
import { type Certificate, isValidAt, KEY_USAGE, readAlgorithm, signatureName } from '../../pki/index.ts';
import type { BasicResponse, OcspQuestion, OcspSigner, SingleResponse, Warning } from '../types.ts';
import { nonceWarnings } from './nonce.ts';
import { told } from './refusal.ts';
import { embeddedCertificates } from './signer.ts';
import { type Chosen, DEFAULT_SKEW_MS } from './singles.ts';

export interface Accepted extends Chosen {
  readonly basic: BasicResponse;
  readonly signer: OcspSigner;
}

export function warningsOf(accepted: Accepted, question: OcspQuestion): readonly Warning[] {
  return [
    ...endWarnings(accepted),
    ...signerWarnings(accepted.signer),
    ...digestWarnings(accepted.basic),
    ...keyWarnings(accepted.signer),
    ...producedWarnings(accepted, question),
    ...timeWarnings(accepted),
    ...duplicates(accepted),
    ...unreadable(accepted.basic),
    ...nonceWarnings(accepted.basic, question),
    ...ownDates(question),
  ];
}

/** RFC 5019 §2.2.4 wants nextUpdate, and servers that staple do. */
function endWarnings({ single: { nextUpdate }, signer: { certificate } }: Accepted): readonly Warning[] {
  if (nextUpdate === undefined) return [{ code: 'no-next-update', detail: 'it has no nextUpdate' }];
  if (certificate.notAfter >= nextUpdate.date) return [];
  const detail = `${certificate.subjectText} ends at ${told(certificate.notAfter)}, nextUpdate is ${told(nextUpdate.date)}`;
  return [{ code: 'signer-ends-first', detail }];
}

function signerWarnings({ kind, certificate }: OcspSigner): readonly Warning[] {
  const { subjectText: name, extensions } = certificate;
  if (kind === 'delegated' && !hasNoCheck(certificate))
    return [{ code: 'no-check-absent', detail: `${name} may have been revoked itself, and that is not looked up` }];
  const isForSigning = extensions.keyUsage?.has(KEY_USAGE.DIGITAL_SIGNATURE) ?? true;
  return kind === 'issuer' && !isForSigning ? [{ code: 'issuer-key-usage', detail: name }] : [];
}

function digestWarnings({ algorithm }: BasicResponse): readonly Warning[] {
  const read = readAlgorithm(algorithm);
  return read?.digest === 'sha1' ? [{ code: 'sha1-signature', detail: signatureName(read) }] : [];
}

/** Shorter than MIN_RSA_BITS of signer.ts is refused. */
function keyWarnings({ certificate }: OcspSigner): readonly Warning[] {
  const bits = certificate.publicKeyObject()?.asymmetricKeyDetails?.modulusLength;
  return bits === undefined || bits >= SOUND_RSA_BITS
    ? []
    : [{ code: 'short-key', detail: `${certificate.subjectText} has an RSA key of ${bits} bits` }];
}

/** Baseline Requirements §6.1.5. */
const SOUND_RSA_BITS = 2048;

const hasNoCheck = ({ extensions }: Certificate): boolean => extensions.ocspNoCheck;

/** producedAt is when the responder signed (RFC 6960 §2.4): not before what it says, and not in the future. */
function producedWarnings(
  { basic, single }: Accepted,
  { at, skewMs = DEFAULT_SKEW_MS }: OcspQuestion,
): readonly Warning[] {
  const produced = basic.producedAt.date;
  if (produced.getTime() > at.getTime() + skewMs)
    return [{ code: 'produced-in-future', detail: `producedAt is ${told(produced)}` }];
  const isEarly = produced.getTime() < single.thisUpdate.date.getTime() - skewMs;
  return isEarly ? [{ code: 'produced-early', detail: `producedAt is ${told(produced)}` }] : [];
}

function timeWarnings({ basic, single }: Accepted): readonly Warning[] {
  const times = {
    producedAt: basic.producedAt,
    thisUpdate: single.thisUpdate,
    nextUpdate: single.nextUpdate,
    revocationTime: single.revokedAt,
  };
  const odd = Object.entries(times).filter(([, time]) => time?.exact === false);
  return odd.length === 0 ? [] : [{ code: 'time-format', detail: odd.map(([name]) => name).join(', ') }];
}

function duplicates({ single, others }: Accepted): readonly Warning[] {
  if (others.length === 0) return [];
  const statuses = [single, ...others].map((one: SingleResponse) => one.status);
  return [
    {
      code: 'duplicate-singles',
      detail: `${statuses.length} about this certificate: ${[...new Set(statuses)].join(', ')}`,
    },
  ];
}

function unreadable(basic: BasicResponse): readonly Warning[] {
  const lost = basic.certificates.length === 0 ? 0 : basic.certificates.length - embeddedCertificates(basic).length;
  return lost === 0 ? [] : [{ code: 'unreadable-certificate', detail: `${lost} of ${basic.certificates.length}` }];
}

function ownDates({ certificate, at }: OcspQuestion): readonly Warning[] {
  if (isValidAt(certificate, at)) return [];
  const { notBefore, notAfter } = certificate;
  return [{ code: 'certificate-dates', detail: `it is valid from ${told(notBefore)} to ${told(notAfter)}` }];
}
