/** `ocsp fetch` and `ocsp watch` as programs: every mood and delivery of the lab's responder, letters, files, statuses. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { CATALOGUE, type Lab, startLab } from '../../../src/lab/index.ts';
import { DELIVERIES, OCSP_MOODS } from '../../../src/lab/web/index.ts';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { NOW, openSetting, type Setting } from '../../lab/web/service.ts';
import { mxray, RUN } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-fetch-'));
const at = (name: string): string => join(folder, name);
const AT = NOW.toISOString();
const DAY_MS = 86_400_000;
const ajv = addFormats.default(new Ajv.default({ strict: false }));

let setting: Setting;
let chain: string;
beforeAll(async () => {
  setting = await openSetting();
  const { certificate, issuer } = await setting.issue('good');
  chain = [certificate, issuer].map(({ der }) => formatPem('CERTIFICATE', der)).join('');
  writeFileSync(at('mx.pem'), formatPem('CERTIFICATE', certificate.der));
  writeFileSync(at('issuer.pem'), formatPem('CERTIFICATE', issuer.der));
  writeFileSync(at('chain.pem'), chain);
});
afterAll(async () => {
  await setting.close();
  rmSync(folder, { recursive: true });
});

const urlOf = (mood: string): string => `http://127.0.0.1:${setting.web.port}/ocsp/${mood}`;

/** Mood or delivery → status of fetch, then what is said of it: outcome, verdict, findings that are not ok. */
const FETCHED: Readonly<Record<string, string>> = {
  good: '0 written good',
  revoked: '1 failed revoked revoked',
  superseded: '1 failed revoked revoked',
  'on-hold': '1 failed revoked revoked',
  'revoked-no-reason': '1 failed revoked revoked',
  unknown: '1 failed unknown unknown',
  'malformed-request': '1 failed malformed-request invalid',
  'internal-error': '3 failed internal-error failed',
  'try-later': '3 failed try-later failed',
  'sig-required': '1 failed sig-required invalid',
  unauthorized: '1 failed unauthorized invalid',
  expired: '1 failed expired invalid',
  'not-yet-valid': '1 failed not-yet-valid invalid',
  'no-next-update': '0 written good no-next-update',
  'wrong-issuer': '1 failed certid-issuer-name invalid',
  'wrong-serial': '1 failed certid-serial invalid',
  'bad-signature': '1 failed bad-signature invalid',
  'wrong-signer': '1 failed signer-not-found invalid',
  delegated: '0 written good',
  'delegated-no-usage': '1 failed signer-usage invalid',
  'delegated-by-stranger': '1 failed signer-not-authorized invalid',
  'signer-expired': '1 failed signer-expired invalid',
  'signer-expiring': '0 written good signer-ends-first',
  'by-key': '0 written good',
  sha256: '0 written good',
  'nonce-ignored': '0 written good flaw',
  'nonce-altered': '1 failed nonce-mismatch invalid',
  garbage: '1 failed malformed invalid',
  html: '1 failed malformed invalid content-type',
  empty: '1 failed malformed invalid',
  'not-found': '3 failed - failed',
  'server-error': '3 failed - failed',
  'wrong-type': '0 written good content-type',
  slow: '0 written good',
  truncated: '3 failed - failed',
  oversize: '3 failed - failed',
  redirect: '0 written good',
  'redirect-loop': '3 failed - failed',
  'hang-up': '3 failed - failed',
};

interface Line {
  readonly id: string;
  readonly exit: number;
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
  readonly data: { readonly proofs: readonly { readonly outcome: string; readonly code?: string }[] };
}

function told({ exit, findings, data }: Line): string {
  const [proof] = data.proofs;
  const ids = findings.filter(({ severity }) => severity !== 'ok').map(({ id }) => id.replace('ocsp.fetch.', ''));
  return [exit, proof!.outcome, proof!.code ?? '-', ...new Set(ids)].join(' ');
}

