/** `fetchProofs` against a responder that is a function, with real files. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOcspErrorResponse } from '../../../src/core/ocsp/issue.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import { type FetchOptions, fetchProofs, responsesIn, type Wanted } from '../../../src/core/stapling/index.ts';
import {
  type Answer,
  ASK,
  after,
  createTestCa,
  DAY_MS,
  HOUR_MS,
  NOW,
  OPTIONS,
  ocspAnswer,
  proofOf,
  refused,
  type TestCa,
  temporaryFolder,
  URL_A,
  URL_B,
  type World,
  worldOf,
} from '../../support/stapling.ts';

let ca: TestCa;
let leaf: Certificate;
let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeAll(async () => {
  ca = await createTestCa();
  leaf = await ca.issue();
});
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'mx.ocsp');
});
afterEach(() => folder.remove());

interface Told {
  readonly ids: string;
  readonly outcome: string;
  readonly report: Awaited<ReturnType<typeof reportOf>>;
}

async function reportOf(world: World, wanted: readonly Partial<Wanted>[], options: Partial<FetchOptions>) {
  const all = wanted.map((one) => ({ certificate: leaf, others: [ca.certificate], file, ...one }));
  return fetchProofs(all, { ...OPTIONS, ...options }, world.ports);
}

/** Ids without their common beginning, those of severity ok included. */
async function fetchOne(
  world: World,
  options: Partial<FetchOptions> = {},
  wanted: Partial<Wanted> = {},
): Promise<Told> {
  const report = await reportOf(world, [wanted], options);
  if (!report.ok) return { ids: report.error.code, outcome: report.error.message, report };
  const ids = report.value.findings.map(({ id, severity }) => `${severity}:${id.replace('ocsp.fetch.', '')}`).join(' ');
  return { ids, outcome: report.value.data.proofs.map(({ outcome }) => outcome).join(' '), report };
}

/** A responder that says this to everybody. */
const saying = (...args: Parameters<typeof proofOf>): World => {
  const proof = proofOf(...args);
  return worldOf(async () => ocspAnswer(await proof));
};

const dated = (): Date => statSync(file).mtime;

describe('a proof', () => {
  it('is fetched, stored and dated at when to fetch again', async () => {
    const proof = await proofOf(ca, leaf);
    const world = worldOf(() => ocspAnswer(proof));
    expect(await fetchOne(world)).toMatchObject({ ids: 'ok:written', outcome: 'written' });
    expect(readFileSync(file)).toEqual(Buffer.from(proof));
    expect(dated()).toEqual(after(7 * DAY_MS * 0.9));
    expect(world.log).toEqual([`GET ${URL_A}`]);
    expect(readdirSync(folder.path)).toEqual(['mx.ocsp']);
  });
  it('that is fresh is left alone, and the responder with it', async () => {
    const world = saying(ca, leaf);
    await fetchOne(world);
    expect(await fetchOne(world)).toMatchObject({ ids: 'ok:skipped', outcome: 'skipped' });
    expect(world.log.length).toBe(1);
  });
  it('is fetched when its date has come, or when forced', async () => {
    const world = saying(ca, leaf);
    await fetchOne(world);
    expect((await fetchOne(world, { force: true })).outcome).toBe('unchanged');
    utimesSync(file, NOW, NOW);
    expect((await fetchOne(world)).outcome).toBe('unchanged');
    expect([dated(), world.log.length]).toEqual([after(7 * DAY_MS * 0.9), 3]);
  });
  it('ends with its signer, and is fetched again before that', async () => {
    const signer = await ca.delegate({ notAfter: after(10 * HOUR_MS) });
    const world = saying(ca, leaf, {}, { signer, certificates: [signer.certificate] });
    expect((await fetchOne(world)).ids).toBe('ok:written info:signer-ends-first');
    expect(dated()).toEqual(after(9 * HOUR_MS));
  });
  it('without nextUpdate is stored, due at once, and told to be of little use', async () => {
    const world = saying(ca, leaf, { nextUpdate: undefined as never });
    expect((await fetchOne(world)).ids).toBe('ok:written warn:no-next-update');
    expect(dated()).toEqual(NOW);
  });
  it('may be PEM', async () => {
    await fetchOne(saying(ca, leaf), { format: 'pem' });
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN OCSP RESPONSE-----\n[^-]+-----END OCSP RESPONSE-----\n$/);
  });
  it('is only shown where no file is named', async () => {
    const world = saying(ca, leaf);
    const report = await fetchProofs([{ certificate: leaf, others: [ca.certificate] }], OPTIONS, world.ports);
    expect(report.ok && report.value.data.proofs[0]).toMatchObject({
      outcome: 'fetched',
      status: 'good',
      response: expect.any(String),
    });
  });
});

