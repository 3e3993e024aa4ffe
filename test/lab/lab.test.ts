import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatRdata, RR } from '../../src/core/dns/index.ts';
import { askLab, labFolder } from '../../src/lab/control/index.ts';
import { CATALOGUE, type Lab, type LabOptions, type RunningLab, runLab, startLab } from '../../src/lab/index.ts';
import { createLabClient } from '../support/lab-client.ts';

const rows = CATALOGUE.filter(({ name }) => ['good.test', 'plain.test'].includes(name));
const options: LabOptions = { rows, slowMs: 5 };

/** `secure: 10 mx.good.test.` — asked anew, past every cache of the client. */
async function ask(lab: Lab, name: string, type: number, server?: string): Promise<string> {
  const client = createLabClient(lab.env, server === undefined ? {} : { server });
  try {
    const answer = await client.resolver.lookup(name, type);
    if (!answer.ok) return answer.error.code;
    return `${answer.value.status}: ${answer.value.records.map(({ rdata }) => formatRdata(type, rdata)).join(', ')}`;
  } finally {
    await client.close();
  }
}

describe('startLab', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ ...options, domains: 3 });
  });
  afterEach(() => lab.close());

  it('writes the files its environment names, for its owner alone, and removes them at the end', async () => {
    const {
      MXRAY_CONNECT_FILE: map,
      MXRAY_TRUST_ANCHOR: anchor,
      MXRAY_CA_FILE: ca,
    } = lab.env as Record<string, string>;
    expect(readFileSync(map!, 'utf8')).toMatch(/^192\.0\.2\.53:53=127\.0\.0\.1:\d+\n[\s\S]*\n192\.0\.2\.64:25=/);
    expect(readFileSync(anchor!, 'utf8')).toMatch(/^\. 3600 IN DS \d+ 8 2 [0-9a-f]{64}\n$/i);
    expect(readFileSync(ca!, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(statSync(map!).mode & 0o777).toBe(0o600);
    await lab.close();
    expect(existsSync(lab.folder.path)).toBe(false);
  });

  it('answers securely below its trust anchor, over UDP, TLS and HTTPS', async () => {
    const expected = 'secure: 10 mx.good.test.';
    expect(await ask(lab, 'good.test', RR.MX)).toBe(expected);
    expect(await ask(lab, 'good.test', RR.MX, 'tls://192.0.2.53')).toBe(expected);
    expect(await ask(lab, 'good.test', RR.MX, 'tls://192.0.2.53#resolver.lab.test')).toBe(expected);
    expect(await ask(lab, 'good.test', RR.MX, 'https://resolver.lab.test/dns-query')).toBe(expected);
    expect(await ask(lab, 'plain.test', RR.MX)).toBe('insecure: 10 mx.plain.test.');
    expect(await ask(lab, 'missing.test', RR.MX)).toBe('secure: ');
  });

  it('gives every bulk domain a zone of its own and all of them one mail server', async () => {
    expect(lab.bulkDomains).toEqual(['bulk0001.bulk.test', 'bulk0002.bulk.test', 'bulk0003.bulk.test']);
    expect(await ask(lab, 'bulk0003.bulk.test', RR.MX)).toBe('secure: 10 mx.bulk0003.bulk.test.');
    const first = await ask(lab, '_25._tcp.mx.bulk0001.bulk.test', RR.TLSA);
    expect(first).toMatch(/^secure: 3 1 1 /);
    expect(await ask(lab, '_25._tcp.mx.bulk0003.bulk.test', RR.TLSA)).toBe(first);
    expect(await ask(lab, 'mx.bulk0003.bulk.test', RR.A)).toBe(await ask(lab, 'mx.bulk0001.bulk.test', RR.A));
  });

  it('breaks a domain and mends it to what it was', async () => {
    const tlsa = () => ask(lab, '_25._tcp.mx.good.test', RR.TLSA);
    const before = await tlsa();
    expect((await lab.break('good.test', 'stale-tlsa')).ok).toBe(true);
    expect(await tlsa()).toMatch(/^secure: 3 1 1 /);
    expect(await tlsa()).not.toBe(before);
    expect((await lab.break('good.test', 'servfail-tlsa')).ok).toBe(true);
    expect(await tlsa()).toBe('dns/servfail');
    expect([...lab.broken]).toEqual([['good.test', 'servfail-tlsa']]);
    expect((await lab.fix()).ok).toBe(true);
    expect(await tlsa()).toBe(before);
    expect(lab.broken.size).toBe(0);
  });

  it.each([
    ['bogus-mx', 'bogus'],
    ['expired-signatures', 'bogus'],
    ['wrong-ds', 'bogus'],
    ['unsigned', 'insecure'],
  ])('%s makes the zone %s, and mending makes it secure again', async (fault, status) => {
    await lab.break('good.test', fault);
    expect(await ask(lab, 'good.test', RR.MX)).toBe(`${status}: 10 mx.good.test.`);
    await lab.fix('good.test');
    expect(await ask(lab, 'good.test', RR.MX)).toBe('secure: 10 mx.good.test.');
  });

  it.each([
    ['lab/unknown-domain', 'nowhere.test', 'stale-tlsa'],
    ['lab/unknown-fault', 'good.test', 'nonsense'],
  ])('refuses with %s, saying what it has', async (code, domain, fault) => {
    const refused = await lab.break(domain, fault);
    if (refused.ok) throw new Error('must be refused');
    expect(refused.error.code).toBe(code);
    expect(refused.error.hint).toMatch(code === 'lab/unknown-fault' ? /stale-tlsa, no-tlsa/ : /mxray lab list/);
    expect((await lab.fix('nowhere.test')).ok).toBe(false);
  });
});

