/** The certificates that an OCSP response is verified with: from files, or from the texts of a batch line. */
import { type Failure, ok, type Result } from '../../base/index.ts';
import type { OcspMaterial } from '../../core/ocsp/index.ts';
import { type Certificate, loadRoots } from '../../core/pki/index.ts';
import { readCertificateFile, readCertificateTexts } from './certificate-files.ts';
import type { Settings } from './settings.ts';

/** PEM texts of a batch line, or a file still to be read. */
export type CertificateSource = { readonly texts: readonly string[] } | { readonly file: string };

export interface OcspSources {
  readonly certificate: CertificateSource;
  readonly issuer?: CertificateSource;
  readonly chain?: CertificateSource;
  readonly roots?: CertificateSource;
  readonly responders?: CertificateSource;
}

export interface FoundMaterial extends OcspMaterial {
  readonly responders: readonly Certificate[];
}

export async function readOcspMaterial(
  input: OcspSources,
  settings: Settings,
): Promise<Result<FoundMaterial, Failure>> {
  const own = await readSource(input.certificate, 'cert');
  if (!own.ok) return own;
  const issuers = await readSource(input.issuer, 'issuer');
  if (!issuers.ok) return issuers;
  const chain = await readSource(input.chain, 'chain');
  if (!chain.ok) return chain;
  const roots = input.roots === undefined ? await rootsOf(settings) : await readSource(input.roots, 'roots');
  if (!roots.ok) return roots;
  const responders = await readSource(input.responders, 'responder-cert');
  if (!responders.ok) return responders;
  return ok({
    own: own.value as OcspMaterial['own'],
    issuers: issuers.value,
    chain: chain.value,
    roots: roots.value,
    responders: responders.value,
  });
}

/** An empty list of a batch line is as none. */
async function readSource(
  source: CertificateSource | undefined,
  name: string,
): Promise<Result<readonly Certificate[], Failure>> {
  if (source === undefined) return ok([]);
  if ('file' in source) return readCertificateFile(source.file, `--${name}`);
  return source.texts.length === 0 ? ok([]) : readCertificateTexts(source.texts, name);
}

/** The system's roots are not asked: the issuer alone answers for its certificate. */
async function rootsOf({ caFile, caPath }: Settings): Promise<Result<readonly Certificate[], Failure>> {
  if (caFile === undefined && caPath === undefined) return ok([]);
  return loadRoots({ ...(caFile !== undefined && { caFile }), ...(caPath !== undefined && { caPath }) });
}
