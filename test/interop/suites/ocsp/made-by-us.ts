/** Responses of our builder, good and bad in every way, judged by openssl and by us. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '../../../../src/base/index.ts';
import { createOcspRequest } from '../../../../src/core/ocsp/index.ts';
import { createOcspErrorResponse, type ResponseSpec, type SingleSpec } from '../../../../src/core/ocsp/issue.ts';
import type { SignatureStyle } from '../../../../src/core/pki/issue.ts';
import { DAY_MS, type Held, HOUR_MS } from '../../../support/ocsp.ts';
import type { OcspCase, WorldFiles } from './types.ts';
import { writeCertificate } from './world.ts';

type Theirs = NonNullable<OcspCase['theirs']>;
type More = Partial<Pick<OcspCase, 'theirs' | 'line' | 'words' | 'requestFile'>>;

const UNKNOWN_OID = '1.2.3.4.5';
const NULL_DER = Uint8Array.of(5, 0);
const good = (why: string): { theirs: Theirs } => ({ theirs: { status: 'good', why } });
const invalid = (why: string): { theirs: Theirs } => ({ theirs: { status: 'invalid', why } });

export async function madeByUs(files: WorldFiles, rsa: WorldFiles): Promise<readonly OcspCase[]> {
  return [
    ...(await statuses(files)),
    ...(await certIds(files)),
    ...(await signers(files)),
    ...(await signatures(files, rsa)),
    ...(await dates(files)),
    ...(await several(files)),
    ...(await forms(files)),
    ...(await nonces(files)),
  ];
}

/** A case of one world; the response is as the spec says, signed by the issuer. */
function maker(files: WorldFiles) {
  const { world } = files;
  const make = (name: string, ours: string, response: Uint8Array, more: More = {}): OcspCase => ({
    name: `we respond: ${name}`,
    world: files,
    response,
    ours,
    ...more,
  });
  return {
    world,
    make,
    /** One single response with this changed. */
    single: async (name: string, ours: string, spec: Partial<SingleSpec>, more: More = {}): Promise<OcspCase> =>
      make(name, ours, await world.respond({ responses: [world.single(spec)] }), more),
    whole: async (name: string, ours: string, spec: Partial<ResponseSpec>, more: More = {}): Promise<OcspCase> =>
      make(name, ours, await world.respond(spec), more),
    /** Embedded, unless the spec has other certificates. */
    by: async (name: string, ours: string, signer: Held, spec: Partial<ResponseSpec> = {}, more: More = {}) =>
      make(name, ours, await world.respond({ certificates: [signer.der], ...spec }, signer), more),
  };
}

async function statuses(files: WorldFiles): Promise<readonly OcspCase[]> {
  const { world, single } = maker(files);
  const at = world.after(-DAY_MS);
  const reasons = ['unspecified', 'keyCompromise', 'certificateHold', 'removeFromCRL', 'aACompromise'] as const;
  return Promise.all([
    single('good', 'good good', {}),
    single('unknown', 'unknown unknown', { status: { kind: 'unknown' } }),
    single('revoked without a reason', 'revoked revoked', { status: { kind: 'revoked', at } }),
    ...reasons.map((reason) =>
      single(`revoked, ${reason}`, 'revoked revoked', { status: { kind: 'revoked', at, reason } }),
    ),
  ]);
}

async function certIds(files: WorldFiles): Promise<readonly OcspCase[]> {
  const { single, whole } = maker(files);
  const digests = ['sha224', 'sha256', 'sha384', 'sha512'] as const;
  return Promise.all([
    ...digests.map((digest) => single(`CertID by ${digest}`, 'good good', { digest }, { words: [`-${digest}`] })),
    single(
      'CertID by MD5',
      'invalid certid-digest',
      { digest: 'md5' },
      {
        words: ['-md5'],
        ...good('openssl takes any digest for naming; RFC 6960 §4.3 has SHA-1 and SHA-256, and nobody uses MD5'),
      },
    ),
    single('another serial', 'invalid certid-serial', { serial: Uint8Array.of(9) }),
    single('another name hash', 'invalid certid-issuer-name', { issuerNameHash: new Uint8Array(20) }),
    single('another key hash', 'invalid certid-issuer-key', { issuerKeyHash: new Uint8Array(20) }),
    whole('no single response', 'invalid no-single', { responses: [] }),
  ]);
}