describe('every mood of the responder', () => {
  it('has its outcome and status, and nothing but a good proof is stored', async () => {
    const rows = [...OCSP_MOODS, ...DELIVERIES].map(({ name }) => name);
    const lines = rows.map((id) => {
      const nonce = id.startsWith('nonce-');
      return JSON.stringify({
        id,
        cert: chain,
        url: urlOf(id),
        out: at(`${id}.ocsp`),
        at: AT,
        retries: 0,
        method: 'post',
        nonce,
      });
    });
    const { out, status } = await mxray(['ocsp', 'fetch', '--batch', '-'], {}, `${lines.join('\n')}\n`);
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(Object.fromEntries(results.map((line) => [line.id, told(line)]))).toEqual(FETCHED);
    expect(status).toBe(3);
    const validate = ajv.compile(schemaFor('ocsp-fetch')!);
    for (const line of results) {
      expect([line.id, validate(line) ? '' : ajv.errorsText(validate.errors)]).toEqual([line.id, '']);
      expect([line.id, existsSync(at(`${line.id}.ocsp`))]).toEqual([line.id, told(line).includes('written')]);
    }
  });
  it('what was fetched passes ocsp verify', async () => {
    const { status } = await mxray(['ocsp', 'verify', at('delegated.ocsp'), '--cert', at('chain.pem'), '--at', AT]);
    expect(status).toBe(0);
  });
});

describe("ocsp_fetch.pl's letters", () => {
  const words = (...more: string[]): string[] => {
    const given = [
      '-c',
      at('mx.pem'),
      '-i',
      at('issuer.pem'),
      '-a',
      at('issuer.pem'),
      '-u',
      urlOf('good'),
      '-o',
      at('letters.der'),
    ];
    return ['ocsp', 'fetch', ...given, '--at', AT, ...more];
  };
  it('fetch, set the date, skip, are forced, and say when to come again', async () => {
    const first = await mxray(words('-v', '-m', '20'));
    expect([first.status, first.complaint]).toEqual([0, '']);
    expect(first.out).toMatch(/next fetch 2026-06-07T/);
    expect(statSync(at('letters.der')).mtime.getTime()).toBe(NOW.getTime() + 7 * DAY_MS * 0.8);
    expect((await mxray(words())).out).toContain('nothing to do');
    expect((await mxray(words('-f'))).out).toContain('good, stored');
  });
  it('leave --output and the other options of every command as they are', async () => {
    const { out, status } = await mxray(words('--output', 'json'));
    expect([JSON.parse(out).command, status]).toEqual(['ocsp fetch', 0]);
  });
  it('fail with another status than 0', async () => {
    utimesSync(at('letters.der'), NOW, NOW);
    const { status, out } = await mxray([
      'ocsp',
      'fetch',
      '-c',
      at('mx.pem'),
      '-i',
      at('issuer.pem'),
      '-u',
      'http://127.0.0.1:1/',
      '-o',
      at('letters.der'),
      '--at',
      AT,
      '--retries',
      '0',
    ]);
    expect(status).toBe(3);
    expect(out).toContain('http://127.0.0.1:1/: the connection was refused');
  });
});

describe('ocsp watch', () => {
  it('does not stand still at one time', async () => {
    const { status, complaint } = await mxray(['ocsp', 'watch', folder, '--at', AT]);
    expect([status, complaint]).toEqual([2, expect.stringContaining('--at goes with --once')]);
  });
});

