/** The single responses about one certificate, their dates, and which of several counts. */
import { type CertIdMismatch, certIdMismatch } from '../cert-id.ts';
import type { BasicResponse, OcspQuestion, SingleResponse } from '../types.ts';
import { refuseCritical } from './outer.ts';
import { type Refusal, refuse, told } from './refusal.ts';

export const DEFAULT_SKEW_MS = 300_000;
/**
 * Without nextUpdate newer information is there at all times (RFC 6960 §4.2.2.1), so that an old response proves little:
 * after 15 days GnuTLS takes none either.
 */
export const MAX_AGE_WITHOUT_END_MS = 15 * 86_400_000;

export function singlesFor(basic: BasicResponse, question: OcspQuestion): readonly SingleResponse[] | Refusal {
  const { certificate, issuer } = question;
  if (basic.responses.length === 0) return refuse('no-single', 'it says nothing about any certificate');
  const judged = basic.responses.map((single) => ({ single, why: certIdMismatch(single.certId, certificate, issuer) }));
  const singles = judged.filter(({ why }) => why === undefined).map(({ single }) => single);
  if (singles.length > 0) return singles;
  const nearest = judged.reduce((best, one) => (DISTANCE[one.why!] < DISTANCE[best.why!] ? one : best));
  return refuse(nearest.why!, mismatchText(nearest.why!, nearest.single, question));
}

/** What is told of several that do not fit: the one that fits best. */
const DISTANCE: Readonly<Record<CertIdMismatch, number>> = {
  'certid-issuer-key': 0,
  'certid-issuer-name': 1,
  'certid-digest': 2,
  'certid-serial': 3,
};

function mismatchText(code: CertIdMismatch, { certId }: SingleResponse, { certificate, issuer }: OcspQuestion): string {
  if (code === 'certid-serial')
    return `it is about the certificate with serial ${certId.serial}, and this one has ${certificate.serial}`;
  if (code === 'certid-digest') return `its CertID is made with a digest that is not known: ${certId.digestOid}`;
  const what = code === 'certid-issuer-name' ? 'name' : 'key';
  return `it is about a certificate of another issuer: its ${what} hash is not that of ${issuer.subjectText}`;
}

export interface Chosen {
  readonly single: SingleResponse;
  /** Others about the same certificate whose dates are right as well. */
  readonly others: readonly SingleResponse[];
}

/**
 * RFC 6960 does not say what several single responses about one certificate mean. All are signed, so the worst of those
 * whose dates are right is believed: revoked before unknown before good, then the latest.
 */
export function chooseSingle(singles: readonly SingleResponse[], question: OcspQuestion): Chosen | Refusal {
  const dated = singles.map((single) => ({ single, no: refuseSingle(single, question) }));
  const current = dated.filter(({ no }) => no === undefined).map(({ single }) => single);
  if (current.length === 0) return dated.reduce((best, one) => (isLater(one.single, best.single) ? one : best)).no!;
  const single = current.reduce((best, one) => (outweighs(one, best) ? one : best));
  return { single, others: current.filter((one) => one !== single) };
}

const WEIGHT = { good: 0, unknown: 1, revoked: 2 } as const;

function outweighs(one: SingleResponse, other: SingleResponse): boolean {
  const by = WEIGHT[one.status] - WEIGHT[other.status];
  return by > 0 || (by === 0 && isLater(one, other));
}

export const isLater = (one: SingleResponse, other: SingleResponse): boolean =>
  one.thisUpdate.date > other.thisUpdate.date;

function refuseSingle(single: SingleResponse, question: OcspQuestion): Refusal | undefined {
  return refuseCritical(single.extensions) ?? refuseDates(single, question);
}

/** RFC 6960 §3.2 (5), (6); RFC 5019 §4. */
function refuseDates(
  { thisUpdate, nextUpdate }: SingleResponse,
  { at, skewMs = DEFAULT_SKEW_MS, maxAgeMs }: OcspQuestion,
): Refusal | undefined {
  const [from, to, now] = [thisUpdate.date.getTime(), nextUpdate?.date.getTime(), at.getTime()];
  if (to !== undefined && to < from)
    return refuse(
      'date-order',
      `its nextUpdate (${told(nextUpdate!.date)}) is before its thisUpdate (${told(thisUpdate.date)})`,
    );
  if (from > now + skewMs) return refuse('not-yet-valid', `its thisUpdate, ${told(thisUpdate.date)}, is still to come`);
  if (to !== undefined && to < now - skewMs)
    return refuse('expired', `its nextUpdate, ${told(nextUpdate!.date)}, is past`);
  const limit = ageLimitMs({ nextUpdate, maxAgeMs });
  if (from + limit < now)
    return refuse(
      'too-old',
      `its thisUpdate, ${told(thisUpdate.date)}, is more than ${Math.round(limit / 1000)} seconds ago`,
    );
  return undefined;
}

/** Infinite where nextUpdate is the only bound. */
export function ageLimitMs(of: { readonly nextUpdate: unknown; readonly maxAgeMs: number | undefined }): number {
  return of.maxAgeMs ?? (of.nextUpdate === undefined ? MAX_AGE_WITHOUT_END_MS : Number.POSITIVE_INFINITY);
}
