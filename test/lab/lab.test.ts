import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askLab, labFolder } from '../../src/lab/control/index.ts';
import { CATALOGUE, type Lab, type LabOptions, type RunningLab, runLab, startLab } from '../../src/lab/index.ts';
import type { NameService } from '../../src/lab/names.ts';
import type { ZonePlan } from '../../src/lab/world/zone-plan.ts';

/** Name servers that only remember what they were to serve. */
const zones = new Map<string, ZonePlan>();
async function startNames(plans: readonly ZonePlan[]): Promise<NameService> {
  const replace = async (plan: ZonePlan): Promise<void> => void zones.set(plan.name, plan);
  for (const plan of plans) await replace(plan);
  const connectRows = [{ address: '192.0.2.53', port: 53, leadsTo: 4053 }];
  return { connectRows, trustAnchor: '. DS 1 13 2 00\n', replace, close: async () => zones.clear() };
}

const rows = CATALOGUE.filter(({ name }) => ['good.test', 'both-keys.test', 'bogus.test'].includes(name));
const options: LabOptions = { startNames, rows, slowMs: 5 };
const typed = (name: string, type: string): string[] =>
  (zones.get(name)?.records ?? []).filter((record) => record.type === type).map(({ text }) => text);

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
    expect(readFileSync(map!, 'utf8')).toMatch(/^192\.0\.2\.53:53=127\.0\.0\.1:4053\n192\.0\.2\.64:25=/);
    expect(readFileSync(anchor!, 'utf8')).toBe('. DS 1 13 2 00\n');
    expect(readFileSync(ca!, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(statSync(map!).mode & 0o777).toBe(0o600);
    await lab.close();
    expect(existsSync(lab.folder.path)).toBe(false);
  });

  it('gives every bulk domain a zone of its own and all of them one mail server', () => {
    expect(lab.bulkDomains).toEqual(['bulk0001.bulk.test', 'bulk0002.bulk.test', 'bulk0003.bulk.test']);
    expect(typed('bulk0003.bulk.test', 'MX')).toEqual(['10 mx.bulk0003.bulk.test.']);
    const [first, last] = ['bulk0001.bulk.test', 'bulk0003.bulk.test'].map((name) => typed(name, 'TLSA'));
    expect(first).toHaveLength(1);
    expect(first).toEqual(last);
    expect(typed('bulk0001.bulk.test', 'A')).toEqual(typed('bulk0003.bulk.test', 'A'));
  });

  it('breaks a domain and mends it to what it was', async () => {
    const before = typed('good.test', 'TLSA');
    expect((await lab.break('good.test', 'stale-tlsa')).ok).toBe(true);
    expect(typed('good.test', 'TLSA')).not.toEqual(before);
    expect((await lab.break('good.test', 'wrong-ds')).ok).toBe(true);
    expect(zones.get('good.test')?.style).toEqual({ fault: 'wrong-ds' });
    expect([...lab.broken]).toEqual([['good.test', 'wrong-ds']]);
    expect((await lab.fix()).ok).toBe(true);
    expect(typed('good.test', 'TLSA')).toEqual(before);
    expect(zones.get('good.test')?.style).toEqual({});
    expect(lab.broken.size).toBe(0);
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
    const started = await runLab(path, options);
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

  it('refuses a second lab in its folder, and a number of domains beyond the bound', async () => {
    expect(await runLab(path, options)).toMatchObject({ error: { code: 'lab/running' } });
    expect(await runLab(path, { ...options, domains: 10_001 })).toMatchObject({ error: { code: 'lab/domains' } });
    expect(await runLab(path, { ...options, domains: 1.5 })).toMatchObject({ error: { code: 'lab/domains' } });
  });
});