describe('the file', () => {
  it('keeps its mode, and a link stays a link', async () => {
    const real = join(folder.path, 'real');
    writeFileSync(real, 'nothing');
    chmodSync(real, 0o640);
    symlinkSync(real, file);
    await fetchOne(saying(ca, leaf));
    expect([statSync(real).mode & 0o777, responsesIn(readFileSync(real)).length]).toEqual([0o640, 1]);
  });
  it('whose date lies beyond the end of what is in it is not believed', async () => {
    const world = saying(ca, leaf);
    await fetchOne(world);
    utimesSync(file, NOW, after(365 * DAY_MS));
    expect((await fetchOne(world)).ids).toContain('info:unusable-file');
    expect(dated()).toEqual(after(7 * DAY_MS * 0.9));
  });
  it('that proves nothing is not believed, whatever its date', async () => {
    writeFileSync(file, 'rubbish');
    utimesSync(file, NOW, after(DAY_MS));
    expect((await fetchOne(saying(ca, leaf))).ids).toBe('ok:written info:unusable-file');
  });
  it('of another certificate is replaced', async () => {
    const other = await ca.issue({ subject: 'old.test' });
    await fetchOne(saying(ca, other, { nextUpdate: after(90 * DAY_MS) }), {}, { certificate: other });
    expect((await fetchOne(saying(ca, leaf))).outcome).toBe('written');
  });
  it('loses what a killed run left beside it', async () => {
    writeFileSync(join(folder.path, '.mx.ocsp.0123456789ab'), 'half');
    writeFileSync(
      join(folder.path, '.mx.ocsp.lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, host: (await import('node:os')).hostname() }),
    );
    expect((await fetchOne(saying(ca, leaf))).ids).toBe('info:swept ok:written');
    expect(readdirSync(folder.path)).toEqual(['mx.ocsp']);
  });
  it('that is fresh may be in a folder where nobody may write', async () => {
    const world = saying(ca, leaf);
    await fetchOne(world);
    chmodSync(folder.path, 0o555);
    expect((await fetchOne(world)).ids).toBe('ok:skipped');
    chmodSync(folder.path, 0o755);
  });
  it.each(['CERTIFICATE', 'PRIVATE KEY'])('with a %s in it is never overwritten', async (label) => {
    writeFileSync(file, `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`);
    const world = saying(ca, leaf);
    const { outcome } = await fetchOne(world, { force: true });
    expect([outcome, world.log]).toEqual([expect.stringContaining(`it holds ${label}`), []]);
  });
  it('that another run is at work on is left to it', async () => {
    writeFileSync(
      join(folder.path, '.mx.ocsp.lock'),
      JSON.stringify({ pid: process.pid, host: (await import('node:os')).hostname() }),
    );
    expect((await fetchOne(saying(ca, leaf))).ids).toBe('unknown:locked');
    expect(existsSync(file)).toBe(false);
  });
  it.each([
    ['is a directory', () => mkdirSync(file)],
    ['has no folder', () => folder.remove()],
  ])('%s: nobody is asked', async (_, prepare) => {
    prepare();
    const world = saying(ca, leaf);
    expect([(await fetchOne(world)).ids, world.log]).toEqual(['stapling/file', []]);
  });
});

describe('a good proof is never replaced by a worse one, not even when forced', () => {
  it.each([
    ['older', { thisUpdate: after(-2 * HOUR_MS), nextUpdate: after(9 * DAY_MS) }, 'warn:kept'],
    ['ending sooner', { thisUpdate: NOW, nextUpdate: after(DAY_MS) }, 'warn:kept'],
    ['without an end', { thisUpdate: NOW, nextUpdate: undefined as never }, 'warn:kept'],
    ['unknown', { status: { kind: 'unknown' } as const }, 'error:unknown warn:old-proof'],
    ['revoked', { status: { kind: 'revoked', at: after(-HOUR_MS) } as const }, 'error:revoked warn:old-proof'],
    ['expired', { thisUpdate: after(-9 * DAY_MS), nextUpdate: after(-DAY_MS) }, 'error:invalid warn:old-proof'],
  ] as const)('%s', async (_, single, ids) => {
    await fetchOne(saying(ca, leaf));
    const before = readFileSync(file);
    expect((await fetchOne(saying(ca, leaf, single), { force: true })).ids).toBe(ids);
    expect(readFileSync(file)).toEqual(before);
  });
  it('by one whose signer ends sooner', async () => {
    await fetchOne(saying(ca, leaf));
    const signer = await ca.delegate({ notAfter: after(HOUR_MS) });
    const world = saying(
      ca,
      leaf,
      { thisUpdate: NOW, nextUpdate: after(30 * DAY_MS) },
      { signer, certificates: [signer.certificate] },
    );
    expect((await fetchOne(world, { force: true })).ids).toBe('warn:kept');
  });
  it('but goes with --remove-revoked', async () => {
    await fetchOne(saying(ca, leaf));
    const world = saying(ca, leaf, { status: { kind: 'revoked', at: NOW, reason: 'keyCompromise' } });
    const { ids, report } = await fetchOne(world, { force: true, removeRevoked: true });
    expect([ids, existsSync(file)]).toEqual(['error:revoked', false]);
    expect(report.ok && report.value.data.proofs[0]).toMatchObject({
      outcome: 'removed',
      status: 'revoked',
      reason: 'keyCompromise',
    });
  });
});

describe('an answer that proves nothing', () => {
  const others = async (): Promise<TestCa> => createTestCa('Somebody else');
  it.each<[string, () => Promise<Answer>, string]>([
    [
      'a signature that does not verify',
      async () => ocspAnswer(await proofOf(ca, leaf, {}, { isSignatureBroken: true })),
      'bad-signature',
    ],
    ['another serial', async () => ocspAnswer(await proofOf(ca, leaf, { serial: Uint8Array.of(9) })), 'certid-serial'],
    ['another authority', async () => ocspAnswer(await proofOf(await others(), leaf)), 'certid'],
    ['still to come', async () => ocspAnswer(await proofOf(ca, leaf, { thisUpdate: after(HOUR_MS) })), 'not-yet-valid'],
    [
      'garbage',
      async () => ({ body: Buffer.from('<html>'), headers: { 'content-type': 'text/html' } }),
      'no OCSP response: 6 octets of type "text/html"',
    ],
    ['empty', async () => ({}), 'no OCSP response: 0 octets of type "none"'],
    ['unauthorized', async () => ocspAnswer(await createOcspErrorResponse(6)), 'unauthorized'],
    ['malformedRequest', async () => ocspAnswer(await createOcspErrorResponse(1)), 'malformed-request'],
    ['sigRequired', async () => ocspAnswer(await createOcspErrorResponse(5)), 'sig-required'],
  ])('%s is an error', async (_, answer, says) => {
    const { ids, report } = await fetchOne(worldOf(answer));
    expect(ids).toMatch(/^error:invalid/);
    expect(report.ok && report.value.findings[0]!.detail).toContain(says);
    expect(existsSync(file)).toBe(false);
  });
  it('of a delegate without the right to sign', async () => {
    const signer = await ca.delegate({ extendedKeyUsage: [] });
    expect((await fetchOne(saying(ca, leaf, {}, { signer, certificates: [signer.certificate] }))).ids).toBe(
      'error:invalid',
    );
  });
  it('of an issuer that leads to none of the authorities given', async () => {
    const ask = { ...ASK, roots: [(await others()).certificate] };
    const { report } = await fetchOne(saying(ca, leaf), { ask });
    expect(report.ok && report.value.findings[0]!.detail).toContain('untrusted-issuer');
  });
});

describe('what decides nothing', () => {
  it.each<[string, (method: string, url: string) => Answer | Promise<Answer>]>([
    ['a refused connection', (_, url) => refused(url)],
    ['status 500', () => ({ status: 500 })],
    ['status 403', () => ({ status: 403, headers: { 'content-type': 'text/html' } })],
    ['tryLater', async () => ocspAnswer(await createOcspErrorResponse(3))],
    ['internalError', async () => ocspAnswer(await createOcspErrorResponse(2))],
  ])('%s is unknown, with the responder named', async (_, answer) => {
    const { ids, report } = await fetchOne(worldOf(answer));
    expect(ids).toBe('unknown:failed');
    expect(report.ok && report.value.findings[0]!.detail).toContain(URL_A);
  });
});

describe('asking', () => {
  it('turns to POST where GET brought nothing (RFC 5019 §5)', async () => {
    const good = await proofOf(ca, leaf);
    const world = worldOf((method) => (method === 'GET' ? { status: 405 } : ocspAnswer(good)));
    expect((await fetchOne(world)).ids).toBe('ok:written info:passed-over');
    expect(world.log).toEqual([`GET ${URL_A}`, `POST ${URL_A}`]);
  });
  it.each([
    ['get', [`GET ${URL_A}`]],
    ['post', [`POST ${URL_A}`]],
  ] as const)('by %s alone', async (method, log) => {
    const world = worldOf(() => ({ status: 404 }));
    await fetchOne(world, { ask: { ...ASK, method } });
    expect(world.log).toEqual(log);
  });
  it('by POST with a nonce, which must come back as it was (RFC 9654 §2.1)', async () => {
    const answers = [undefined, Uint8Array.of(1, 2, 3)];
    for (const [i, nonce] of answers.entries()) {
      const world = saying(ca, leaf, {}, nonce === undefined ? {} : { nonce });
      const { ids } = await fetchOne(world, { force: true, ask: { ...ASK, nonce: true } });
      expect([ids, world.log[0], world.nonces[0]!.length]).toEqual([
        ['ok:written info:flaw', 'error:invalid warn:old-proof'][i],
        `POST ${URL_A}`,
        64,
      ]);
    }
  });
  it('asks the next responder where one is silent or does not know', async () => {
    const good = await proofOf(ca, leaf);
    const unknown = await proofOf(ca, leaf, { status: { kind: 'unknown' } });
    for (const first of [refused(URL_A), ocspAnswer(unknown)]) {
      const world = worldOf((_, url) => (url === URL_A ? first : ocspAnswer(good)));
      const { ids } = await fetchOne(world, { urls: [URL_A, URL_B], force: true });
      expect(ids).toMatch(/^ok:written( info:passed-over)+$/);
    }
  });
  it('tries again what may pass, each time after a longer pause with chance in it', async () => {
    const good = await proofOf(ca, leaf);
    let left = 3;
    const world = worldOf((_, url) => (left-- > 0 ? refused(url) : ocspAnswer(good)));
    expect((await fetchOne(world, { ask: { ...ASK, retries: 3 } })).outcome).toBe('written');
    expect(world.slept.length).toBe(3);
    for (const [i, ms] of world.slept.entries()) expect([ms >= 250 * 2 ** i, ms <= 500 * 2 ** i]).toEqual([true, true]);
  });
  it('does not try again what will not change', async () => {
    const world = worldOf(async () => ocspAnswer(await createOcspErrorResponse(6)));
    await fetchOne(world, { ask: { ...ASK, retries: 3 } });
    expect(world.slept).toEqual([]);
  });
  it('tells a content type that is another, and takes the answer', async () => {
    const good = await proofOf(ca, leaf);
    const world = worldOf(() => ({ body: good, headers: { 'content-type': 'text/plain' } }));
    expect((await fetchOne(world)).ids).toBe('ok:written warn:content-type');
  });
  it('tells a clock that is off by the Date of the answer, the time in caches counted', async () => {
    const good = await proofOf(ca, leaf);
    for (const [behind, age, ids] of [
      [2 * HOUR_MS, '0', 'ok:written warn:clock'],
      [-2 * HOUR_MS, '7200', 'ok:written'],
    ] as const) {
      const date = new Date(Date.now() + behind).toUTCString();
      const world = worldOf(() => ({
        body: good,
        headers: { 'content-type': 'application/ocsp-response', date, age },
      }));
      expect(
        (await fetchOne(world, { force: true, ask: { ...ASK, comparesClock: true } })).ids.replace(/unchanged/, ''),
      ).toBe(ids);
    }
  });
});

describe('dates that are all wrong', () => {
  const late = { thisUpdate: after(-9 * DAY_MS), nextUpdate: after(-DAY_MS) };
  const early = { thisUpdate: after(HOUR_MS), nextUpdate: after(DAY_MS) };
  const now = (): string => new Date().toUTCString();
  it.each([
    ['expired, and no Date', late, undefined, true, 'error:invalid warn:clock'],
    ['still to come, and no Date', early, undefined, true, 'error:invalid warn:clock'],
    ['expired, and the Date agrees with our clock', late, now, true, 'error:invalid'],
    ['still to come, as of a time of our choice', early, undefined, false, 'error:invalid'],
  ] as const)('%s', async (_, single, date, comparesClock, ids) => {
    const body = await proofOf(ca, leaf, single);
    const headers = { 'content-type': 'application/ocsp-response', ...(date !== undefined && { date: date() }) };
    const world = worldOf(() => ({ body, headers }));
    expect((await fetchOne(world, { ask: { ...ASK, comparesClock } })).ids).toBe(ids);
  });
});

describe('a certificate without a responder', () => {
  it.each([
    [{ crlUrls: ['http://crl.test/'] }, {}, 'info:no-url'],
    [{}, {}, 'info:no-url'],
    [{ crlUrls: ['http://crl.test/'] }, { noUrl: 'error' }, 'error:no-url'],
    [{ mustStaple: true }, {}, 'error:must-staple'],
    [{ ocspUrls: ['ldap://ocsp.test/'] }, {}, 'error:bad-url'],
  ] as const)('%j with %j is %s', async (template, options, ids) => {
    const certificate = await ca.issue({ ocspUrls: [], ...template });
    expect((await fetchOne(saying(ca, leaf), options, { certificate })).ids).toBe(ids);
  });
});

describe('the issuer', () => {
  it('is fetched from where the certificate says', async () => {
    const certificate = await ca.issue({ caIssuersUrls: ['http://ca.test/'] });
    const good = await proofOf(ca, certificate);
    const world = worldOf((_, url) => (url === 'http://ca.test/' ? { body: ca.der } : ocspAnswer(good)));
    expect((await fetchOne(world, {}, { certificate, others: [] })).outcome).toBe('written');
  });
  it('that cannot be fetched leaves it undecided', async () => {
    const certificate = await ca.issue({ caIssuersUrls: ['http://ca.test/'] });
    const { ids } = await fetchOne(
      worldOf((_, url) => refused(url)),
      {},
      { certificate, others: [] },
    );
    expect(ids).toBe('unknown:no-issuer');
  });
  it('that is nowhere is a matter of configuration, and so is a wrong one', async () => {
    const other = await createTestCa('Somebody else');
    expect((await fetchOne(saying(ca, leaf), {}, { others: [other.certificate] })).ids).toBe('stapling/issuer');
    expect((await fetchOne(saying(ca, leaf), { issuers: [other.certificate] })).outcome).toMatch(
      /Somebody else did not issue .*mx\.test/,
    );
  });
});

describe('several certificates in one file', () => {
  it('each keeps its own proof, and the file is due when the first of them is', async () => {
    const second = await ca.issue({ subject: 'second.test', ocspUrls: [URL_B] });
    const answers: Readonly<Record<string, Uint8Array>> = {
      [URL_A]: await proofOf(ca, leaf),
      [URL_B]: await proofOf(ca, second, { nextUpdate: after(DAY_MS) }),
    };
    const world = worldOf((_, url) => ocspAnswer(answers[url]!));
    const options = { combined: true, format: 'pem' } as const;
    const run = (more: World, force = false) => reportOf(more, [{}, { certificate: second }], { ...options, force });
    await run(world);
    expect([responsesIn(readFileSync(file)).length, dated()]).toEqual([2, after(DAY_MS * 0.9)]);
    const half = worldOf((_, url) => (url === URL_A ? ocspAnswer(answers[url]!) : refused(url)));
    const again = await run(half, true);
    expect(again.ok && again.value.data.proofs.map(({ outcome }) => outcome)).toEqual(['unchanged', 'failed']);
    expect(responsesIn(readFileSync(file)).length).toBe(2);
    const skipped = await run(world);
    expect(skipped.ok && skipped.value.data.proofs.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
  });
});
