/** Who issued a certificate: among those at hand, or where the certificate itself says. */
import { type Certificate, isIssuedBy, isSelfIssued, readCertificateBag } from '../pki/index.ts';
import type { CrlPorts, CrlQuestion } from './types.ts';

const MAX_URLS = 4;
const MAX_ISSUER_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 5;
/** Longer than any path of authorities that is met. */
const MAX_STEPS = 8;

export type FoundIssuer = { readonly issuer: Certificate } | { readonly detail: string };

/** Among those at hand, else from where the certificate says (caIssuers); a signature decides. */
export async function findIssuer(
  certificate: Certificate,
  question: CrlQuestion,
  ports: CrlPorts,
): Promise<FoundIssuer> {
  const atHand = atHandOf(question).find((one) => isIssuedBy(certificate, one));
  if (atHand !== undefined) return { issuer: atHand };
  const { issuerText, extensions } = certificate;
  const urls = extensions.authorityInfoAccess.caIssuers.filter((url) => /^https?:/i.test(url)).slice(0, MAX_URLS);
  const told: string[] = [];
  for (const url of urls) {
    const found = await fetchIssuer(url, certificate, question, ports);
    if ('issuer' in found) return found;
    told.push(found.detail);
  }
  if (told.length > 0) return { detail: told.join('; ') };
  return { detail: `the certificate of ${issuerText} is not at hand, and nothing says where it is` };
}

/** The issuer and those above it, as far as they are at hand. */
export function ancestors(issuer: Certificate, question: CrlQuestion): readonly Certificate[] {
  const path = [issuer];
  while (path.length < MAX_STEPS && !isSelfIssued(path.at(-1)!)) {
    const next = atHandOf(question).find((one) => !path.includes(one) && isIssuedBy(path.at(-1)!, one));
    if (next === undefined) break;
    path.push(next);
  }
  return path;
}

export const atHandOf = ({ issuers, certificates }: CrlQuestion): readonly Certificate[] => [
  ...issuers,
  ...certificates,
];

async function fetchIssuer(
  url: string,
  certificate: Certificate,
  question: CrlQuestion,
  ports: CrlPorts,
): Promise<FoundIssuer> {
  const fetched = await fetchCertificates(url, question, ports);
  if (typeof fetched === 'string') return { detail: fetched };
  const issuer = fetched.find((one) => isIssuedBy(certificate, one));
  return issuer === undefined
    ? { detail: `${url}: what is there did not issue ${certificate.subjectText}` }
    : { issuer };
}

/** The certificates at an address, or why there are none. */
export async function fetchCertificates(
  url: string,
  { timeoutMs }: CrlQuestion,
  { fetch, signal }: CrlPorts,
): Promise<readonly Certificate[] | string> {
  const answered = await fetch({
    url,
    timeoutMs,
    maxBodyBytes: MAX_ISSUER_BYTES,
    maxRedirects: MAX_REDIRECTS,
    ...(signal !== undefined && { signal }),
  });
  if (!answered.ok) return answered.error.message;
  if (answered.value.status !== 200) return `${url}: it answered with HTTP status ${answered.value.status}`;
  const bag = readCertificateBag(answered.value.body);
  return bag.ok ? bag.value : `${url}: there is no certificate in the answer`;
}