async function signers(files: WorldFiles): Promise<readonly OcspCase[]> {
  const { world, by, whole, make } = maker(files);
  const ends = (ms: number) => world.delegate({ notAfter: world.after(ms) });
  const [plain, below] = [await world.delegate(), await world.delegate({ subject: 'Below' }, await world.delegate())];
  const local = await world.issue({ subject: 'Local Responder' }, world.stranger);
  const localFile = writeCertificate(files.folder, 'local', local);
  const localWords = ['-VAfile', localFile];
  const critical = [{ oid: UNKNOWN_OID, critical: true, der: NULL_DER }];
  const pem = Buffer.from(local.der).toString('base64');
  const line = { responderCert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----` };
  return Promise.all([
    whole('the issuer by key', 'good good', { responderId: 'key' }),
    by('a delegate by name', 'good good', plain),
    by('a delegate by key', 'good good', plain, { responderId: 'key' }),
    by('a delegate without nocheck', 'good good', await world.delegate({ ocspNoCheck: false })),
    by('a delegate that ends before nextUpdate', 'good good', await ends(HOUR_MS)),
    by('a delegate that has ended', 'invalid signer-expired', await ends(-HOUR_MS)),
    by(
      'a delegate that has not begun',
      'invalid signer-not-yet-valid',
      await world.delegate({ notBefore: world.after(HOUR_MS) }),
    ),
    by(
      'a delegate without the usage',
      'invalid signer-usage',
      await world.delegate({ extendedKeyUsage: ['serverAuth'] }),
    ),
    by(
      'a delegate without any usage extension',
      'invalid signer-usage',
      await world.delegate({ extendedKeyUsage: [] }),
    ),
    by('a delegate with any usage', 'invalid signer-usage', await world.delegate({ extendedKeyUsage: ['any'] })),
    by('the certificate itself', 'invalid signer-usage', world.leaf),
    by('a delegate of another authority', 'invalid signer-not-authorized', await world.delegate({}, world.stranger)),
    by('a delegate of the root', 'invalid signer-not-authorized', await world.delegate({}, world.root)),
    by('a delegate of a delegate', 'invalid signer-not-authorized', below),
    by('another authority signs', 'invalid signer-not-authorized', world.stranger),
    by(
      'a delegate whose key is not for signing',
      'invalid signer-key-usage',
      await world.delegate({ keyUsage: ['keyEncipherment'] }),
      {},
      {
        ...good('openssl looks at the extended usage of a responder alone; RFC 5280 §4.2.1.12 wants both to allow it'),
      },
    ),
    by(
      'a delegate with a critical extension',
      'invalid signer-extension',
      await world.delegate({ extraExtensions: critical }),
    ),
    by('a delegate that is not embedded', 'invalid signer-not-found', plain, { certificates: [] }),
    by('a trusted responder of nobody', 'good good', local, {}, { line, words: localWords }),
    by('the same, not embedded', 'good good', local, { certificates: [] }, { line, words: localWords }),
    make(
      'the issuer’s name, another key',
      'invalid bad-signature',
      await world.respond({}, { ...world.issuer, key: world.stranger.key }),
    ),
  ]);
}

async function signatures(files: WorldFiles, rsa: WorldFiles): Promise<readonly OcspCase[]> {
  const styled = async (of: WorldFiles, name: string, ours: string, style: SignatureStyle, more: More = {}) => {
    const { world, make } = maker(of);
    return make(name, ours, await world.respond({}, world.issuer, style), more);
  };
  const sha1 = good(
    'openssl has no policy on the digest of a response; RFC 6194 §3 has SHA-1 no longer used, and --allow-sha1 takes it',
  );
  return [
    await maker(files).whole('a broken signature', 'invalid bad-signature', { isSignatureBroken: true }),
    await styled(files, 'ECDSA with SHA-1', 'invalid weak-digest', { digest: 'sha1' }, sha1),
    await styled(files, 'ECDSA with SHA-1, allowed', 'good good', { digest: 'sha1' }, { line: { allowSha1: true } }),
    await styled(files, 'ECDSA with SHA-512', 'good good', { digest: 'sha512' }),
    await styled(rsa, 'RSA with SHA-1', 'invalid weak-digest', { digest: 'sha1' }, sha1),
    await styled(rsa, 'RSA with SHA-384', 'good good', { digest: 'sha384' }),
    await styled(rsa, 'RSA-PSS with SHA-256', 'good good', { pss: true }),
    await styled(rsa, 'RSA-PSS with SHA-512', 'good good', { pss: true, digest: 'sha512' }),
  ];
}

async function dates(files: WorldFiles): Promise<readonly OcspCase[]> {
  const { world, single, whole } = maker(files);
  const { after } = world;
  const open = (ms: number): Partial<ResponseSpec> => {
    const { nextUpdate: _, ...rest } = world.single({ thisUpdate: after(ms) });
    return { responses: [rest] };
  };
  const minutes = (n: number): Date => after(n * 60_000);
  return Promise.all([
    single('thisUpdate four minutes ahead', 'good good', { thisUpdate: minutes(4) }),
    single('thisUpdate an hour ahead', 'invalid not-yet-valid', { thisUpdate: minutes(60) }),
    single('nextUpdate four minutes ago', 'good good', { nextUpdate: minutes(-4) }),
    single('nextUpdate ten minutes ago', 'invalid expired', { nextUpdate: minutes(-10) }),
    single('nextUpdate before thisUpdate', 'invalid date-order', { thisUpdate: minutes(-1), nextUpdate: minutes(-2) }),
    whole('no nextUpdate', 'good good', open(-HOUR_MS)),
    whole('no nextUpdate, 20 days old', 'invalid too-old', open(-20 * DAY_MS), {
      ...good('openssl has no bound without -status_age; GnuTLS has 15 days as we do'),
    }),
    single('older than asked for', 'invalid too-old', {}, { line: { maxAge: 60 }, words: ['-status_age', '60'] }),
    single('not older than asked for', 'good good', {}, { line: { maxAge: 7200 }, words: ['-status_age', '7200'] }),
    single(
      'less skew than asked for',
      'invalid expired',
      { nextUpdate: minutes(-4) },
      { line: { skew: 60 }, words: ['-validity_period', '60'] },
    ),
    whole('produced in the future', 'good good', { producedAt: after(DAY_MS) }),
  ]);
}

async function several(files: WorldFiles): Promise<readonly OcspCase[]> {
  const { world, whole } = maker(files);
  const revoked = world.single({ status: { kind: 'revoked', at: world.after(-DAY_MS) } });
  const other = world.single({ serial: Uint8Array.of(9) });
  const first = 'openssl takes the first about a certificate; RFC 6960 does not say, and we take the worst';
  return Promise.all([
    whole('others beside ours', 'good good', { responses: [other, world.single(), other] }),
    whole('revoked, then good', 'revoked revoked', { responses: [revoked, world.single()] }),
    whole('good, then revoked', 'revoked revoked', { responses: [world.single(), revoked] }, good(first)),
    whole(
      'one that has run out, then good',
      'good good',
      { responses: [world.single({ nextUpdate: world.after(-DAY_MS) }), world.single()] },
      {
        ...invalid('openssl takes the first about a certificate, and its times are wrong'),
      },
    ),
  ]);
}

async function forms(files: WorldFiles): Promise<readonly OcspCase[]> {
  const { world, whole, single, make } = maker(files);
  const codes = { 1: 'malformed-request', 2: 'internal-error', 3: 'try-later', 5: 'sig-required', 6: 'unauthorized' };
  const response = await world.respond();
  const critical = [{ oid: UNKNOWN_OID, critical: true, der: NULL_DER }];
  const ignored = 'openssl does not look at critical extensions of a response (RFC 5280 §4.2 has them refused)';
  return Promise.all([
    ...Object.entries(codes).map(async ([number, code]) =>
      make(`status ${number}`, `invalid ${code}`, await createOcspErrorResponse(Number(number))),
    ),
    whole('another type', 'invalid response-type', { responseType: UNKNOWN_OID }),
    whole('version 2', 'invalid version', { version: 2 }, { ...good('openssl does not look at the version') }),
    whole('a critical extension', 'invalid critical-extension', { extensions: critical }, good(ignored)),
    single(
      'a critical extension of the single response',
      'invalid critical-extension',
      { extensions: critical },
      good(ignored),
    ),
    make('cut off', 'invalid malformed', response.subarray(0, response.length - 10)),
    make('no DER', 'invalid malformed', Buffer.from('<html></html>')),
  ]);
}

async function nonces(files: WorldFiles): Promise<readonly OcspCase[]> {
  const { world, whole } = maker(files);
  const nonce = new Uint8Array(32).fill(7);
  const requestFile = join(files.folder, 'nonce-request.der');
  const about = { certificate: world.leaf.certificate, issuer: world.issuer.certificate, digest: 'sha1' } as const;
  writeFileSync(requestFile, await createOcspRequest({ ...about, nonce }));
  const more = { line: { nonce: toHex(nonce) }, requestFile };
  return Promise.all([
    whole('the nonce echoed', 'good good', { nonce }, more),
    whole('another nonce', 'invalid nonce-mismatch', { nonce: new Uint8Array(32) }, more),
    whole('no nonce, though asked', 'good good', {}, more),
    whole('a nonce nobody asked for', 'good good', { nonce }),
  ]);
}
