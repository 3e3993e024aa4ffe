/** crl check and crl show as programs: files, batches, servers, bad input. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatPem, formatSigningKey } from '../../../src/core/pki/issue.ts';
import { mxray, type Ran } from '../../support/cli.ts';
import { authority, crlDer, days, listed, NOW, type Party, party } from '../../support/crls.ts';

const AT = NOW.toISOString();
let folder: string;
let root: Party;
let issuing: Party;
let leaf: Party;
let lists: Record<'good' | 'revoked' | 'expired', string>;

const pem = (...parties: readonly Party[]): string =>
  parties.map(({ certificate }) => formatPem('CERTIFICATE', certificate.der)).join('');

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

const run = (words: readonly string[], input = ''): Promise<Ran> =>
  mxray(['crl', ...words], { XDG_CACHE_HOME: join(folder, 'cache') }, input);

const lines = ({ out }: Ran) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mxray-crl-'));
  root = await authority('Root');
  issuing = await authority('Issuing', root);
  leaf = await party(issuing, { subject: 'mx.test' });
  const list = async (spec: object): Promise<string> => formatPem('X509 CRL', await crlDer(issuing, spec));
  lists = {
    good: await list({}),
    revoked: await list({ revoked: [listed(leaf, { reason: 1 })] }),
    expired: await list({ thisUpdate: days(-30), nextUpdate: days(-20) }),
  };
});
afterAll(() => rm(folder, { recursive: true }));

describe('crl check', () => {
  it('answers by files: 0 good, 1 revoked', async () => {
    const chain = await file('chain.pem', pem(leaf, issuing));
    const good = await run(['check', chain, '--crl', await file('good.crl', lists.good), '--at', AT]);
    expect([good.status, good.complaint]).toEqual([0, '']);
    expect(good.out).toContain('CN=mx.test: not revoked; the next CRL comes by 2026-06-08T12:00:00.000Z');
    const revoked = await run(['check', chain, '--crl', await file('revoked.crl', lists.revoked), '--at', AT]);
    expect(revoked.status).toBe(1);
    expect(revoked.out).toContain('CN=mx.test: revoked 2026-05-30T12:00:00.000Z, reason keyCompromise');
  });
  it('answers a batch in its order, with ids and the worst status', async () => {
    const line = (id: string, more: object): string =>
      JSON.stringify({ id, cert: pem(leaf), issuer: pem(issuing), at: AT, ...more });
    const der = (text: string): string => text.replace(/-----[^\n]+\n|\n/g, '');
    const ran = await run(
      ['check', '--batch', '-'],
      [
        line('good', { crls: [lists.good] }),
        line('base64', { crls: [der(lists.revoked)] }),
        line('expired', { crls: [lists.expired] }),
        line('none', { crls: [] }),
        line('garbage', { crls: ['AAAA'] }),
        line('of another', { crls: [formatPem('X509 CRL', await crlDer(root))] }),
        line('in another time', { crls: [lists.expired], at: days(-25).toISOString() }),
        line('no list', { crls: ['hello'] }),
        line('a field too many', { crl_files: [] }),
      ].join('\n'),
    );
    const told = lines(ran).map(({ id, data, error, exit }) => [id, data?.status ?? error.code, data?.code, exit]);
    expect(told).toEqual([
      ['good', 'good', undefined, 0],
      ['base64', 'revoked', undefined, 1],
      ['expired', 'undetermined', 'expired', 1],
      ['none', 'undetermined', 'missing', 3],
      ['garbage', 'undetermined', 'malformed', 1],
      ['of another', 'undetermined', 'wrong-issuer', 3],
      ['in another time', 'good', undefined, 0],
      ['no list', 'usage', undefined, 2],
      ['a field too many', 'usage', undefined, 2],
    ]);
    expect(ran.status).toBe(2);
  });
  it('asks a server for its chain, and the network for the rest', async () => {
    const web = createServer(
      (_, response) =>
        void crlDer(issuing, { thisUpdate: new Date(Date.now() - 6e4), nextUpdate: new Date(Date.now() + 9e6) }).then(
          (der) => response.end(der),
        ),
    );
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const now = { notBefore: new Date(Date.now() - 9e6), notAfter: new Date(Date.now() + 9e6) };
    const crlUrls = [`http://127.0.0.1:${(web.address() as AddressInfo).port}/ca.crl`];
    const served = await party(issuing, { subject: 'mx.test', dnsNames: ['mx.test'], crlUrls, ...now });
    const server = createTlsServer({ cert: pem(served, issuing), key: formatSigningKey(served.key) });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ran = await run(['check', `127.0.0.1:${port}`, '--json']);
    expect(JSON.parse(ran.out)).toMatchObject({ target: `127.0.0.1:${port}`, exit: 0, data: { status: 'good' } });
    server.close();
    web.close();
  });
  it('asks about the authorities too, with the roots of --ca-file', async () => {
    const [chain, roots] = await Promise.all([file('sent.pem', pem(leaf, issuing)), file('roots.pem', pem(root))]);
    const lists = await Promise.all([
      file('leaf.crl', await crlDer(issuing)),
      file('issuing.crl', await crlDer(root, { revoked: [listed(issuing, { reason: 2 })] })),
    ]);
    const words = ['check', chain, '--all', ...lists.flatMap((list) => ['--crl', list]), '--at', AT, '--json'];
    const ran = await run([...words, '--ca-file', roots]);
    const { data } = JSON.parse(ran.out);
    expect([ran.status, data.status, data.reason]).toEqual([1, 'revoked', 'cACompromise']);
    expect(data.certificates.map(({ status }: { status: string }) => status)).toEqual(['good', 'revoked']);
    expect(JSON.parse((await run(words)).out).data).toMatchObject({ status: 'undetermined', code: 'no-issuer' });
  });
  it.each<[string, readonly string[], number, string]>([
    ['nothing to ask about', [], 2, '"cert" is missing: give a PEM or DER file, or HOST:PORT'],
    ['a file that is not there', ['/nowhere.pem'], 2, '/nowhere.pem: no such file or directory'],
    ['a bad port', ['mx.test:99999'], 2, '"mx.test:99999" names no port'],
    ['a size beyond the bound', ['x.pem', '--max-size', '999'], 2, '"maxSize" must be a whole number from 1 to 128'],
  ])('says what is wrong: %s', async (_, words, status, sentence) => {
    const ran = await run(['check', ...words]);
    expect([ran.status, ran.out]).toEqual([status, '']);
    expect(ran.complaint).toContain(sentence);
  });
  it('says that a file of another kind is none', async () => {
    const [chain, list] = await Promise.all([file('c.pem', pem(leaf, issuing)), file('l.crl', lists.good)]);
    const swapped = await run(['check', list, '--crl', chain]);
    expect(swapped.status).toBe(2);
    expect(swapped.complaint).toContain('l.crl: there is no CERTIFICATE block in it: it has X509 CRL');
    const certificate = await run(['check', chain, '--crl', chain]);
    expect(certificate.complaint).toContain('there is a CERTIFICATE block in it, and no X509 CRL');
  });
});

describe('crl show', () => {
  it('lays a list out, and verifies it', async () => {
    const list = await file('show.crl', lists.revoked);
    const ran = await run(['show', list, '--issuer', await file('issuer.pem', pem(issuing)), '--at', AT]);
    expect(ran.status).toBe(0);
    for (const words of ['CRL of CN=Issuing', 'number        10', 'ECDSA with SHA-256, verified', '1: 1 keyCompromise'])
      expect(ran.out).toContain(words);
  });
  it('looks an entry up, and bounds the others', async () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ serial: Uint8Array.of(1, i), date: days(-1) }));
    const list = await file('many.crl', await crlDer(issuing, { revoked: many }));
    const ran = await run(['show', list, '--limit', '2', '--serial', '01:05', '--at', AT, '--json']);
    const [crl] = JSON.parse(ran.out).data.crls;
    expect(crl).toMatchObject({
      entries: 30,
      revoked: [{ serial: '0100' }, { serial: '0101' }],
      found: { serial: '0105' },
    });
    expect((await run(['show', list, '--serial', 'xyz'])).complaint).toContain('must be a serial number in hex');
  });
  it('tells a wrong issuer, and a list out of date', async () => {
    const [list, other] = await Promise.all([file('old.crl', lists.expired), file('root.pem', pem(root))]);
    const ran = await run(['show', list, '--issuer', other, '--at', AT, '--json']);
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.out).findings.map(({ id }: { id: string }) => id)).toEqual(['crl.expired', 'crl.no-signer']);
  });
});
