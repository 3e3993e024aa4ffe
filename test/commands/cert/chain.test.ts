/** `cert chain` and `cert show` as programs: files, batch lines, bad input, exit statuses (cli.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { dns, intermediate, leaf, type Pair, root } from '../../support/certificates.ts';
import { mxray, type Ran } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-cert-'));
const path = (name: string): string => join(folder, name);
const pem = ({ der }: Pair): string => formatPem('CERTIFICATE', der);
const AT = '2026-06-01T12:00:00Z';

const ROOT = root();
const ICA = intermediate(ROOT, { subject: 'CN=The Intermediate' });
const LEAF = leaf(ICA, {
  names: [dns('mx.example.org')],
  subject: 'CN=mx.example.org',
  from: new Date('2026-05-01'),
  to: new Date('2026-09-01'),
});
const OTHER = intermediate(ROOT, { subject: 'CN=A Stranger' });
const ajv = addFormats.default(new Ajv.default({ strict: false }));

beforeAll(() => {
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'root.pem': pem(ROOT),
    'chain.pem': pem(LEAF) + pem(ICA),
    'leaf.pem': pem(LEAF),
    'leaf.der': LEAF.der,
    'ica.pem': pem(ICA),
    'messy.pem': pem(LEAF) + pem(ROOT) + pem(ICA) + pem(ICA) + pem(OTHER),
    'key.pem': formatPem('PUBLIC KEY', LEAF.der).replaceAll('PUBLIC', 'PRIVATE'),
    'cut.pem': pem(LEAF).slice(0, 200),
    'cut.der': LEAF.der.subarray(0, 100),
    'empty.pem': '',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(path(name), content);
});
afterAll(() => rmSync(folder, { recursive: true }));

const chain = (...words: readonly string[]): Promise<Ran> => mxray(['cert', 'chain', ...words, '--at', AT]);
const show = (...words: readonly string[]): Promise<Ran> => mxray(['cert', 'show', ...words, '--at', AT]);
const rootsOf = ['--roots', path('root.pem')];

async function envelope(ran: Promise<Ran>) {
  const { out, status } = await ran;
  return { ...JSON.parse(out), status };
}

describe('cert chain', () => {
  it('finds a chain valid, status 0', async () => {
    const { data, status } = await envelope(chain(path('chain.pem'), ...rootsOf, '--host', 'mx.example.org', '--json'));
    expect([data.valid, status]).toEqual([true, 0]);
    expect(data.path.map(({ subject, role }: { subject: string; role: string }) => [subject, role])).toEqual([
      ['CN=mx.example.org', 'leaf'],
      ['CN=The Intermediate', 'intermediate'],
      ['CN=Test Root', 'anchor'],
    ]);
  });

  it('takes several files, DER among them, and --ca-file', async () => {
    expect((await chain(path('leaf.der'), path('ica.pem'), '--ca-file', path('root.pem'))).status).toBe(0);
  });

  it('says why not, status 1', async () => {
    const { data, status } = await envelope(chain(path('leaf.pem'), ...rootsOf, '--json'));
    expect([data.valid, data.code, status]).toEqual([false, 'unknown-issuer', 1]);
    const { data: named } = await envelope(chain(path('chain.pem'), ...rootsOf, '--host', 'mx.example.com', '--json'));
    expect(named.code).toBe('name-mismatch');
  });

  it('judges as of --at', async () => {
    const ran = mxray(['cert', 'chain', path('chain.pem'), ...rootsOf, '--at', '2026-10-01T00:00:00Z', '--json']);
    expect((await envelope(ran)).data.code).toBe('expired');
  });

  it('tells what was sent for nothing, twice, or out of order', async () => {
    const { findings, data } = await envelope(chain(path('messy.pem'), ...rootsOf, '--json'));
    expect(findings.map(({ id }: { id: string }) => id).sort()).toEqual([
      'cert.chain.duplicate',
      'cert.chain.out-of-order',
      'cert.chain.root-sent',
      'cert.chain.unused',
      'cert.chain.valid',
    ]);
    expect(data.shouldSend.map(({ subject }: { subject: string }) => subject)).toEqual([
      'CN=mx.example.org',
      'CN=The Intermediate',
    ]);
  });

  it('answers lines of a batch, with roots that are the only anchors', async () => {
    const line = {
      leaf: pem(LEAF),
      intermediates: [pem(ICA)],
      roots: [pem(ROOT)],
      purpose: 'server',
      at: AT,
      host: 'mx.example.org',
    };
    const lines = [
      { id: 'good', ...line },
      { id: 'ip', ...line, host: undefined, ip: '192.0.2.1' },
      { id: 'depth', ...line, maxDepth: 0 },
      { id: 'late', ...line, at: '2030-01-01T00:00:00+00:00' },
      { id: 'none', ...line, roots: [], crls: [] },
      { id: 'null', ...line, crls: null, maxDepth: null, email: null, ip: null },
      { id: 'bad leaf', ...line, leaf: '-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n' },
      {
        id: 'bad other',
        ...line,
        intermediates: ['-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n', pem(ICA)],
      },
      { id: 'not PEM', ...line, leaf: 'certificate' },
      { id: 'cut PEM', ...line, leaf: pem(LEAF).slice(0, 200) },
      { id: 'usage', ...line, purpose: 'serverAuth' },
      { id: 'capitals', ...line, purpose: 'SERVER' },
      { id: 'two names', ...line, ip: '192.0.2.1' },
      { id: 'purpose', ...line, purpose: 'baking' },
      { id: 'bad CRL', ...line, crls: ['MAA='] },
    ];
    const ran = await mxray(['cert', 'chain', '--batch', '-'], {}, lines.map((one) => JSON.stringify(one)).join('\n'));
    const results = ran.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    const told = results.map(({ id, data, error }) => [
      id,
      data === undefined ? error.code : data.valid ? 'valid' : data.code,
    ]);
    expect(told).toEqual([
      ['good', 'valid'],
      ['ip', 'name-mismatch'],
      ['depth', 'too-deep'],
      ['late', 'expired'],
      ['none', 'unknown-issuer'],
      ['null', 'valid'],
      ['bad leaf', 'unreadable'],
      ['bad other', 'valid'],
      ['not PEM', 'unreadable'],
      ['cut PEM', 'unreadable'],
      ['usage', 'valid'],
      ['capitals', 'valid'],
      ['two names', 'usage'],
      ['purpose', 'usage'],
      ['bad CRL', 'crl-malformed'],
    ]);
    expect(ran.status).toBe(2);
    const validate = ajv.compile(schemaFor('cert-chain')!);
    for (const { id, ...result } of results.filter(({ data }) => data !== undefined))
      expect([id, validate({ ...result, id }), validate.errors]).toEqual([id, true, null]);
  });

  it.each([
    ['no file', [], /missing/],
    ['a file that is not there', ['nowhere.pem'], /nowhere\.pem: no such file/],
    ['an empty file', [path('empty.pem')], /empty/],
    ['a key', [path('key.pem')], /PRIVATE KEY/],
    ['a file that was cut', [path('cut.pem')], /no "END CERTIFICATE"/],
    ['DER that was cut', [path('cut.der')], /cannot be read/],
    ['two names', [path('chain.pem'), '--host', 'a.example', '--ip', '192.0.2.1'], /exclude each other/],
    ['roots that are not there', [path('chain.pem'), '--roots', 'nowhere.pem'], /--roots: nowhere\.pem/],
    [
      'a directory without roots',
      [path('chain.pem'), '--ca-path', folder.slice(0, folder.lastIndexOf('/')).concat('/nowhere')],
      /nowhere/,
    ],
    ['a port that is none', ['mx.example.org:99999'], /port/],
  ])('refuses %s with status 2 and one sentence', async (_what, words, sentence) => {
    const { status, complaint, out } = await chain(...words);
    expect([status, out]).toEqual([2, '']);
    expect(complaint).toMatch(sentence);
  });
});

describe('cert show', () => {
  it('lays a certificate out', async () => {
    const ran = show(path('leaf.pem'), '--json');
    const { data, status, ...rest } = await envelope(ran);
    const [shown] = data.certificates;
    expect(status).toBe(0);
    expect(shown).toMatchObject({
      subject: 'CN=mx.example.org',
      key: 'P-256',
      names: ['DNS:mx.example.org'],
      daysLeft: 91,
    });
    expect(shown.tlsa.key).toMatch(/^3 1 1 [0-9a-f]{64}$/);
    const validate = ajv.compile(schemaFor('cert-show')!);
    expect([validate({ ...rest, data }), validate.errors]).toEqual([true, null]);
  });

  it('shows every certificate of a file, DER too', async () => {
    expect((await envelope(show(path('chain.pem'), '--json'))).data.certificates).toHaveLength(2);
    expect((await show(path('leaf.der'))).out).toContain('DNS:mx.example.org');
  });

  it('says that it has ended, status 1', async () => {
    const ran = mxray(['cert', 'show', path('leaf.pem'), '--at', '2027-01-01T00:00:00Z', '--json']);
    const { findings, status } = await envelope(ran);
    expect([status, findings.map(({ id }: { id: string }) => id)]).toEqual([
      1,
      ['cert.show.read', 'cert.show.expired'],
    ]);
  });

  it('names what is no certificate', async () => {
    const { status, complaint } = await show(path('key.pem'));
    expect([status, complaint]).toEqual([2, expect.stringContaining('PRIVATE KEY')]);
  });
});
