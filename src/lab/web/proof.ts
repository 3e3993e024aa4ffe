/** A proof for a certificate in hand, without HTTP: for servers that staple, and for files. */
import { createOcspRequest } from '../../core/ocsp/index.ts';
import { type Certificate, readCertificate, readElement, readElements, TAG } from '../../core/pki/index.ts';
import { GARBAGE } from './deliveries.ts';
import type { Respond } from './ocsp/respond.ts';

export interface Proven {
  /** DER. */
  readonly leaf: Uint8Array;
  readonly issuer: Uint8Array;
}

/** DER in that mood; a server can staple garbage as well. */
export async function proofOf(
  { respond, now }: { readonly respond: Respond; readonly now: () => Date },
  { leaf, issuer }: Proven,
  mood: string,
): Promise<Uint8Array> {
  if (mood === 'garbage') return GARBAGE;
  const request = await createOcspRequest({ certificate: must(leaf), issuer: must(issuer), digest: 'sha1' });
  return respond(request, mood, now());
}

/** Contents of the INTEGER, behind the version (RFC 5280 §4.1); the lab has certificates that stricter readers refuse. */
export function serialOf(leaf: Uint8Array): Uint8Array {
  const tbs = readElements(readElement(leaf)!.contents)![0]!;
  return readElements(tbs.contents)!.find(({ tag }) => tag === TAG.INTEGER)!.contents;
}

function must(der: Uint8Array): Certificate {
  const read = readCertificate(der);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}
