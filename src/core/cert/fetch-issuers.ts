/**
 * Missing intermediates, from where the certificates say they are (RFC 5280 §4.2.2.1), one after the other until the chain
 * reaches an anchor or nothing new comes.
 */
import { type Certificate, isIssuedBy, isSelfIssued, readCertificateBag, sameName } from '../pki/index.ts';
import type { CertPorts, ChainCheck, MissingEntry } from './types.ts';

/** Honest chains lack one or two. */
const MAX_FETCHED = 6;
const MAX_URLS = 3;
const MAX_BYTES = 64 * 1024;
const MAX_REDIRECTS = 3;

export interface Fetched {
  readonly certificates: readonly Certificate[];
  readonly missing: readonly MissingEntry[];
  /** Why the last one could not be had. */
  readonly failure?: string;
}

/** @param isDone  whether the chain is whole with these */
export async function fetchMissing(
  check: ChainCheck,
  top: (fetched: readonly Certificate[]) => Certificate | undefined,
  ports: CertPorts,
): Promise<Fetched> {
  const certificates: Certificate[] = [];
  const missing: MissingEntry[] = [];
  for (let certificate = top([]); certificate !== undefined; certificate = top(certificates)) {
    const entry = missingFor(certificate);
    if (!check.aia || certificates.length === MAX_FETCHED || isSelfIssued(certificate))
      return { certificates, missing: [...missing, entry] };
    const found = await fetchIssuer(certificate, check.timeoutMs, ports);
    if ('failure' in found) return { certificates, missing: [...missing, entry], failure: found.failure };
    if ([...certificates, ...check.roots].some(({ der }) => Buffer.compare(der, found.issuer.der) === 0))
      return { certificates, missing };
    missing.push({ ...entry, fetchedFrom: found.url });
    certificates.push(found.issuer);
  }
  return { certificates, missing };
}

function missingFor({ issuerText, subjectText, extensions }: Certificate): MissingEntry {
  return { subject: issuerText, for: subjectText, urls: extensions.authorityInfoAccess.caIssuers };
}

async function fetchIssuer(
  certificate: Certificate,
  timeoutMs: number,
  ports: CertPorts,
): Promise<{ readonly issuer: Certificate; readonly url: string } | { readonly failure: string }> {
  const urls = certificate.extensions.authorityInfoAccess.caIssuers.filter((url) => /^https?:/i.test(url));
  const told: string[] = [];
  for (const url of urls.slice(0, MAX_URLS)) {
    const found = await fetchOne(url, certificate, timeoutMs, ports);
    if (typeof found !== 'string') return { issuer: found, url };
    told.push(found);
  }
  return { failure: told.join('; ') || `${certificate.subjectText} does not say where its issuer is` };
}

async function fetchOne(
  url: string,
  certificate: Certificate,
  timeoutMs: number,
  { fetch, signal }: CertPorts,
): Promise<Certificate | string> {
  const bounds = { timeoutMs, maxBodyBytes: MAX_BYTES, maxRedirects: MAX_REDIRECTS };
  const answered = await fetch({ url, ...bounds, ...(signal !== undefined && { signal }) });
  if (!answered.ok) return answered.error.message;
  if (answered.value.status !== 200) return `${url}: it answered with HTTP status ${answered.value.status}`;
  const bag = readCertificateBag(answered.value.body);
  const named = (bag.ok ? bag.value : []).filter((one) => sameName(one.subject, certificate.issuer));
  return (
    named.find((one) => isIssuedBy(certificate, one)) ??
    `${url}: what is there did not issue ${certificate.subjectText}`
  );
}
