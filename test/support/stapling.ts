/** A world for tests of stapling: an authority, certificates, a responder that is a function, a clock and a folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, seededRandom } from '../../src/base/index.ts';
import type { HttpRequest, HttpResponse, NetError } from '../../src/core/net/types.ts';
import { parseOcspRequest } from '../../src/core/ocsp/index.ts';
import {
  createOcspResponse,
  type OcspSigningKey,
  type ResponseSpec,
  type SingleSpec,
} from '../../src/core/ocsp/issue.ts';
import { type Certificate, readCertificate } from '../../src/core/pki/index.ts';
import {
  type CertificateTemplate,
  generateSigningKey,
  issueCertificate,
  type SigningKey,
} from '../../src/core/pki/issue.ts';
import type { AskOptions, FetchOptions, StaplePorts } from '../../src/core/stapling/index.ts';

export const NOW = new Date('2026-06-01T12:00:00Z');
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const URL_A = 'http://a.ocsp.test/';
export const URL_B = 'http://b.ocsp.test/';

export const after = (ms: number): Date => new Date(NOW.getTime() + ms);

export interface TestCa {
  readonly key: SigningKey;
  readonly der: Uint8Array;
  readonly certificate: Certificate;
  issue(template?: Partial<CertificateTemplate>): Promise<Certificate>;
  /** A delegated responder (RFC 6960 §4.2.2.2). */
  delegate(template?: Partial<CertificateTemplate>): Promise<OcspSigningKey>;
}

export async function createTestCa(subject = 'Test CA'): Promise<TestCa> {
  const key = await generateSigningKey('p256');
  const dates = { notBefore: after(-30 * DAY_MS), notAfter: after(3650 * DAY_MS) };
  const der = await issueCertificate(
    { subject, ...dates, ca: {}, keyUsage: ['keyCertSign', 'digitalSignature'] },
    key.publicKey,
    { key },
  );
  const issueFor = async (template: CertificateTemplate, of: SigningKey): Promise<Uint8Array> =>
    issueCertificate(template, of.publicKey, { key, certificate: der });
  return {
    key,
    der,
    certificate: read(der),
    issue: async (template = {}) => {
      const leaf = { subject: 'mx.test', dnsNames: ['mx.test'], ocspUrls: [URL_A], ...dates, ...template };
      return read(await issueFor(leaf, await generateSigningKey('p256')));
    },
    delegate: async (template = {}) => {
      const own = await generateSigningKey('p256');
      const usage = { extendedKeyUsage: ['ocspSigning'], ocspNoCheck: true };
      return {
        key: own,
        certificate: await issueFor({ subject: 'Test responder', ...dates, ...usage, ...template }, own),
      };
    },
  };
}

export function read(der: Uint8Array): Certificate {
  const certificate = readCertificate(der);
  if (!certificate.ok) throw new Error(certificate.error.message);
  return certificate.value;
}

export type Answer = Partial<HttpResponse> | NetError;

/** Good, for a week, unless the spec says otherwise. */
export function proofOf(
  ca: TestCa,
  certificate: Certificate,
  single: Partial<SingleSpec> = {},
  more: Partial<ResponseSpec> & { readonly signer?: OcspSigningKey } = {},
): Promise<Uint8Array> {
  const { signer = { key: ca.key, certificate: ca.der }, ...spec } = more;
  const good = { status: { kind: 'good' }, thisUpdate: after(-HOUR_MS), nextUpdate: after(7 * DAY_MS) } as const;
  const responses = [{ certificate: certificate.der, issuer: ca.der, ...good, ...single }];
  return createOcspResponse({ responses, ...spec }, signer);
}

export const ocspAnswer = (body: Uint8Array): Answer => ({
  headers: { 'content-type': 'application/ocsp-response' },
  body,
});

export const refused = (url: string): NetError => ({
  code: 'net/refused',
  message: `${url}: the connection was refused`,
  fault: 'peer',
  temporary: true,
});

export interface World {
  readonly ports: StaplePorts;
  /** `GET http://a.ocsp.test/`, the encoded request left out. */
  readonly log: string[];
  /** Nonces of the requests, in hex. */
  readonly nonces: string[];
  readonly slept: number[];
  now: Date;
}

/** @param answer  what a responder says; by method and URL */
export function worldOf(
  answer: (method: string, url: string, request: HttpRequest) => Answer | Promise<Answer>,
): World {
  const world = { now: NOW, log: [] as string[], nonces: [] as string[], slept: [] as number[] };
  const clock = { now: () => world.now, monotonicMs: () => performance.now() };
  const ports: StaplePorts = {
    clock,
    random: seededRandom(7),
    sleep: async (ms) => void world.slept.push(ms),
    fetch: async (request) => {
      const { method = 'GET' } = request;
      const url = method === 'GET' ? request.url.replace(/^(http:\/\/[^/]*\/).*/, '$1') : request.url;
      world.log.push(`${method} ${url}`);
      note(world.nonces, request.body);
      const said = await answer(method, url, request);
      if ('fault' in said) return err(said);
      return ok({ status: 200, headers: {}, body: new Uint8Array(), url: request.url, ...said });
    },
  };
  return Object.assign(world, { ports });
}

function note(nonces: string[], body: Uint8Array | undefined): void {
  const request = body === undefined ? undefined : parseOcspRequest(body);
  if (request?.ok === true && request.value.nonce !== undefined)
    nonces.push(Buffer.from(request.value.nonce).toString('hex'));
}

export const ASK: AskOptions = {
  method: 'auto',
  digest: 'sha1',
  nonce: false,
  retries: 0,
  timeoutMs: 1000,
  roots: [],
  chain: [],
  comparesClock: false,
};

export const OPTIONS: FetchOptions = {
  urls: [],
  ask: ASK,
  marginPercent: 10,
  force: false,
  removeRevoked: false,
  format: 'der',
  noUrl: 'ok',
  combined: false,
  jobs: 4,
  lockWaitMs: 0,
};

/** A folder, and the act of taking it away. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'mxray-stapling-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
