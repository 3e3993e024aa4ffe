/** What does this response prove about this certificate (RFC 6960 §3.2)? Each step is a function of its own. */
import { ok } from '../../base/index.ts';
import type { Certificate } from '../pki/index.ts';
import { parseOcspResponse } from './read/response.ts';
import type { BasicResponse, OcspQuestion, OcspVerdict, SingleResponse } from './types.ts';
import { trustedIssuer } from './verify/issuer.ts';
import { refuseNonce } from './verify/nonce.ts';
import { basicOf } from './verify/outer.ts';
import { isRefusal, type Refusal, told } from './verify/refusal.ts';
import { findSigner } from './verify/signer.ts';
import { ageLimitMs, chooseSingle, isLater, singlesFor } from './verify/singles.ts';
import { type Accepted, warningsOf } from './verify/warnings.ts';

/**
 * Never throws. `good`, `revoked` and `unknown` are proven: by an authorized signer, about this very certificate, with dates
 * that are right at `at`. Everything else is `invalid`, with the first code of these steps that fails.
 */
export function verifyOcsp(question: OcspQuestion): OcspVerdict {
  const { response } = question;
  const read = response instanceof Uint8Array ? parseOcspResponse(response) : ok(response);
  if (!read.ok) return invalid({ code: 'malformed', detail: read.error.message });
  const basic = basicOf(read.value);
  if (isRefusal(basic)) return invalid(basic);
  const issuers = trustedIssuer(question);
  if (isRefusal(issuers)) return invalid(issuers, basic);
  const singles = singlesFor(basic, question);
  if (isRefusal(singles)) return invalid(singles, basic);
  const found = findSigner(basic, question);
  if (isRefusal(found)) return invalid(found, basic, singles);
  const chosen = chooseSingle(singles, question);
  if (isRefusal(chosen)) return invalid(chosen, basic, singles);
  const nonce = refuseNonce(basic, question);
  if (nonce !== undefined) return invalid(nonce, basic, singles);
  // Of a cross-signed issuer, the certificate that is trusted.
  const signer = found.kind === 'issuer' ? { ...found, certificate: issuers[0]! } : found;
  return proven({ basic, signer, ...chosen }, issuers, question);
}

/** With the dates of the latest single response that is about the certificate. */
function invalid(refusal: Refusal, basic?: BasicResponse, singles: readonly SingleResponse[] = []): OcspVerdict {
  const [first, ...rest] = singles;
  const latest = first && rest.reduce((best, one) => (isLater(one, best) ? one : best), first);
  return {
    status: 'invalid',
    ...refusal,
    warnings: [],
    ...(basic !== undefined && { producedAt: basic.producedAt.date }),
    ...(latest !== undefined && datesOf(latest)),
  };
}

function datesOf({ thisUpdate, nextUpdate }: SingleResponse): {
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
} {
  return { thisUpdate: thisUpdate.date, ...(nextUpdate !== undefined && { nextUpdate: nextUpdate.date }) };
}

function proven(accepted: Accepted, issuers: readonly Certificate[], question: OcspQuestion): OcspVerdict {
  const { basic, signer, single } = accepted;
  const facts = {
    ...datesOf(single),
    producedAt: basic.producedAt.date,
    signer,
    validUntil: endOf(single, [signer.certificate, ...issuers], question),
    warnings: warningsOf(accepted, question),
  };
  if (single.status === 'good') return { ...facts, status: 'good', code: 'good', detail: 'not revoked' };
  if (single.status === 'unknown')
    return { ...facts, status: 'unknown', code: 'unknown', detail: 'the responder does not know this certificate' };
  const { reason, revokedAt } = single;
  const because = reason === undefined ? '' : `, ${reason}`;
  return {
    ...facts,
    status: 'revoked',
    code: 'revoked',
    detail: `revoked at ${told(revokedAt!.date)}${because}`,
    revokedAt: revokedAt!.date,
    ...(reason !== undefined && { reason }),
  };
}

/** The proof ends with the first of the things that it rests on. */
function endOf(
  { thisUpdate, nextUpdate }: SingleResponse,
  rests: readonly Certificate[],
  { maxAgeMs }: OcspQuestion,
): Date {
  const ends = [
    nextUpdate?.date.getTime() ?? Number.POSITIVE_INFINITY,
    thisUpdate.date.getTime() + ageLimitMs({ nextUpdate, maxAgeMs }),
    ...rests.map(({ notAfter }) => notAfter.getTime()),
  ];
  return new Date(Math.min(...ends));
}
