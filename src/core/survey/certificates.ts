/** The certificates a server shows, one for each type of key: whom they name, whom they lead to, and what is stapled. */

import { createHash } from 'node:crypto';
import { verifyOcsp } from '../ocsp/index.ts';
import { type Certificate, isIssuedBy, nameRules, parseReference, readCertificate, verifyChain } from '../pki/index.ts';
import type { KeyOutcome } from '../tls/index.ts';
import type { CertificateReport, StapleReport } from './types.ts';

export interface Judging {
  /** Whom the certificate should name; nobody is asked for when absent. */
  readonly serverName: string | undefined;
  readonly at: Date;
  readonly roots: readonly Certificate[];
}

type Shown = Extract<KeyOutcome['outcome'], { kind: 'tls' }>;

export function reportCertificate(shown: Shown, judging: Judging): CertificateReport {
  const { protocol, cipher, leafKeyType: keyType } = shown;
  const read = shown.chain.map(readCertificate);
  const chain = read.flatMap((one) => (one.ok ? [one.value] : []));
  const facts = { keyType, protocol, cipher, chain: chain.map(shownCertificate) };
  const leaf = read[0];
  if (leaf === undefined || !leaf.ok) {
    const unreadable = leaf === undefined ? 'no certificate was sent' : leaf.error.message;
    return { ...facts, unreadable, mustStaple: false, staple: { status: 'none' } };
  }
  const keyBits = leaf.value.publicKeyObject()?.asymmetricKeyDetails?.modulusLength;
  return {
    ...facts,
    ...(keyBits !== undefined && { keyBits }),
    ...namedBy(leaf.value, judging),
    ...trustOf(leaf.value, chain.slice(1), judging),
    mustStaple: leaf.value.extensions.mustStaple,
    staple: stapleOf(shown.ocspResponse, leaf.value, chain.slice(1), judging),
  };
}

function shownCertificate({ der, subjectText, issuerText, serial, notBefore, notAfter }: Certificate) {
  return {
    subject: subjectText,
    issuer: issuerText,
    serial,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    fingerprint: createHash('sha256').update(der).digest('hex'),
  };
}

function namedBy(leaf: Certificate, { serverName }: Judging): { readonly named?: boolean } {
  const reference = serverName === undefined ? undefined : parseReference(serverName);
  return reference?.ok === true ? { named: nameRules.rfc9525.match(leaf, reference.value).match } : {};
}

/** Of the chain as it is sent; names are told by themselves. */
function trustOf(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  { at, roots }: Judging,
): Pick<CertificateReport, 'trusted' | 'trustCode'> {
  const verdict = verifyChain({ leaf, intermediates, anchors: roots, purpose: 'server', at, profile: 'path' });
  return verdict.valid ? { trusted: true } : { trusted: false, trustCode: verdict.code };
}

/** RFC 6066 §8: the proof of the leaf. */
function stapleOf(
  response: Uint8Array | undefined,
  leaf: Certificate,
  chain: readonly Certificate[],
  { at, roots }: Judging,
): StapleReport {
  if (response === undefined) return { status: 'none' };
  const issuer = [...chain, ...roots].find((candidate) => isIssuedBy(leaf, candidate));
  if (issuer === undefined)
    return { status: 'invalid', code: 'no-issuer', detail: 'the issuer of the certificate was not sent' };
  const verdict = verifyOcsp({ response, certificate: leaf, issuer, chain, at });
  return {
    status: verdict.status,
    code: verdict.code,
    detail: verdict.detail,
    ...(verdict.status !== 'invalid' && {
      thisUpdate: verdict.thisUpdate.toISOString(),
      validUntil: verdict.validUntil.toISOString(),
    }),
  };
}
