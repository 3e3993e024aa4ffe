/**
 * Is a certificate revoked, by the CRLs there are? (RFC 5280 §6.3.3)
 *
 * Each distribution point of the certificate is gone through with each complete CRL that fits, the freshest first; a delta
 * that belongs to one is asked before it. The certificate is good when CRLs for every reason do not list it.
 */
import { equalBytes } from '../../../base/index.ts';
import type { Certificate } from '../certificate.ts';
import type { DistributionPoint } from '../extensions/types.ts';
import { sameName } from '../name-compare.ts';
import { FAULT_RANK } from './codes.ts';
import { ALL_REASONS } from './points.ts';
import { judgeScope, pointsOf } from './scope.ts';
import { signersBelow } from './signers.ts';
import type { Crl, CrlProblem, RevocationVerdict, RevokedEntry } from './types.ts';
import { type Signers, verifyCrl } from './verify.ts';

/** Beyond these CRLs are not looked at: each may cost a signature and a scan. */
export const MAX_CRLS = 1000;

/**
 * @param issuer   whose subject and key the certificate was verified with
 * @param crls     complete ones and deltas, of any authorities, in any order
 * @param signers  further certificates that may sign CRLs: of an indirect CRL's issuer, or of the issuer's other key;
 *                 absent: those that the issuer itself issued are believed
 * @param judgeForm  what is asked of a CRL beyond RFC 5280
 */
export function checkRevocation(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly Crl[],
  at: Date,
  signers?: Signers,
  judgeForm: Bench['judgeForm'] = () => undefined,
): RevocationVerdict {
  const bench: Bench = { certificate, at, signers: allSigners(issuer, signers), judgeForm, verified: new Map() };
  const known = crls.slice(0, MAX_CRLS);
  const bases = known.filter(isComplete).toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());
  const deltas = known.filter((crl) => !isComplete(crl));
  const state: State = { reasons: 0, used: [], problems: [] };
  for (const point of pointsOf(certificate)) {
    for (const base of bases) {
      const revoked = state.reasons === ALL_REASONS ? undefined : consult(bench, state, { point, base, deltas });
      if (revoked !== undefined) return revoked;
    }
  }
  return state.reasons === ALL_REASONS ? good(state.used) : { status: 'undetermined', ...whyNot(state, bench, deltas) };
}

interface Bench {
  readonly certificate: Certificate;
  readonly at: Date;
  readonly signers: Signers;
  readonly judgeForm: (crl: Crl) => CrlProblem | undefined;
  /** What verifyCrl said, since a CRL may fit several points. */
  readonly verified: Map<Crl, CrlProblem | undefined>;
}

interface State {
  /** Mask of the reasons that are covered so far. */
  reasons: number;
  readonly used: Crl[];
  readonly problems: CrlProblem[];
}

interface Offer {
  readonly point: DistributionPoint;
  readonly base: Crl;
  readonly deltas: readonly Crl[];
}

/** A verdict where the certificate is listed; else what was learnt goes into `state`. */
function consult(bench: Bench, state: State, { point, base, deltas }: Offer): RevocationVerdict | undefined {
  const scope = judgeScope(base, bench.certificate, point);
  if (typeof scope !== 'number') return void state.problems.push(scope);
  if ((scope & ~state.reasons) === 0) return undefined;
  const delta = freshestDelta(bench, base, deltas);
  const problem = verified(bench, base, delta !== undefined);
  if (problem !== undefined) return void state.problems.push(problem);
  const source = [delta, base].find((crl) => crl !== undefined && entryOf(crl, bench.certificate) !== undefined);
  const entry = source && entryOf(source, bench.certificate);
  if (entry !== undefined && entry.reason !== 'removeFromCRL') return revoked(entry, source!); // (k)
  state.reasons |= scope;
  state.used.push(base, ...(delta === undefined ? [] : [delta]));
  return undefined;
}

function verified(bench: Bench, crl: Crl, mayBeExpired: boolean): CrlProblem | undefined {
  if (!bench.verified.has(crl)) {
    const { at, signers } = bench;
    bench.verified.set(crl, bench.judgeForm(crl) ?? verifyCrl(crl, signers, { at, mayBeExpired }));
  }
  return bench.verified.get(crl);
}

/** The one with the highest number among those that continue this base (c), in time and verified. */
function freshestDelta(bench: Bench, base: Crl, deltas: readonly Crl[]): Crl | undefined {
  return deltas
    .filter((delta) => continues(delta, base) && verified(bench, delta, false) === undefined)
    .toSorted((a, b) => (a.extensions.number! < b.extensions.number! ? 1 : -1))[0];
}

/** §5.2.4: same issuer, scope and key, a base no older than the one it was made from, and a newer number. */
function continues(delta: Crl, base: Crl): boolean {
  const [own, of] = [delta.extensions, base.extensions];
  if (own.number === undefined || of.number === undefined || own.baseNumber === undefined) return false;
  return (
    sameName(delta.issuer, base.issuer) &&
    isSameOctets(own.issuingPointDer, of.issuingPointDer) &&
    isSameOctets(own.authorityKeyId, of.authorityKeyId) &&
    of.number >= own.baseNumber &&
    own.number > of.number
  );
}

const isSameOctets = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined ? a === b : equalBytes(a, b);

const isComplete = ({ extensions }: Crl): boolean => extensions.baseNumber === undefined;

const entryOf = (crl: Crl, { serialOctets, issuer }: Certificate): RevokedEntry | undefined =>
  crl.revoked.find(serialOctets, issuer);

function revoked(entry: RevokedEntry, crl: Crl): RevocationVerdict {
  const { reason = 'unspecified', date, invalidityDate } = entry;
  return { status: 'revoked', reason, date, ...(invalidityDate !== undefined && { invalidityDate }), crl };
}

function good(crls: readonly Crl[]): RevocationVerdict {
  const ends = crls.filter((crl, i) => !isComplete(crl) || crls[i + 1] === undefined || isComplete(crls[i + 1]!));
  const nextUpdate = new Date(Math.min(...ends.map((crl) => crl.nextUpdate!.getTime())));
  return { status: 'good', crls, nextUpdate };
}

/** The problem of the CRL that came furthest. */
function whyNot({ reasons, problems }: State, bench: Bench, deltas: readonly Crl[]): CrlProblem {
  const { issuerText, issuer } = bench.certificate;
  if (reasons !== 0) return { code: 'reasons-not-covered', detail: `the CRLs of ${issuerText} leave out some reasons` };
  const furthest = problems.toSorted((a, b) => FAULT_RANK[b.code] - FAULT_RANK[a.code])[0];
  if (furthest !== undefined && furthest.code !== 'wrong-issuer') return furthest;
  if (deltas.some((delta) => sameName(delta.issuer, issuer)))
    return { code: 'delta-without-base', detail: `there is a delta CRL of ${issuerText}, and no complete one` };
  return furthest ?? { code: 'missing', detail: `there is no CRL of ${issuerText}` };
}

/** The issuer is trusted by whoever asks; others, where nobody says so, when it vouches for them. */
function allSigners(issuer: Certificate, signers: Signers = signersBelow([issuer], [])): Signers {
  const isIssuer = (signer: Certificate): boolean => equalBytes(signer.der, issuer.der);
  return {
    certificates: [issuer, ...signers.certificates],
    isTrusted: (signer) => isIssuer(signer) || signers.isTrusted(signer),
  };
}
