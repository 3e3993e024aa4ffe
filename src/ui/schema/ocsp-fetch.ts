/** Data of `ocsp fetch` and `ocsp watch`. */
import {
  type Attempt,
  type FetchData,
  type HookReport,
  PROOF_OUTCOMES,
  type ProofReport,
  type WatchData,
} from '../../core/stapling/index.ts';
import { flag, instant, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const attempt = object<Attempt>({
  url: text('the responder'),
  method: oneOf(['GET', 'POST']),
  code: text('good, revoked, unknown; a code of ocsp verify; or of the network'),
  detail: text(),
  temporary: flag('another attempt may fare better'),
  durationMs: whole(),
});

const proofReport = object<ProofReport>({
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
  storedFrom: optional(instant('thisUpdate of the stored proof, be it new or old')),
  storedUntil: optional(instant('when it really ends')),
  refreshAt: optional(instant('when it is to be fetched again: the date of the file')),
  revokedAt: optional(instant()),
  reason: optional(text('why it was revoked (RFC 5280 §5.3.1)')),
  attempts: listOf(attempt),
  response: optional(text('base64 of the DER, where no file was named')),
});

export const ocspFetchData = object<FetchData>({ proofs: listOf(proofReport) });

const hook = object<HookReport>({
  command: text(),
  files: listOf(text(), 'proof files that changed'),
  ok: flag(),
  detail: optional(text('why not, or the first line of what it said')),
});

export const ocspWatchData = object<WatchData>({ proofs: listOf(proofReport), hooks: listOf(hook) });
