/** An authority, a certificate and responders with and without the right to sign, for tests of OCSP; all P-256. */

import type { OcspQuestion, OcspVerdict } from '../../src/core/ocsp/index.ts';
import { verifyOcsp } from '../../src/core/ocsp/index.ts';
import {
  createOcspResponse,
  type OcspSigningKey,
  type ResponseSpec,
  type SingleSpec,
} from '../../src/core/ocsp/issue.ts';
import type { Certificate } from '../../src/core/pki/index.ts';
import {
  type CertificateTemplate,
  generateSigningKey,
  issueCertificate,
  type Signer,
  type SigningKey,
  type SigningKeyType,
} from '../../src/core/pki/issue.ts';
import { certificate, NOW } from './chains.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const after = (ms: number): Date => new Date(NOW.getTime() + ms);

export interface Held {
  readonly key: SigningKey;
  readonly der: Uint8Array;
  readonly certificate: Certificate;
}

export interface OcspWorld {
  readonly now: Date;
  /** That long after now. */
  after(ms: number): Date;
  readonly root: Held;
  readonly issuer: Held;
  readonly leaf: Held;
  /** Another authority, with a leaf of the same serial. */
  readonly stranger: Held;
  issue(template: Partial<CertificateTemplate>, by?: Held, type?: SigningKeyType): Promise<Held>;
  /** A delegated responder of the issuer. */
  delegate(template?: Partial<CertificateTemplate>, by?: Held, type?: SigningKeyType, rsaBits?: number): Promise<Held>;
  single(spec?: Partial<SingleSpec>): SingleSpec;
  /** Signed by the issuer unless told otherwise. */
  respond(spec?: Partial<ResponseSpec>, by?: Held, style?: OcspSigningKey['signature']): Promise<Uint8Array>;
  verify(response: Uint8Array, question?: Partial<OcspQuestion>): OcspVerdict;
}

const SERIAL = Uint8Array.of(0x4a, 1, 2, 3);

export async function ocspWorld(type: SigningKeyType = 'p256', now = NOW): Promise<OcspWorld> {
  const after = (ms: number): Date => new Date(now.getTime() + ms);
  const held = (
    template: Partial<CertificateTemplate>,
    by: Held | undefined,
    keyType: SigningKeyType,
    rsaBits?: number,
  ): Promise<Held> =>
    issue({ notBefore: after(-30 * DAY_MS), notAfter: after(300 * DAY_MS), ...template }, by, keyType, rsaBits);
  const root = await held({ subject: 'Test Root', ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] }, undefined, type);
  const ca = { ca: {}, keyUsage: ['digitalSignature', 'keyCertSign', 'cRLSign'] } as const;
  const issuer = await held({ subject: 'Test Issuer', ...ca }, root, type);
  const stranger = await held({ subject: 'Test Stranger', ...ca }, root, type);
  const leaf = await held({ subject: 'mx.test', dnsNames: ['mx.test'], serial: SERIAL }, issuer, type);
  const single = (spec: Partial<SingleSpec> = {}): SingleSpec => ({
    certificate: leaf.der,
    issuer: issuer.der,
    status: { kind: 'good' },
    thisUpdate: after(-HOUR_MS),
    nextUpdate: after(4 * DAY_MS),
    ...spec,
  });
  return {
    now,
    after,
    root,
    issuer,
    leaf,
    stranger,
    single,
    issue: (template, by = issuer, keyType = type) => held(template, by, keyType),
    delegate: (template = {}, by = issuer, keyType = type, rsaBits) =>
      held(
        { subject: 'Test Responder', extendedKeyUsage: ['ocspSigning'], ocspNoCheck: true, ...template },
        by,
        keyType,
        rsaBits,
      ),
    respond: (spec = {}, by = issuer, signature) =>
      createOcspResponse(
        { responses: [single()], ...spec },
        { key: by.key, certificate: by.der, ...(signature !== undefined && { signature }) },
      ),
    verify: (response, question = {}) =>
      verifyOcsp({ response, certificate: leaf.certificate, issuer: issuer.certificate, at: now, ...question }),
  };
}

type Dated = Partial<CertificateTemplate> & Pick<CertificateTemplate, 'notBefore' | 'notAfter'>;

async function issue(template: Dated, by: Held | undefined, type: SigningKeyType, rsaBits?: number): Promise<Held> {
  const key = await generateSigningKey(type, rsaBits);
  const signer: Signer = by === undefined ? { key } : { key: by.key, certificate: by.der };
  const der = await issueCertificate({ subject: 'someone', ...template }, key.publicKey, signer);
  return { key, der, certificate: certificate(der) };
}
