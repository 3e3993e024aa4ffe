/** The responder: a request in DER in, an answer in the mood asked for out (RFC 6960 §2.3, §4.2). */
import { createHash } from 'node:crypto';
import { type CertId, keyDigest, type OcspRequest, parseOcspRequest } from '../../../core/ocsp/index.ts';
import {
  type CertIdDigest,
  createOcspErrorResponse,
  createOcspResponse,
  type ResponseSpec,
  type SingleSpec,
} from '../../../core/ocsp/issue.ts';
import { type Certificate, readCertificate } from '../../../core/pki/index.ts';
import type { Authorities, Authority } from '../../ca/index.ts';
import { type Asked, type OcspMood, ocspMoodNamed, USUAL_DATES } from './moods.ts';
import type { Signers } from './signers.ts';

const MALFORMED_REQUEST = 1;
const UNAUTHORIZED = 6;
const HOUR_MS = 3_600_000;

/** Answers DER whatever is asked; a mood that is no row of moods.ts is good. */
export type Respond = (request: Uint8Array, mood: string, now: Date) => Promise<Uint8Array>;

/** The serial that a request asks about, in hex; undefined where it is no request. */
export function serialAsked(request: Uint8Array): string | undefined {
  const read = parseOcspRequest(request);
  return read.ok ? read.value.requests[0]?.certId.serial : undefined;
}

export function createResponder(authorities: Authorities, signers: Signers): Respond {
  return async (der, moodName, now) => {
    const request = parseOcspRequest(der);
    const certId = request.ok ? request.value.requests[0]?.certId : undefined;
    if (!request.ok || certId === undefined) return createOcspErrorResponse(MALFORMED_REQUEST);
    const issuer = await issuerMeant(certId, authorities);
    if (issuer === undefined) return createOcspErrorResponse(UNAUTHORIZED);
    const mood = ocspMoodNamed(moodName) ?? ocspMoodNamed('good')!;
    return mood.error === undefined
      ? sign(mood, { request: request.value, issuer, now }, signers)
      : createOcspErrorResponse(mood.error);
  };
}

interface Asking {
  readonly request: OcspRequest;
  readonly issuer: Authority;
  readonly now: Date;
}

async function sign(mood: OcspMood, asking: Asking, signers: Signers): Promise<Uint8Array> {
  const { issuer } = asking;
  const spec = specOf(mood, asking);
  if (mood.signer === undefined) return createOcspResponse(spec, signers.issuer(issuer));
  if (mood.signer === 'stranger') return createOcspResponse(spec, await signers.stranger());
  const signer = await signers.delegate(issuer, mood.signer);
  return createOcspResponse({ ...spec, certificates: [signer.certificate] }, signer);
}

function specOf(mood: OcspMood, asking: Asking): ResponseSpec {
  const { request, now } = asking;
  const { dates = USUAL_DATES, response, nonce = 'echoed' } = mood;
  return {
    responses: request.requests.map(({ certId }) => singleOf(mood, certId, asking)),
    producedAt: hoursFrom(now, dates.from),
    ...(request.nonce !== undefined && nonce !== 'ignored' && { nonce: echo(request.nonce, nonce) }),
    ...response,
  };
}

function singleOf(mood: OcspMood, certId: CertId, { issuer, now }: Asking): SingleSpec {
  const { dates = USUAL_DATES, digest = certId.digest as CertIdDigest } = mood;
  const asked = askedIn(digest, certId, certificateOf(issuer));
  return {
    certificate: issuer.certificate,
    issuer: issuer.certificate,
    digest,
    ...asked,
    status: mood.status?.(now) ?? { kind: 'good' },
    thisUpdate: hoursFrom(now, dates.from),
    ...(dates.to !== 'never' && { nextUpdate: hoursFrom(now, dates.to) }),
    ...mood.single?.(asked),
  };
}

/** As it was asked, or the same in another digest. */
function askedIn(digest: CertIdDigest, certId: CertId, issuer: Certificate): Asked {
  const { issuerNameHash, issuerKeyHash } = certId;
  const serial = octetsOf(certId.serial);
  if (digest === certId.digest) return { serial, issuerNameHash, issuerKeyHash };
  const nameHash = createHash(digest).update(issuer.subject).digest();
  return { serial, issuerNameHash: nameHash, issuerKeyHash: keyDigest(issuer, digest) };
}

/** Contents of the INTEGER: positive, so never with the sign bit first. */
function octetsOf(serial: string): Uint8Array {
  const even = serial.length % 2 === 0 ? serial : `0${serial}`;
  return Buffer.from(Number.parseInt(even.slice(0, 2), 16) < 0x80 ? even : `00${even}`, 'hex');
}

const hoursFrom = (now: Date, hours: number): Date => new Date(now.getTime() + hours * HOUR_MS);

function echo(nonce: Uint8Array, how: 'echoed' | 'altered'): Uint8Array {
  return how === 'echoed' ? nonce : Uint8Array.from(nonce, (octet) => octet ^ 0xff);
}

/** Which authority a CertID means, by the digest of its key; one that nobody has asked for has issued nothing. */
async function issuerMeant(
  { digest, issuerKeyHash }: CertId,
  authorities: Authorities,
): Promise<Authority | undefined> {
  if (digest === undefined) return undefined;
  const made = await authorities.made();
  return made.find((authority) => Buffer.compare(keyDigest(certificateOf(authority), digest), issuerKeyHash) === 0);
}

const read = new WeakMap<Authority, Certificate>();

function certificateOf(authority: Authority): Certificate {
  const known = read.get(authority);
  if (known !== undefined) return known;
  const certificate = readCertificate(authority.certificate);
  if (!certificate.ok) throw new Error(certificate.error.message);
  read.set(authority, certificate.value);
  return certificate.value;
}
