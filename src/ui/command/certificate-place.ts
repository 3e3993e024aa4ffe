/** A certificate by file, by text, or from a server: what `cert` commands take as their target. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { type Certificate, readCertificate } from '../../core/pki/index.ts';
import { readCertificateFile, readCertificateTexts } from './certificate-files.ts';
import type { Context } from './context.ts';
import type { Fields } from './fields.ts';
import { looksLikeServer, parseServerPlace, type ServerPlace } from './server-place.ts';

export type CertificatePlace =
  | { readonly texts: readonly string[]; readonly field: string }
  | { readonly files: readonly string[] }
  | ServerPlace;

/** HOST:PORT alone, or files. */
export function readPlace(fields: Fields, name: string): CertificatePlace {
  const words = fields.texts(name);
  const [first = ''] = words;
  if (words.length === 1 && looksLikeServer(first)) return parseServerPlace(first, fields);
  if (words.length === 0 || words.includes(''))
    fields.problem(`"${name}" is missing: give a PEM or DER file, or HOST:PORT`);
  return { files: words };
}

export interface FoundCertificates {
  /** In order; at least one. */
  readonly certificates: readonly Certificate[];
  /** What a server sent and nobody can read. */
  readonly unreadable: readonly string[];
}

export async function readCertificatePlace(
  place: CertificatePlace,
  context: Context,
): Promise<Result<FoundCertificates, Failure>> {
  if ('host' in place) return fromServer(place, context);
  if ('texts' in place) return plain(readCertificateTexts(place.texts, place.field));
  const certificates: Certificate[] = [];
  for (const file of place.files) {
    const read = await readCertificateFile(file, 'CERT');
    if (!read.ok) return read;
    certificates.push(...read.value);
  }
  return ok({ certificates, unreadable: [] });
}

const plain = (read: Result<readonly Certificate[], Failure>): Result<FoundCertificates, Failure> =>
  read.ok ? ok({ certificates: read.value, unreadable: [] }) : read;

async function fromServer(
  place: Extract<CertificatePlace, { readonly host: string }>,
  { network, settings, signal }: Context,
): Promise<Result<FoundCertificates, Failure>> {
  const [{ fetchSentChain }, { createHostLookup }] = await Promise.all([
    import('../../core/tls/index.ts'),
    import('../../core/dns/index.ts'),
  ]);
  const { ehlo, timeoutMs, family } = settings;
  const lookUp = createHostLookup(network.resolver, { family });
  const sent = await fetchSentChain({ ...place, ehlo, timeoutMs, signal }, network.probe, lookUp);
  if (!sent.ok) return sent;
  const reads = sent.value.chain.map((der) => readCertificate(der));
  const [leaf] = reads;
  if (leaf?.ok !== true) {
    const failure = leaf?.ok === false ? leaf.error : undefined;
    return err({
      ...failure!,
      message: `${place.host}:${place.port}: ${failure?.message ?? 'no certificate was sent'}`,
    });
  }
  return ok({
    certificates: reads.flatMap((read) => (read.ok ? [read.value] : [])),
    unreadable: reads.flatMap((read, i) => (read.ok ? [] : [`certificate ${i} as sent: ${read.error.message}`])),
  });
}
