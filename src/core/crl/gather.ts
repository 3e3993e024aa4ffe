/**
 * The CRLs that decide about one certificate: one for each of its distribution points, from the first of the point's addresses
 * that has one, until reasons are covered; then deltas, where certificate or CRL name some (RFC 5280 §4.2.1.15, §5.2.6).
 */

import {
  type Certificate,
  type Crl,
  checkRevocation,
  type Extensions,
  type RevocationVerdict,
  type Signers,
} from '../pki/index.ts';
import { fetchCertificates } from './issuers.ts';
import { type Had, type Obtained, obtainCrl } from './obtain.ts';
import type { CrlPorts, CrlQuestion } from './types.ts';

type Point = Extensions['crlDistributionPoints'][number];

export interface Gathered {
  readonly verdict: RevocationVerdict;
  /** In the order in which they were asked for. */
  readonly obtained: readonly Obtained[];
}

/** Hostile certificates name thousands. */
const MAX_POINTS = 8;
const MAX_URLS = 4;

export async function gatherCrls(
  certificate: Certificate,
  issuer: Certificate,
  signers: Signers,
  question: CrlQuestion,
  ports: CrlPorts,
): Promise<Gathered> {
  const gathered = await gather(certificate, issuer, signers, question, ports);
  const isFromCache = gathered.obtained.some((one) => isHad(one) && one.from === 'cache');
  if (gathered.verdict.status !== 'undetermined' || !isFromCache) return gathered;
  // What was kept may be of a key that the authority has no longer.
  return gather(certificate, issuer, signers, question, withEmptyCache(ports));
}

/** What comes is kept all the same. */
function withEmptyCache({ cache, ...ports }: CrlPorts): CrlPorts {
  return cache === undefined ? ports : { ...ports, cache: { ...cache, get: async () => undefined } };
}

async function gather(
  certificate: Certificate,
  issuer: Certificate,
  signers: Signers,
  question: CrlQuestion,
  ports: CrlPorts,
): Promise<Gathered> {
  const obtained: Obtained[] = [];
  const judge = (by = signers): RevocationVerdict =>
    checkRevocation(certificate, issuer, obtained.flatMap(crlOf), question.at, by);
  const collect = async (points: readonly Point[], isEnough: () => boolean): Promise<void> => {
    for (const point of points.slice(0, MAX_POINTS)) {
      if (isEnough()) return;
      obtained.push(...(await obtainPoint(point, question, ports)));
    }
  };
  await collect(certificate.extensions.crlDistributionPoints, () => judge().status === 'good');
  await collect([...certificate.extensions.freshestCrl, ...obtained.flatMap(deltaPoints)], () => false);
  const first = judge();
  const verdict = lacksSigner(first) ? judge(await withFetched(signers, obtained, question, ports)) : first;
  await keepGood(verdict, obtained);
  return { verdict, obtained };
}

const lacksSigner = (verdict: RevocationVerdict): boolean =>
  verdict.status === 'undetermined' && (verdict.code === 'no-signer' || verdict.code === 'wrong-key');

/** And those that the CRLs themselves lead to (RFC 5280 §5.2.7); trust is asked of them as of the others. */
async function withFetched(
  signers: Signers,
  obtained: readonly Obtained[],
  question: CrlQuestion,
  ports: CrlPorts,
): Promise<Signers> {
  const urls = obtained.flatMap(crlOf).flatMap(({ extensions }) => extensions.signerUrls);
  const more: Certificate[] = [];
  for (const url of urls.filter((one) => /^https?:/i.test(one)).slice(0, MAX_URLS)) {
    const fetched = await fetchCertificates(url, question, ports);
    if (typeof fetched !== 'string') more.push(...fetched);
  }
  return { ...signers, certificates: [...signers.certificates, ...more] };
}

/** Its addresses are mirrors of each other. */
async function obtainPoint(point: Point, question: CrlQuestion, ports: CrlPorts): Promise<readonly Obtained[]> {
  const tried: Obtained[] = [];
  for (const url of pointUrls(point).slice(0, MAX_URLS)) {
    const obtained = await obtainCrl(url, question, ports);
    tried.push(obtained);
    if (isHad(obtained)) break;
  }
  return tried;
}

export const pointUrls = ({ fullNames }: Point): readonly string[] =>
  fullNames.flatMap((name) => (name.kind === 'uri' ? [name.value] : []));

export const isHad = (obtained: Obtained): obtained is Had => 'crl' in obtained;

const crlOf = (obtained: Obtained): readonly Crl[] => (isHad(obtained) ? [obtained.crl] : []);

const deltaPoints = (obtained: Obtained): readonly Point[] =>
  crlOf(obtained).flatMap(({ extensions }) => extensions.freshest);

/** Those that the verdict rests on. */
async function keepGood(verdict: RevocationVerdict, obtained: readonly Obtained[]): Promise<void> {
  const proven = verdict.status === 'good' ? verdict.crls : verdict.status === 'revoked' ? [verdict.crl] : [];
  for (const one of obtained) if (isHad(one) && proven.includes(one.crl)) await one.keep();
}
