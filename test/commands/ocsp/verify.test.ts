/** `ocsp verify` and `ocsp show` as programs: files, batch lines, bad input, exit statuses (cli.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOcspRequest } from '../../../src/core/ocsp/index.ts';
import { createOcspErrorResponse } from '../../../src/core/ocsp/issue.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { NOW } from '../../support/chains.ts';
import { mxray, type Ran } from '../../support/cli.ts';
import { after, DAY_MS, type Held, type OcspWorld, ocspWorld } from '../../support/ocsp.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-ocsp-'));
const path = (name: string): string => join(folder, name);
const AT = NOW.toISOString();

let world: OcspWorld;
let short: Held;
const ajv = addFormats.default(new Ajv.default({ strict: false }));

beforeAll(async () => {
  world = await ocspWorld();
  short = await world.delegate({ notAfter: after(DAY_MS) });
  const [leaf, issuer] = [pem(world.leaf), pem(world.issuer)];
  const revoked = world.single({ status: { kind: 'revoked', at: after(-DAY_MS), reason: 'superseded' } });
  const good = await world.respond();
  const about = { certificate: world.leaf.certificate, issuer: world.issuer.certificate };
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'leaf.pem': leaf,
    'chain.pem': leaf + issuer,
    'leaf.der': world.leaf.der,
    'issuer.pem': issuer,
    'root.pem': pem(world.root),
    'stranger.pem': pem(world.stranger),
    'good.der': good,
    'good.pem': ocspPem(good),
    'two.pem':
      ocspPem(await world.respond({ responses: [world.single({ serial: Uint8Array.of(9) })] })) + ocspPem(good),
    'short.der': await world.respond({ certificates: [short.der] }, short),
    'revoked.der': await world.respond({ responses: [revoked] }),
    'unknown.der': await world.respond({ responses: [world.single({ status: { kind: 'unknown' } })] }),
    'nonce.der': await world.respond({ nonce: new Uint8Array(32).fill(5) }),
    'request.der': await createOcspRequest({ ...about, digest: 'sha1', nonce: new Uint8Array(32).fill(5) }),
    'later.der': await createOcspErrorResponse(3),
    'cut.der': good.subarray(0, 100),
    'noise.der': Buffer.from('00ff00ff', 'hex'),
    'page.html': '<html><body>please log in</body></html>',
    'empty.der': '',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(path(name), content);
});
afterAll(() => rmSync(folder, { recursive: true }));

const pem = ({ der }: Held): string => formatPem('CERTIFICATE', der);
const ocspPem = (der: Uint8Array): string => formatPem('CERTIFICATE', der).replaceAll('CERTIFICATE', 'OCSP RESPONSE');

const verify = (response: string, ...words: string[]): Promise<Ran> =>
  mxray(['ocsp', 'verify', path(response), '--at', AT, ...words]);
const withChain = (response: string, ...words: string[]): Promise<Ran> =>
  verify(response, '--cert', path('chain.pem'), ...words);

describe('ocsp verify', () => {
  it('finds the issuer in the file of the certificate', async () => {
    const { out, status } = await withChain('good.der');
    expect(status).toBe(0);
    expect(out).toContain('CN=mx.test: good');
    expect(out).toContain('the proof holds until 2026-06-05T12:00:00Z');
    expect(out).toContain('Exim staples it');
  });
  it('takes PEM, and of several the one about the certificate', async () => {
    expect((await withChain('good.pem')).status).toBe(0);
    expect((await withChain('two.pem')).status).toBe(0);
  });
  it('takes a certificate in DER, with its issuer from --issuer or --chain', async () => {
    expect((await verify('good.der', '--cert', path('leaf.der'), '--issuer', path('issuer.pem'))).status).toBe(0);
    expect((await verify('good.der', '--cert', path('leaf.pem'), '--chain', path('chain.pem'))).status).toBe(0);
  });
  it('reads standard input', async () => {
    const words = ['ocsp', 'verify', '-', '--cert', path('chain.pem'), '--at', AT];
    expect((await mxray(words, {}, ocspPem(await world.respond()))).status).toBe(0);
  });
  it.each([
    ['revoked.der', 'revoked (revoked at 2026-05-31T12:00:00Z, superseded)'],
    ['unknown.der', 'unknown (the responder does not know this certificate)'],
    ['later.der', 'invalid (try-later'],
    ['cut.der', 'invalid (malformed'],
    ['noise.der', 'invalid (malformed'],
  ])('%s is 1', async (file, words) => {
    const { out, status } = await withChain(file);
    expect(out).toContain(words);
    expect(status).toBe(1);
  });
  it('a proof ends with its signer: good until then, with a warning, and invalid after it', async () => {
    const now = await withChain('short.der', '--json');
    expect(JSON.parse(now.out)).toMatchObject({
      verdict: 'warn',
      exit: 0,
      data: { status: 'good', validUntil: '2026-06-02T12:00:00.000Z', nextUpdate: '2026-06-05T12:00:00.000Z' },
    });
    const later = await mxray([
      'ocsp',
      'verify',
      path('short.der'),
      '--cert',
      path('chain.pem'),
      '--at',
      '2026-06-03T00:00:00Z',
      '--json',
    ]);
    expect(later.status).toBe(1);
    expect(JSON.parse(later.out).data).toMatchObject({ status: 'invalid', code: 'signer-expired' });
  });
  it('holds the issuer to the roots of --ca-file', async () => {
    expect((await withChain('good.der', '--ca-file', path('root.pem'))).status).toBe(0);
    const { out, status } = await withChain('good.der', '--ca-file', path('stranger.pem'), '--json');
    expect(JSON.parse(out).data.code).toBe('untrusted-issuer');
    expect(status).toBe(1);
  });
  it('compares the nonce with that of --request or --nonce', async () => {
    expect((await withChain('nonce.der', '--request', path('request.der'), '--require-nonce')).status).toBe(0);
    const { out } = await withChain('nonce.der', '--nonce', '0011', '--json');
    expect(JSON.parse(out).data.code).toBe('nonce-mismatch');
    expect(
      JSON.parse((await withChain('good.der', '--request', path('request.der'), '--require-nonce', '--json')).out).data
        .code,
    ).toBe('nonce-missing');
  });
  it('takes --skew and --max-age', async () => {
    expect((await withChain('good.der', '--max-age', '60')).status).toBe(1);
    expect((await withChain('good.der', '--max-age', '7200')).status).toBe(0);
    const late = ['ocsp', 'verify', path('good.der'), '--cert', path('chain.pem'), '--at', '2026-06-05T12:04:00Z'];
    expect((await mxray([...late, '--skew', '60'])).status).toBe(1);
    expect((await mxray(late)).status).toBe(0);
  });
});

describe('ocsp verify, bad input: status 2 and one sentence', () => {
  it.each([
    ['no response', ['ocsp', 'verify', '--cert', 'chain.pem'], '"response" is missing'],
    ['no certificate', ['ocsp', 'verify', 'good.der'], '"cert" is missing'],
    ['a file that is not there', ['ocsp', 'verify', 'nowhere.der', '--cert', 'chain.pem'], 'nowhere.der: no such file'],
    ['a certificate that is not there', ['ocsp', 'verify', 'good.der', '--cert', 'nowhere.pem'], '--cert: '],
    ['a directory', ['ocsp', 'verify', '.', '--cert', 'chain.pem'], 'is a directory'],
    ['a certificate for a response', ['ocsp', 'verify', 'leaf.pem', '--cert', 'chain.pem'], 'it is PEM of CERTIFICATE'],
    ['the same in DER', ['ocsp', 'verify', 'leaf.der', '--cert', 'chain.pem'], 'it is a certificate'],
    ['a request for a response', ['ocsp', 'verify', 'request.der', '--cert', 'chain.pem'], 'it is an OCSP request'],
    ['a web page', ['ocsp', 'verify', 'page.html', '--cert', 'chain.pem'], 'it is a web page'],
    ['an empty file', ['ocsp', 'verify', 'empty.der', '--cert', 'chain.pem'], 'it is empty'],
    ['a response for a certificate', ['ocsp', 'verify', 'good.der', '--cert', 'good.pem'], 'it has OCSP RESPONSE'],
    ['no issuer', ['ocsp', 'verify', 'good.der', '--cert', 'leaf.pem'], 'the issuer of CN=mx.test is missing'],
    [
      'a nonce that is no hex',
      ['ocsp', 'verify', 'good.der', '--cert', 'chain.pem', '--nonce', 'xyz'],
      '"nonce" must be hex',
    ],
    [
      'a skew that is no number',
      ['ocsp', 'verify', 'good.der', '--cert', 'chain.pem', '--skew', 'soon'],
      '"skew" must be',
    ],
  ])('%s', async (_, words, complaint) => {
    const placed = words.map((word) => (/\.(der|pem|html)$|^\.$/.test(word) ? path(word) : word));
    const ran = await mxray(placed);
    expect(ran.complaint).toContain(complaint);
    expect(ran).toMatchObject({ status: 2, out: '' });
  });
});

describe('ocsp verify --batch', () => {
  it('has the fields of the contract, and goes on after a bad line', async () => {
    const line = async (id: number, response: Uint8Array, more: object = {}): Promise<string> =>
      JSON.stringify({
        id,
        cert: pem(world.leaf),
        issuer: pem(world.issuer),
        response: Buffer.from(response).toString('base64'),
        at: AT,
        ...more,
      });
    const good = await world.respond();
    const lines = [
      await line(1, good),
      await line(2, good, { at: '2026-07-01T00:00:00Z' }),
      await line(3, good, { roots: [pem(world.root)] }),
      await line(4, good, { issuer: undefined, chain: [pem(world.issuer)] }),
      await line(5, Buffer.from('hello')),
      await line(6, good, { response: '***' }),
      await line(7, good, { cert: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' }),
      await line(8, good, { roots: [pem(world.stranger)] }),
      await line(9, new Uint8Array(), { response: '' }),
      await line(10, good, { issuer: pem(world.stranger) }),
      await line(11, world.leaf.der),
    ];
    const { out, status } = await mxray(['ocsp', 'verify', '--batch', '-'], {}, `${lines.join('\n')}\n`);
    const results = out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    const told = results.map(({ id, data, error }) => `${id} ${error?.code ?? `${data.status} ${data.code}`}`);
    expect(told).toEqual([
      '1 good good',
      '2 invalid expired',
      '3 good good',
      '4 good good',
      '5 invalid malformed',
      '6 usage',
      '7 pki/pem',
      '8 invalid untrusted-issuer',
      '9 invalid malformed',
      '10 invalid wrong-issuer',
      '11 invalid malformed',
    ]);
    expect(results[0].data).toMatchObject({
      nextUpdate: '2026-06-05T12:00:00.000Z',
      validUntil: '2026-06-05T12:00:00.000Z',
    });
    expect(status).toBe(2);
    const validate = ajv.compile(schemaFor('ocsp-verify')!);
    for (const result of results.filter(({ data }) => data !== undefined))
      expect(validate(result), ajv.errorsText(validate.errors)).toBe(true);
  });
});

describe('ocsp show', () => {
  const show = (...words: string[]): Promise<Ran> => mxray(['ocsp', 'show', '--at', AT, ...words]);

  it('explains responses and requests, several at a time', async () => {
    const { out, status } = await show(path('short.der'), path('request.der'), path('two.pem'));
    expect(status).toBe(0);
    for (const words of [
      'OCSP response, DER',
      'Responder: CN=Test Issuer',
      'Status: good',
      'Next update: 2026-06-05T12:00:00Z',
      'Certificate: CN=Test Responder',
      'Usage: may sign OCSP responses, needs no check',
      'OCSP request, DER',
      `Nonce: ${'05'.repeat(32)}`,
      'OCSP response, PEM',
      'ends before the response does',
    ])
      expect(out).toContain(words);
  });
  it('its JSON is as its schema says, whatever the file', async () => {
    const names = ['good.der', 'revoked.der', 'later.der', 'noise.der', 'request.der', 'nonce.der', 'short.der'];
    const { out, status } = await show('--json', ...names.map(path));
    const validate = ajv.compile(schemaFor('ocsp-show')!);
    expect(validate(JSON.parse(out)), ajv.errorsText(validate.errors)).toBe(true);
    expect(JSON.parse(out).data.files).toHaveLength(names.length);
    expect(status).toBe(1); // noise.der cannot be read
  });
  it('warns of what has run out and of what is revoked, and stays 0', async () => {
    const { out, status } = await mxray(['ocsp', 'show', path('revoked.der'), '--at', '2026-07-01T00:00:00Z']);
    expect(out).toContain('The response has run out');
    expect(out).toContain('Reason: superseded');
    expect(out).toContain('The certificate is revoked');
    expect(status).toBe(0);
  });
  it.each([
    ['nothing given', [], '"file" is missing'],
    ['a file that is not there', ['nowhere.der'], 'no such file'],
    ['a certificate', ['leaf.pem'], 'it is PEM of CERTIFICATE'],
  ])('%s is 2', async (_, words, complaint) => {
    const ran = await show(...words.map(path));
    expect(ran.complaint).toContain(complaint);
    expect(ran.status).toBe(2);
  });
});
