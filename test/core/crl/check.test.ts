/** The whole check against an HTTP server on loopback: fetching, keeping, deltas, mirrors, issuers. */
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Result, systemClock } from '../../../src/base/index.ts';
import { type CrlQuestion, checkCrl, createCrlCache, crlCacheFolder } from '../../../src/core/crl/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import { readCrlFile } from '../../../src/core/pki/crl/index.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { authority, crlDer, days, listed, NOW, type Party, party } from '../../support/crls.ts';

interface Served {
  readonly body?: Uint8Array | string;
  readonly status?: number;
  readonly etag?: string;
  readonly location?: string;
}

const served = new Map<string, Served>();
const asked: string[] = [];
const net = createNet();
let server: Server;
let base: string;
let folder: string;
let root: Party;
let issuing: Party;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    const { body = '', status = 200, etag, location } = served.get(request.url!) ?? { status: 404 };
    const isKnown = etag !== undefined && request.headers['if-none-match'] === etag;
    response.writeHead(isKnown ? 304 : status, { ...(etag && { etag }), ...(location && { location }) });
    response.end(isKnown ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  root = await authority('Root');
  issuing = await authority('Issuing', root, { crlUrls: [`${base}/root.crl`] });
});
afterAll(async () => {
  await net.close();
  server.close();
});
beforeEach(async () => {
  served.clear();
  asked.length = 0;
  const parent = await mkdtemp(join(tmpdir(), 'crl-'));
  folder = join(parent, 'crl');
  return () => rm(parent, { recursive: true, force: true });
});

const leafAt = (...paths: readonly string[]): Promise<Party> =>
  party(issuing, { crlUrls: paths.map((path) => (path.startsWith('/') ? `${base}${path}` : path)) });

async function check(leaf: Party, more: Partial<CrlQuestion> = {}) {
  const question: CrlQuestion = {
    certificates: [leaf, issuing, root].map(({ certificate }) => certificate),
    issuers: [],
    at: NOW,
    depth: 1,
    maxBytes: 100_000,
    timeoutMs: 5000,
    refresh: false,
    ...more,
  };
  return checkCrl(question, { fetch: net.fetch, cache: createCrlCache(folder), clock: systemClock });
}

const put = async (path: string, ...spec: Parameters<typeof crlDer>): Promise<void> => {
  served.set(path, { body: await crlDer(...spec) });
};

const ids = (report: Awaited<ReturnType<typeof check>>): readonly string[] => report.findings.map(({ id }) => id);