describe('runLab', () => {
  let path: string;
  let running: RunningLab;
  beforeEach(async () => {
    path = mkdtempSync(join(tmpdir(), 'mxray-run-'));
    const started = await runLab(labFolder(path), options);
    if (!started.ok) throw new Error(started.error.message);
    running = started.value;
  });
  afterEach(async () => {
    await running.close();
    rmSync(path, { recursive: true });
  });

  it('obeys over its control channel', async () => {
    const ask = async (request: Parameters<typeof askLab>[1]) => askLab(labFolder(path), request);
    expect(await ask({ op: 'status' })).toMatchObject({ ok: true, value: { pid: process.pid, env: running.lab.env } });
    expect(await ask({ op: 'break', domain: 'good.test', fault: 'silent' })).toMatchObject({
      value: { broken: { 'good.test': 'silent' } },
    });
    expect(await ask({ op: 'break', domain: 'good.test', fault: 'x' })).toMatchObject({
      error: { code: 'lab/unknown-fault' },
    });
    expect(await ask({ op: 'fix', domain: 'good.test' })).toMatchObject({ value: { broken: {} } });
  });

  it('ends when asked to, and takes its files with it', async () => {
    expect((await askLab(labFolder(path), { op: 'down' })).ok).toBe(true);
    await running.ended;
    expect(existsSync(labFolder(path).connectMap)).toBe(false);
    expect(await askLab(labFolder(path), { op: 'status' })).toMatchObject({ error: { code: 'lab/not-running' } });
  });

  it('makes room for the next one by the time it has answered', async () => {
    expect((await askLab(labFolder(path), { op: 'down' })).ok).toBe(true);
    const next = await runLab(labFolder(path), options);
    if (!next.ok) throw new Error(next.error.message);
    await running.ended;
    expect((await askLab(labFolder(path), { op: 'status' })).ok).toBe(true);
    await next.value.close();
  });

  it('refuses a second lab in its folder, and a number of domains beyond the bound', async () => {
    expect(await runLab(labFolder(path), options)).toMatchObject({ error: { code: 'lab/running' } });
    expect(await runLab(labFolder(path), { ...options, domains: 10_001 })).toMatchObject({
      error: { code: 'lab/domains' },
    });
    expect(await runLab(labFolder(path), { ...options, domains: 1.5 })).toMatchObject({
      error: { code: 'lab/domains' },
    });
  });
});