describe('wrong words and files', () => {
  it.each([
    [[], '"cert" is missing'],
    [['-c', at('none.pem')], 'none.pem: no such file'],
    [['-c', at('mx.pem'), '-i', at('none.pem')], '--issuer: '],
    [['-c', at('mx.pem'), '-a', at('none.pem')], '--chain: '],
    [['-c', at('mx.pem'), '-u', 'ldap://x/'], '"url" must be of http or https'],
    [['-c', at('chain.pem'), '-u', 'http://127.0.0.1:1/', '-o', folder], 'it is a directory'],
    [
      ['-c', at('chain.pem'), '-u', 'http://127.0.0.1:1/', '-o', '/nonexistent/x'],
      'there is no directory /nonexistent',
    ],
    [['-c', at('chain.pem'), '-o', at('x'), '-m', '200'], '"margin" must be a whole number'],
    [['-c', at('chain.pem'), '-o', at('x'), '--out-dir', folder], 'exclude each other'],
    [['-c', at('chain.pem'), '-o', '-'], '"out" is a file, and "-" is none'],
    [['-c', at('chain.pem'), '--combined'], '--combined needs the file'],
    [['-c', at('chain.pem'), '-o', at('x'), '--combined', '--format', 'der'], '--combined needs PEM'],
    [['-c', at('chain.pem'), '-c', at('chain.pem'), '-o', at('x')], 'store all in one with --combined'],
    [['-c', at('chain.pem'), '-c', at('chain.pem'), '--out-dir', folder], 'the same proof file'],
    [['-c', at('mx.pem'), '-i', at('mx.pem'), '-u', 'http://127.0.0.1:1/'], 'did not issue'],
  ])('%j: %s', async (words, says) => {
    const { status, complaint, out } = await mxray(['ocsp', 'fetch', ...words, '--at', AT]);
    expect([status, out]).toEqual([2, '']);
    expect(complaint).toContain(says);
  });
});

describe('with a lab', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ rows: CATALOGUE.filter(({ name }) => name === 'good.test'), writesCertificates: true });
  });
  afterAll(() => lab.close());
  const certificate = (): string => join(lab.folder.certificates, 'mx.good.test.pem');

  it('responder and issuer are found by themselves, by name, through the resolver', async () => {
    const leafOnly = at('leaf-only.pem');
    writeFileSync(leafOnly, /-----BEGIN[\s\S]*?END CERTIFICATE-----\n/.exec(readFileSync(certificate(), 'utf8'))![0]);
    const { status, out } = await mxray(['ocsp', 'fetch', '-c', leafOnly, '-o', at('lab.der'), '--json'], lab.env);
    expect([status, JSON.parse(out).data.proofs[0].outcome]).toEqual([0, 'written']);
  });
  it('a directory is watched once, and in the formats of monitoring', async () => {
    mkdirSync(at('watched'));
    writeFileSync(at('watched/mx.pem'), readFileSync(certificate()));
    const first = await mxray(['ocsp', 'watch', at('watched'), '--once', '-o', 'nagios'], lab.env);
    expect([first.status, first.out]).toEqual([0, expect.stringMatching(/^OK - ocsp watch /)]);
    const again = await mxray(['ocsp', 'watch', at('watched'), '--once', '-o', 'prom'], lab.env);
    expect([again.status, again.out]).toEqual([0, expect.stringContaining('mxray_exit_status{command="ocsp watch"')]);
    expect(again.out).toMatch(
      /^mxray_ocsp_proof_end_timestamp_seconds\{certificate="CN=mx\.good\.test",file="[^"]+"\} \d{10}$/m,
    );
    const { out } = await mxray(['ocsp', 'watch', at('watched'), '--once', '--json'], lab.env);
    const validate = ajv.compile(schemaFor('ocsp-watch')!);
    expect(validate(JSON.parse(out)) ? '' : ajv.errorsText(validate.errors)).toBe('');
  });
  it('runs until told to end, reads its configuration again at SIGHUP, and ends in order', async () => {
    writeFileSync(at('watch.conf'), `[${certificate()}]\nout = daemon.der\n`);
    const env = { PATH: process.env.PATH, HOME: folder, MXRAY_NO_CODE_CACHE: '1', ...lab.env };
    const child = spawn(process.execPath, [RUN, 'ocsp', 'watch', at('watch.conf'), '--json'], { env });
    let [said, out] = ['', ''];
    child.stdout.on('data', (part) => (out += part));
    const hears = (text: string): Promise<void> =>
      new Promise((resolve) =>
        child.stderr.on('data', (part) => {
          said += part;
          if (said.includes(text)) resolve();
        }),
      );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await hears('good until');
    writeFileSync(at('watch.conf'), 'nonsense');
    const told = hears('stays as it was');
    child.kill('SIGHUP');
    await told;
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    expect([JSON.parse(out).data.proofs[0].outcome, existsSync(at('daemon.der'))]).toEqual(['written', true]);
  });
});