describe('a CRL from a distribution point', () => {
  it('says good or revoked', async () => {
    const leaf = await leafAt('/ca.crl');
    await put('/ca.crl', issuing);
    const report = await check(leaf);
    expect(report.data).toMatchObject({ status: 'good', nextUpdate: days(7).toISOString() });
    expect(report.data.certificates[0]!.crls).toMatchObject([{ from: 'network', crl: { number: '10', entries: 0 } }]);
    expect(ids(report)).toEqual(['crl.good']);
    await put('/ca.crl', issuing, { revoked: [listed(leaf, { reason: 1 })] });
    const again = await check(leaf, { refresh: true });
    expect(again.data).toMatchObject({ status: 'revoked', reason: 'keyCompromise' });
    expect(ids(again)).toEqual(['crl.revoked']);
  });
  it('may be PEM, and behind a redirect', async () => {
    served.set('/pem.crl', { body: formatPem('X509 CRL', await crlDer(issuing)) });
    served.set('/moved.crl', { status: 301, location: `${base}/pem.crl` });
    expect((await check(await leafAt('/moved.crl'))).data.status).toBe('good');
  });
  it.each<[string, Served, string, string]>([
    ['is not there', { status: 404 }, 'unreachable', 'crl.unreachable'],
    ['is HTML', { body: '<html>' }, 'malformed', 'crl.malformed'],
    ['is larger than asked for', { body: new Uint8Array(200_000) }, 'too-large', 'crl.too-large'],
    ['redirects for ever', { status: 302, location: '/ca.crl' }, 'unreachable', 'crl.unreachable'],
  ])('%s', async (_, answer, code, id) => {
    served.set('/ca.crl', answer);
    const report = await check(await leafAt('/ca.crl'));
    expect(report.data).toMatchObject({ status: 'undetermined', code });
    expect(ids(report)).toEqual([id]);
  });
  it('is taken from the first mirror that has it, and the others are told', async () => {
    await put('/two.crl', issuing);
    const report = await check(await leafAt('ldap://ldap.test/cn=ca', '/one.crl', '/two.crl'));
    expect(report.data.status).toBe('good');
    expect(ids(report)).toEqual(['crl.good', 'crl.address-passed-over', 'crl.mirror']);
    expect(asked).toEqual(['/one.crl', '/two.crl']);
  });
  it('at an ldap address alone cannot be told', async () => {
    const report = await check(await leafAt('ldap://ldap.test/cn=ca'));
    expect(report.data).toMatchObject({ status: 'undetermined', code: 'not-fetchable' });
    expect(report.findings[0]).toMatchObject({ severity: 'unknown' });
  });
  it('is missing from certificates of authorities that answer by OCSP alone', async () => {
    const leaf = await party(issuing, { ocspUrls: ['http://ocsp.test/'] });
    const report = await check(leaf);
    expect(report.data).toMatchObject({ status: 'no-crl', detail: expect.stringContaining('http://ocsp.test/') });
    expect(report.findings[0]).toMatchObject({ id: 'crl.no-crl', severity: 'unknown' });
  });
  it('is not to be looked for where the certificate says that it is never listed (RFC 9608)', async () => {
    const never = { oid: '2.5.29.56', critical: false, der: Uint8Array.of(5, 0) };
    const report = await check(await party(issuing, { extraExtensions: [never] }));
    expect(report.data).toMatchObject({ status: 'no-crl', code: 'no-rev-avail' });
    expect(report.findings).toMatchObject([{ id: 'crl.no-rev-avail', severity: 'info' }]);
  });
  it.each<[string, object, string, string]>([
    ['out of date', { thisUpdate: days(-30), nextUpdate: days(-9) }, 'expired', 'error'],
    ['badly signed', { isSignatureBroken: true }, 'bad-signature', 'error'],
    ['for other certificates', { issuingPoint: { onlyAuthorities: true } }, 'scope', 'unknown'],
  ])('that is %s', async (_, spec, code, severity) => {
    await put('/ca.crl', issuing, spec);
    const report = await check(await leafAt('/ca.crl'));
    expect(report.data).toMatchObject({ status: 'undetermined', code });
    expect(report.findings[0]).toMatchObject({ id: `crl.${code}`, severity });
    expect(await readdir(folder).catch(() => [])).toEqual([]); // a bad one is not kept
  });
});

describe('several points', () => {
  it('share the reasons', async () => {
    const leaf = await party(issuing, {
      crlPoints: [
        { urls: [`${base}/one.crl`], reasons: [1, 2] },
        { urls: [`${base}/two.crl`], reasons: [3, 4, 5, 6, 7, 8] },
      ],
    });
    const point = (path: string) => ({ issuingPoint: { names: [{ kind: 'uri' as const, value: `${base}${path}` }] } });
    await put('/one.crl', issuing, point('/one.crl'));
    await put('/two.crl', issuing, point('/two.crl'));
    expect((await check(leaf)).data.status).toBe('good');
    served.delete('/two.crl');
    expect((await check(leaf, { refresh: true })).data.status).toBe('good'); // kept, and in time
    await rm(folder, { recursive: true });
    expect((await check(leaf)).data).toMatchObject({ status: 'undetermined', code: 'reasons-not-covered' });
  });
  it('of deltas are asked where certificate or CRL name them', async () => {
    const leaf = await leafAt('/ca.crl');
    await put('/ca.crl', issuing, { freshest: [{ urls: [`${base}/delta.crl`] }] });
    await put('/delta.crl', issuing, { number: 11n, baseNumber: 10n, revoked: [listed(leaf)] });
    const report = await check(leaf);
    expect(report.data.status).toBe('revoked');
    expect(report.data.certificates[0]!.crls.map(({ crl }) => crl?.kind)).toEqual(['complete', 'delta']);
    served.delete('/delta.crl');
    await rm(folder, { recursive: true });
    const without = await check(leaf);
    expect(ids(without)).toEqual(['crl.good', 'crl.mirror']);
  });
});

