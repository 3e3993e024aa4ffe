import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseOcspResponse, verifyOcsp } from '../../src/core/ocsp/index.ts';
import { readCrl } from '../../src/core/pki/crl/index.ts';
import { readCertificate } from '../../src/core/pki/index.ts';
import { labFolder } from '../../src/lab/control/index.ts';
import { CATALOGUE, CRL_MOODS, OCSP_MOODS, type RunningLab, runLab } from '../../src/lab/index.ts';

const WANTED = [
  'good.test',
  'both-keys.test',
  'revoked.test',
  'staple-expired.test',
  'self-signed.test',
  'null-mx.test',
];

let path: string;
let running: RunningLab;
beforeEach(async () => {
  path = mkdtempSync(join(tmpdir(), 'mxray-certs-'));
  const rows = CATALOGUE.filter(({ name }) => WANTED.includes(name));
  const started = await runLab(labFolder(path), { rows, slowMs: 5 });
  if (!started.ok) throw new Error(started.error.message);
  running = started.value;
});
afterEach(async () => {
  await running.close();
  rmSync(path, { recursive: true, force: true });
});

const file = (name: string): Buffer => readFileSync(join(path, 'certs', name));

function certificates(name: string) {
  const pems =
    file(name)
      .toString()
      .match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g) ?? [];
  return pems.map((pem) => {
    const read = readCertificate(new X509Certificate(pem).raw);
    if (!read.ok) throw new Error(read.error.message);
    return read.value;
  });
}

function verdict(host: string, proof: string): string {
  const [certificate] = certificates(`${host}.pem`);
  const [issuer] = certificates('issuing.pem');
  return verifyOcsp({ response: file(proof), certificate: certificate!, issuer: issuer!, at: new Date() }).code;
}

describe('the files of a running lab', () => {
  it('are a chain for each host and key, each authority in use, and proofs where the catalogue has a word on them', () => {
    const names = readdirSync(join(path, 'certs')).sort();
    expect(names).toEqual([
      'crl-issuer.pem',
      'issuing.pem',
      'moods',
      'mx.both-keys.test.pem',
      'mx.both-keys.test.rsa.pem',
      'mx.good.test.ocsp.der',
      'mx.good.test.pem',
      'mx.revoked.test.ocsp.der',
      'mx.revoked.test.pem',
      'mx.self-signed.test.pem',
      'mx.staple-expired.test.ocsp.der',
      'mx.staple-expired.test.pem',
      'old-root.pem',
      'root.pem',
      'rsa-root.pem',
      'stranger.pem',
    ]);
    expect(certificates('mx.good.test.pem').map(({ subjectText }) => subjectText)).toEqual([
      'CN=mx.good.test',
      'CN=mxray lab issuing CA',
    ]);
    expect(statSync(join(path, 'certs', 'root.pem')).mode & 0o777).toBe(0o600);
    expect(
      readdirSync(join(path, 'certs')).some((name) => file(name === 'moods' ? 'root.pem' : name).includes('PRIVATE')),
    ).toBe(false);
  });

  it('are proofs of what the rows say', () => {
    expect(verdict('mx.good.test', 'mx.good.test.ocsp.der')).toBe('good');
    expect(verdict('mx.revoked.test', 'mx.revoked.test.ocsp.der')).toBe('revoked');
    expect(verdict('mx.staple-expired.test', 'mx.staple-expired.test.ocsp.der')).toBe('expired');
  });

  it('are every mood of responder and lists, but the huge one', () => {
    for (const { name } of OCSP_MOODS) expect(parseOcspResponse(file(`moods/${name}.ocsp.der`)).ok).toBe(true);
    expect(verdict('mx.good.test', 'moods/bad-signature.ocsp.der')).toBe('bad-signature');
    const lists = CRL_MOODS.filter(({ name }) => name !== 'huge');
    for (const { name } of lists) expect(readCrl(file(`moods/${name}.crl`)).ok).toBe(true);
    expect(existsSync(join(path, 'certs/moods/huge.crl'))).toBe(false);
  });

  it('change with what is broken, and back', async () => {
    const before = file('mx.good.test.pem');
    await running.lab.break('good.test', 'ocsp-revoked');
    expect(verdict('mx.good.test', 'mx.good.test.ocsp.der')).toBe('revoked');
    expect(file('mx.good.test.pem')).toEqual(before);
    await running.lab.break('good.test', 'expired-certificate');
    expect(file('mx.good.test.pem')).not.toEqual(before);
    await running.lab.fix();
    expect(file('mx.good.test.pem')).toEqual(before);
    expect(verdict('mx.good.test', 'mx.good.test.ocsp.der')).toBe('good');
  });

  it('go with the lab, and nobody else’s with them', async () => {
    writeFileSync(join(path, 'certs', 'mine.txt'), 'mine');
    await running.close();
    expect(readdirSync(join(path, 'certs'))).toEqual(['mine.txt']);
  });
});
