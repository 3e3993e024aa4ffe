/** Data of `ocsp fetch`. */
import { type Attempt, type FetchData, PROOF_OUTCOMES, type ProofReport } from '../../core/stapling/index.ts';
import { instant, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const attempt = object<Omit<Attempt, 'temporary'> & { temporary: boolean }>({
  url: text('the responder'),
  method: oneOf(['GET', 'POST']),
  code: text('good, revoked, unknown; a code of ocsp verify; or of the network'),
  detail: text(),
  temporary: { json: { type: 'boolean', description: 'another attempt may fare better' } },
  durationMs: whole(),
});

export const proofReport = object<ProofReport>({
  certificate: text('its subject'),
  serial: text('hex'),
  issuer: text(),
  source: optional(text('the file of the certificate')),
  file: optional(text('the file of the proof')),
  outcome: oneOf(PROOF_OUTCOMES),
  status: optional(oneOf(['good', 'revoked', 'unknown', 'invalid'])),
  code: optional(text('why it is invalid; else the status')),
  responder: optional(text('who answered')),
  signer: optional(text('who signed the answer')),
  thisUpdate: optional(instant()),
  nextUpdate: optional(instant()),
  validUntil: optional(instant('when the proof really ends')),
  storedUntil: optional(instant('when the stored proof ends, be it new or old')),
  refreshAt: optional(instant('when it is to be fetched again: the date of the file')),
  revokedAt: optional(instant()),
  reason: optional(text('why it was revoked (RFC 5280 §5.3.1)')),
  attempts: listOf(attempt),
  response: optional(text('base64 of the DER, where no file was named')),
});

export const ocspFetchData = object<FetchData>({ proofs: listOf(proofReport) });
