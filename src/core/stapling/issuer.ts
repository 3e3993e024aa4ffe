/** Who issued this certificate: among those at hand, or where the certificate itself says (caIssuers). */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { type Certificate, isIssuedBy, isSelfIssued, readCertificateBag } from '../pki/index.ts';
import type { StaplePorts } from './types.ts';

/** A certificate has one or two, an https one leads nowhere since its own chain would need checking first. */
const MAX_URLS = 4;
const MAX_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 5;

export interface IssuerQuestion {
  readonly certificate: Certificate;
  /** The one, where it was named; it must be. */
  readonly named?: readonly Certificate[];
  /** Where to look, in this order: the file of the certificate, the chain, the roots. */
  readonly candidates: readonly Certificate[];
  readonly timeoutMs: number;
}

export async function findIssuer(question: IssuerQuestion, ports: StaplePorts): Promise<Result<Certificate, Failure>> {
  const { certificate, named, candidates } = question;
  const isIssuer = (one: Certificate): boolean => isIssuedBy(certificate, one);
  const subject = certificate.subjectText;
  if (named !== undefined) {
    const issuer = named.find(isIssuer);
    return issuer === undefined ? err(wrongIssuer(subject, named)) : ok(issuer);
  }
  const atHand = candidates.find(isIssuer);
  if (atHand !== undefined) return ok(atHand);
  if (isSelfIssued(certificate) && isIssuer(certificate)) return err(selfSigned(subject));
  return await fetchIssuer(question, ports);
}

async function fetchIssuer(
  { certificate, timeoutMs }: IssuerQuestion,
  ports: StaplePorts,
): Promise<Result<Certificate, Failure>> {
  const urls = certificate.extensions.authorityInfoAccess.caIssuers.filter((url) => /^https?:/i.test(url));
  if (urls.length === 0) return err(nowhere(certificate));
  const told: Failure[] = [];
  for (const url of urls.slice(0, MAX_URLS)) {
    const found = await fetchFrom(url, certificate, timeoutMs, ports);
    if (found.ok) return found;
    told.push(found.error);
  }
  return err({ ...told[0]!, message: told.map(({ message }) => message).join('; ') });
}

async function fetchFrom(
  url: string,
  certificate: Certificate,
  timeoutMs: number,
  { fetch, signal }: StaplePorts,
): Promise<Result<Certificate, Failure>> {
  const fetched = await fetch({
    url,
    timeoutMs,
    maxBodyBytes: MAX_BYTES,
    maxRedirects: MAX_REDIRECTS,
    ...(signal !== undefined && { signal }),
  });
  if (!fetched.ok) return err(issuerFailure(fetched.error.message, fetched.error.temporary));
  const { status, body } = fetched.value;
  if (status !== 200) return err(issuerFailure(`${url}: it answered with HTTP status ${status}`, status >= 500));
  const bag = readCertificateBag(body);
  if (!bag.ok) return err(issuerFailure(`${url}: there is no certificate in the answer`, false));
  const issuer = bag.value.find((one) => isIssuedBy(certificate, one));
  return issuer === undefined
    ? err(issuerFailure(`${url}: what is there did not issue ${certificate.subjectText}`, false))
    : ok(issuer);
}

function issuerFailure(what: string, temporary: boolean): Failure {
  const message = `the issuer's certificate could not be fetched: ${what}`;
  return { code: 'stapling/issuer', message, hint: 'give it with --issuer', fault: 'peer', temporary };
}

function wrongIssuer(subject: string, named: readonly Certificate[]): Failure {
  const who = named.map(({ subjectText }) => subjectText).join(', ');
  return configuration(`${who} did not issue ${subject}`, 'give the certificate whose key signed it with --issuer');
}

const selfSigned = (subject: string): Failure =>
  configuration(
    `${subject} is signed by itself: nobody else vouches for it, and there is no proof to fetch`,
    undefined,
  );

const nowhere = ({ subjectText, issuerText }: Certificate): Failure =>
  configuration(
    `the issuer of ${subjectText}, ${issuerText}, is not at hand, and the certificate does not say where it is`,
    'give it with --issuer, or behind the certificate in its file',
  );

function configuration(message: string, hint: string | undefined): Failure {
  const code = 'stapling/issuer';
  return { code, message, ...(hint !== undefined && { hint }), fault: 'configuration', temporary: false };
}
