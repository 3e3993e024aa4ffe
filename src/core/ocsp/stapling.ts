/**
 * What this response does as a staple: would an Exim server send it, and what would a client make of it?
 *
 * Exim spec ch. "Encrypted SMTP connections using TLS/SSL": at loading a response has to be successful, to verify up to the
 * certificate's issuer, to say good in its first single response, and to have both dates right within 300 seconds.
 */
import { ok } from '../../base/index.ts';
import { type EximGnutls, eximWithGnutls } from './exim-gnutls.ts';
import { parseOcspResponse } from './read/response.ts';
import type { OcspQuestion, OcspVerdict } from './types.ts';
import { verifyOcsp } from './verify.ts';

export interface StaplingView {
  /** An Exim server with this file in tls_ocsp_file, as documented: staples it, or goes on without. */
  readonly eximServer: 'staples' | 'ignores';
  /** Why it is ignored. */
  readonly why?: string;
  /** The same of an Exim with GnuTLS, as it really does: `no-tls` means that it answers 454 to STARTTLS. */
  readonly eximGnutls: EximGnutls;
  /** $tls_out_ocsp of an Exim client that is shown it: 4 verified, 3 failed. */
  readonly eximClient: 3 | 4;
  /** A client that requires a good staple (hosts_require_ocsp; must-staple): goes on, or ends the connection. */
  readonly requiringClient: 'goes-on' | 'ends';
}

export function staplingView(question: OcspQuestion, verdict: OcspVerdict): StaplingView {
  const why = whyEximIgnores(
    question,
    isPlain(question) && verdict.code !== 'weak-digest' ? verdict : verifyOcsp(plainQuestion(question)),
  );
  const eximGnutls = eximWithGnutls(question);
  if (why !== undefined) return { eximServer: 'ignores', why, eximGnutls, eximClient: 3, requiringClient: 'ends' };
  return { eximServer: 'staples', eximGnutls, eximClient: 4, requiringClient: 'goes-on' };
}

const isPlain = ({ nonce, skewMs, maxAgeMs, roots = [], responders = [] }: OcspQuestion): boolean =>
  [nonce, skewMs, maxAgeMs].every((one) => one === undefined) && roots.length + responders.length === 0;

/** The issuer is trusted as it is (a partial chain), with no nonce, no maximum age, Exim's own skew, and SHA-1 for good. */
function plainQuestion({ response, certificate, issuer, chain = [], at }: OcspQuestion): OcspQuestion {
  return { response, certificate, issuer, chain, at, allowsSha1: true };
}

function whyEximIgnores({ response, certificate }: OcspQuestion, verdict: OcspVerdict): string | undefined {
  if (verdict.status !== 'good') return verdict.detail;
  const read = response instanceof Uint8Array ? parseOcspResponse(response) : ok(response);
  const first = read.ok ? read.value.basic?.responses[0] : undefined;
  if (first === undefined) return 'it says nothing';
  if (first.certId.serial !== certificate.serial) return 'its first single response is about another certificate';
  if (first.status !== 'good') return `its first single response says ${first.status}`;
  return first.nextUpdate === undefined ? 'it has no nextUpdate' : undefined;
}
