/** Can a CRL be relied on, whatever it lists? (RFC 5280 §5, §6.3.3 (a), (f), (g)) */
import { equalBytes } from '../../../base/index.ts';
import type { Certificate } from '../certificate.ts';
import { KEY_USAGE } from '../extensions/types.ts';
import { sameName } from '../name-compare.ts';
import { isSignatureGood } from '../signature.ts';
import type { Crl, CrlProblem } from './types.ts';

/** Who may have signed it. */
export interface Signers {
  /** Candidates; those whose subject is the CRL's issuer count. */
  readonly certificates: readonly Certificate[];
  /** Leads a path of its own to the anchor of the certificate in question (§6.3.3 (f))? */
  isTrusted(signer: Certificate): boolean;
}

export interface VerifyOptions {
  readonly at: Date;
  /** A base whose delta is in time may be past its own nextUpdate (§5.2.4). */
  readonly mayBeExpired?: boolean;
}

/** Undefined: it can. */
export function verifyCrl(crl: Crl, signers: Signers, options: VerifyOptions): CrlProblem | undefined {
  return judgeForm(crl) ?? judgeDates(crl, options) ?? judgeSigner(crl, signers);
}

/** What its own octets say against it. */
export function judgeForm({ version, extensions, revoked, issuerText }: Crl): CrlProblem | undefined {
  const { unknownCritical, number, isNumberCritical } = extensions;
  if (unknownCritical.length > 0)
    return problem('unknown-critical', issuerText, `has an unknown critical extension, ${unknownCritical[0]}`); // §5.2
  if (version === 2 && number === undefined) return problem('no-number', issuerText, 'has no CRL number'); // §5.2.3
  if (isNumberCritical) return problem('critical-number', issuerText, 'has its CRL number marked critical'); // §5.2.3
  const { fault } = revoked;
  return fault && problem(fault.code, issuerText, `cannot be used: ${fault.detail}`);
}

export function judgeDates({ thisUpdate, nextUpdate, issuerText }: Crl, { at, mayBeExpired }: VerifyOptions) {
  if (thisUpdate > at) return problem('not-yet-valid', issuerText, `begins ${thisUpdate.toISOString()}`);
  if (nextUpdate === undefined) return problem('no-next-update', issuerText, 'does not say when the next one comes'); // §5.1.2.5
  if (nextUpdate < at && mayBeExpired !== true)
    return problem('expired', issuerText, `should have been replaced by ${nextUpdate.toISOString()}`);
  return undefined;
}

/** Who signed it, form and dates aside; the candidate that gets furthest decides what is told. */
export function judgeSigner(crl: Crl, { certificates, isTrusted }: Signers): CrlProblem | undefined {
  const { issuerText, extensions } = crl;
  const named = certificates.filter(({ subject }) => sameName(subject, crl.issuer));
  if (named.length === 0)
    return problem('no-signer', issuerText, 'is signed by an authority whose certificate is missing');
  const keyed = named.filter((signer) => hasKeyId(signer, extensions.authorityKeyId));
  if (keyed.length === 0) return problem('wrong-key', issuerText, 'names another key of its issuer');
  const usable = keyed.filter(maySignCrls);
  if (usable.length === 0)
    return problem('no-crl-sign', issuerText, 'is signed by a certificate whose key usage lacks cRLSign');
  const signer = usable.find((candidate) => isSignedBy(crl, candidate));
  if (signer === undefined) return problem('bad-signature', issuerText, 'has a signature that does not verify');
  return isTrusted(signer)
    ? undefined
    : problem('untrusted-signer', issuerText, 'is signed by a certificate that leads to no trust anchor');
}

/** A list of millions is digested once, however many paths are tried. */
const signed = new WeakMap<Crl, WeakMap<Certificate, boolean>>();

function isSignedBy(crl: Crl, signer: Certificate): boolean {
  const known = signed.get(crl) ?? new WeakMap<Certificate, boolean>();
  signed.set(crl, known);
  const key = signer.publicKeyObject();
  const isGood = known.get(signer) ?? (key !== undefined && isSignatureGood(crl.signed, key));
  known.set(signer, isGood);
  return isGood;
}

/** §5.2.1; a certificate without the identifier is not held to it. */
function hasKeyId({ extensions }: Certificate, wanted: Uint8Array | undefined): boolean {
  return wanted === undefined || extensions.subjectKeyId === undefined || equalBytes(wanted, extensions.subjectKeyId);
}

/** Where there is a key usage it has to say so (§6.3.3 (f)). */
const maySignCrls = ({ extensions }: Certificate): boolean => extensions.keyUsage?.has(KEY_USAGE.CRL_SIGN) !== false;

function problem(code: CrlProblem['code'], issuer: string, what: string): CrlProblem {
  return { code, detail: `the CRL of ${issuer} ${what}` };
}
