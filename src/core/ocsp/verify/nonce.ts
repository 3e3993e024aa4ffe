/** The nonce ties a response to a request; a responder that answers from a store has none (RFC 9654 §2.1, RFC 5019 §4). */
import { equalBytes } from '../../../base/index.ts';
import type { BasicResponse, OcspQuestion, Warning } from '../types.ts';
import { type Refusal, refuse } from './refusal.ts';

/** RFC 9654 §2.1. */
const MAX_NONCE_BYTES = 128;

export function refuseNonce({ nonce: got }: BasicResponse, question: OcspQuestion): Refusal | undefined {
  const { nonce: sent, requiresNonce } = question;
  if (sent === undefined) return undefined;
  if (got === undefined)
    return requiresNonce === true ? refuse('nonce-missing', 'it does not have the nonce of the request') : undefined;
  return equalBytes(got, sent) ? undefined : refuse('nonce-mismatch', 'its nonce is not that of the request');
}

export function nonceWarnings({ nonce: got }: BasicResponse, { nonce: sent }: OcspQuestion): readonly Warning[] {
  if (got === undefined)
    return sent === undefined ? [] : [{ code: 'nonce-not-echoed', detail: 'it is not tied to the request' }];
  if (got.length >= 1 && got.length <= MAX_NONCE_BYTES) return [];
  return [
    { code: 'nonce-size', detail: `its nonce has ${got.length} octets, and 1 to ${MAX_NONCE_BYTES} are allowed` },
  ];
}
