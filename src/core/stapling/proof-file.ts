/**
 * Proofs in a file: one response as DER, or any number as PEM, one after another, as Exim's `tls_ocsp_file = PEM …` and
 * GnuTLS read them. A certificate's proof is found by verifying each response for it.
 */
import { toBase64 } from '../../base/index.ts';
import { readProofs, verifyOcsp } from '../ocsp/index.ts';
import type { OcspVerdict } from '../ocsp/types.ts';
import type { Certificate } from '../pki/index.ts';
import type { PROOF_FORMATS, Proof } from './types.ts';

export type ProofFormat = (typeof PROOF_FORMATS)[number];

const LABEL = 'OCSP RESPONSE';

/** The responses of a file as DER; none where it holds something else. */
export function responsesIn(octets: Uint8Array): readonly Uint8Array[] {
  const read = readProofs(octets, 'the file');
  return read.ok ? read.value.map(({ der }) => der) : [];
}

/** Labels of PEM that is no proof: the file of a certificate or a key, named by mistake. */
export function otherBlocks(octets: Uint8Array): readonly string[] {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  const labels = [...text.matchAll(/^-----BEGIN ([A-Z0-9 ]{1,40})-----/gm)].map(([, label]) => label!);
  return [...new Set(labels)].filter((label) => label !== LABEL);
}

/** @param responses  one for DER */
export function formatProofs(responses: readonly Uint8Array[], format: ProofFormat): Uint8Array {
  if (format === 'der') return responses[0]!;
  return Buffer.from(responses.map(formatBlock).join(''));
}

function formatBlock(der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${LABEL}-----\n${lines.join('\n')}\n-----END ${LABEL}-----\n`;
}

export interface ProofQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly roots: readonly Certificate[];
  readonly chain: readonly Certificate[];
  readonly at: Date;
}

/** The good one about this certificate among the responses, or what is wrong with the first. */
export function findProof(
  responses: readonly Uint8Array[],
  question: ProofQuestion,
): { readonly proof: Proof } | { readonly verdict: OcspVerdict | undefined } {
  const judged = responses.map((response) => ({ response, verdict: verifyOcsp({ response, ...question }) }));
  for (const { response, verdict } of judged) if (verdict.status === 'good') return { proof: { response, verdict } };
  return { verdict: judged[0]?.verdict };
}