describe('the cache', () => {
  it('saves asking until nextUpdate, in a folder of our own', async () => {
    const leaf = await leafAt('/ca.crl');
    await put('/ca.crl', issuing);
    await check(leaf);
    const report = await check(leaf);
    expect(asked).toEqual(['/ca.crl']);
    expect(report.data.certificates[0]!.crls).toMatchObject([{ from: 'cache' }]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const [file] = await readdir(folder);
    expect((await stat(join(folder, file!))).mode & 0o777).toBe(0o600);
    await check(leaf, { at: days(8) });
    expect(asked).toEqual(['/ca.crl', '/ca.crl']);
  });
  it('asks whether there is a newer one', async () => {
    const leaf = await leafAt('/ca.crl');
    served.set('/ca.crl', { body: await crlDer(issuing), etag: '"one"' });
    await check(leaf);
    const report = await check(leaf, { refresh: true });
    expect(asked).toHaveLength(2);
    expect(report.data.certificates[0]!.crls).toMatchObject([{ from: 'cache' }]);
  });
  it('does not fall back to an older list than it had', async () => {
    const leaf = await leafAt('/ca.crl');
    await put('/ca.crl', issuing, { revoked: [listed(leaf)] });
    await check(leaf);
    await put('/ca.crl', issuing, { thisUpdate: days(-2), number: 9n });
    const report = await check(leaf, { refresh: true });
    expect(report.data.status).toBe('revoked');
    expect(ids(report)).toContain('crl.server-behind');
  });
  it('is passed over where the authority has another key than it had', async () => {
    const leaf = await leafAt('/ca.crl');
    await put('/ca.crl', issuing);
    await check(leaf);
    const renewed = await authority('Issuing', root);
    const next = await party(renewed, { crlUrls: [`${base}/ca.crl`] });
    await put('/ca.crl', renewed, { revoked: [listed(next)] });
    const certificates = [next, renewed, root].map(({ certificate }) => certificate);
    expect((await check(next, { certificates })).data.status).toBe('revoked');
    expect((await check(next, { certificates })).data.status).toBe('revoked');
    expect(asked).toHaveLength(2);
  });
  it('is passed over where others could write into it', async () => {
    const leaf = await leafAt('/ca.crl');
    await put('/ca.crl', issuing);
    await check(leaf);
    await chmod(folder, 0o777);
    await check(leaf);
    expect(asked).toHaveLength(2);
  });
  it('takes nothing that was kept for another address, or is damaged', async () => {
    const cache = createCrlCache(folder);
    await cache.put('http://one.test/', { der: Uint8Array.of(1, 2), etag: '"a"' });
    expect(await cache.get('http://one.test/')).toMatchObject({ etag: '"a"' });
    expect(await cache.get('http://two.test/')).toBeUndefined();
  });
  it('stands where XDG says, if that is a whole path', () => {
    expect(crlCacheFolder({ XDG_CACHE_HOME: '/var/tmp/x' })).toBe('/var/tmp/x/mxray/crl');
    expect(crlCacheFolder({ XDG_CACHE_HOME: 'x' })).toMatch(/\.cache\/mxray\/crl$/);
  });
});

describe('issuers and chains', () => {
  it('are fetched where the certificate says', async () => {
    const leaf = await party(issuing, { crlUrls: [`${base}/ca.crl`], caIssuersUrls: [`${base}/ca.der`] });
    await put('/ca.crl', issuing);
    served.set('/ca.der', { body: issuing.certificate.der });
    expect((await check(leaf, { certificates: [leaf.certificate] })).data.status).toBe('good');
    served.set('/ca.der', { body: root.certificate.der });
    expect((await check(leaf, { certificates: [leaf.certificate] })).data).toMatchObject({ code: 'no-issuer' });
  });
  it('are asked about up to the root, and the worst counts', async () => {
    const leaf = await leafAt('/ca.crl');
    await put('/ca.crl', issuing);
    await put('/root.crl', root);
    const report = await check(leaf, { depth: 9 });
    expect(report.data.certificates.map(({ subject, status }) => [subject, status])).toEqual([
      ['CN=leaf', 'good'],
      ['CN=Issuing', 'good'],
    ]);
    await put('/root.crl', root, { revoked: [listed(issuing)] });
    expect((await check(leaf, { depth: 9, refresh: true })).data.status).toBe('revoked');
    expect((await check(leaf, { depth: 1 })).data.status).toBe('good');
  });
  it('may have an indirect CRL whose signer stands below the same root', async () => {
    const [clerk, stranger] = [await authority('Clerk', root), await authority('Clerk')];
    const leaf = await party(issuing, { crlPoints: [{ urls: [`${base}/clerk.crl`], crlIssuer: 'Clerk' }] });
    const spec = { issuingPoint: { isIndirect: true }, revoked: [listed(leaf, { issuer: 'Issuing' })] };
    await put('/clerk.crl', clerk, spec);
    expect((await check(leaf)).data).toMatchObject({ code: 'no-signer' });
    expect((await check(leaf, { issuers: [clerk.certificate] })).data.status).toBe('revoked');
    await put('/clerk.crl', stranger, spec);
    expect((await check(leaf, { issuers: [stranger.certificate], refresh: true })).data).toMatchObject({
      code: 'untrusted-signer',
    });
  });
});

describe('a signer that the CRL leads to (RFC 5280 §5.2.7)', () => {
  it('is fetched, and has to stand below the same root', async () => {
    const [clerk, stranger] = [await authority('Clerk', root), await authority('Clerk')];
    const leaf = await party(issuing, { crlPoints: [{ urls: [`${base}/clerk.crl`], crlIssuer: 'Clerk' }] });
    const access = await party(undefined, { caIssuersUrls: [`${base}/clerk.der`] });
    const { value } = access.certificate.extensions.all.find(({ oid }) => oid === '1.3.6.1.5.5.7.1.1')!;
    const spec = {
      issuingPoint: { isIndirect: true },
      extraExtensions: [{ oid: '1.3.6.1.5.5.7.1.1', critical: false, der: value! }],
    };
    await put('/clerk.crl', clerk, spec);
    served.set('/clerk.der', { body: clerk.certificate.der });
    expect((await check(leaf)).data.status).toBe('good');
    await put('/clerk.crl', stranger, spec);
    served.set('/clerk.der', { body: stranger.certificate.der });
    expect((await check(leaf, { refresh: true })).data).toMatchObject({ code: 'untrusted-signer' });
  });
});

describe('CRLs that are given', () => {
  it('are asked instead of the network', async () => {
    const leaf = await leafAt('/ca.crl');
    const pile = readCrlFile(await crlDer(issuing), 'ca.crl');
    expect((await check(leaf, { given: unwrap(pile) })).data.status).toBe('good');
    expect(asked).toEqual([]);
    expect(
      (await check(leaf, { given: { crls: [], unreadable: [{ code: 'malformed', detail: 'bad' }] } })).data,
    ).toMatchObject({ status: 'undetermined', code: 'malformed', detail: 'bad' });
  });
});

function unwrap<T>(result: Result<T, Error | object>): T {
  if (!result.ok) throw new Error('it cannot be read');
  return result.value;
}
