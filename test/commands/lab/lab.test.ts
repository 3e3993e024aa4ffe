/** The commands of the lab, one after the other as a person would type them: what is printed, and the exit status. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import LabBreak from '../../../src/commands/lab/break.ts';
import LabDown from '../../../src/commands/lab/down.ts';
import LabEnv from '../../../src/commands/lab/env.ts';
import LabFix from '../../../src/commands/lab/fix.ts';
import LabList from '../../../src/commands/lab/list.ts';
import LabUp from '../../../src/commands/lab/up.ts';
import { CATALOGUE, labFolderAt, type RunningLab, runLab } from '../../../src/lab/index.ts';
import { standardOutput } from '../../../src/ui/command/output.ts';

let folder: string;
let running: RunningLab | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-lab-'));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function startOne(): Promise<void> {
  const rows = CATALOGUE.filter(({ name }) => name === 'good.test');
  const started = await runLab(labFolderAt(folder, {}), { rows });
  if (!started.ok) throw new Error(started.error.message);
  running = started.value;
}

interface Printed {
  readonly out: string;
  readonly complaint: string;
  readonly status: unknown;
}

interface Runnable {
  run(argv: string[], from: string): Promise<unknown>;
}

/** @param whilst runs once something was printed, for a command that stays */
async function run(command: Runnable, words: string[], whilst?: () => Promise<unknown>): Promise<Printed> {
  let [out, complaint] = ['', ''];
  const into = (take: (text: string) => void) => (text: unknown, done?: unknown) => {
    take(String(text));
    if (typeof done === 'function') done();
    return true;
  };
  for (const how of ['write', 'add'] as const)
    vi.spyOn(standardOutput, how).mockImplementation(async (text: unknown) => {
      out += String(text);
      void whilst?.();
    });
  vi.spyOn(process.stderr, 'write').mockImplementation(
    into((text) => {
      complaint += text;
    }) as typeof process.stderr.write,
  );
  await command.run([...words, '--lab-dir', folder], import.meta.url);
  vi.restoreAllMocks();
  return { out, complaint, status: process.exitCode };
}

describe('without a lab', () => {
  it.each<[string, Runnable, string[]]>([
    ['env', LabEnv, []],
    ['break', LabBreak, ['good.test']],
    ['fix', LabFix, []],
    ['down', LabDown, []],
  ])('%s says so, with status 2', async (_, command, words) => {
    const { out, complaint, status } = await run(command, words);
    expect({ out, status }).toEqual({ out: '', status: 2 });
    expect(complaint).toContain(`no lab is running in ${folder}\n  start one with "mxray lab up"`);
  });

  it('list shows every domain and fault all the same', async () => {
    const { out, status } = await run(LabList, ['--json']);
    const { data } = JSON.parse(out);
    expect(status).toBe(0);
    expect(data.running).toBe(false);
    expect(data.domains).toHaveLength(CATALOGUE.length);
    expect(data.domains[0]).toMatchObject({ name: 'good.test', family: 'usages', expected: { exit: 0 } });
    expect(data.faults[0]).toMatchObject({ name: 'stale-tlsa' });
    expect(data.responder[0]).toMatchObject({ name: 'good', url: 'http://pki.lab.test/ocsp/good' });
    expect(data.lists[1]).toMatchObject({ name: 'revoked', url: 'http://pki.lab.test/crl/revoked/issuing.crl' });
  });

  it('list shows one family, and says which there are', async () => {
    const { out } = await run(LabList, ['--family', 'staples', '--plain']);
    expect(out).toMatch(/^staples\n.* staple-good\.test /);
    expect(out).not.toMatch(/faults|good\.test .*DANE-EE/);
    const { complaint, status } = await run(LabList, ['--family', 'nonsense']);
    expect(status).toBe(2);
    expect(complaint).toMatch(/must be one of usages, .*staples, revocation, .*, and is "nonsense"/);
  });

  it.each([
    [['--domains', '10001'], '"domains" must be a whole number from 0 to 10000, and is "10001"'],
    [['--domains', 'many'], '"domains" must be a whole number'],
    [['--slow', '-1'], '"slow" must be a whole number'],
  ])('up %j is status 2 and starts nothing', async (words, expected) => {
    const { complaint, status } = await run(LabUp, words);
    expect(status).toBe(2);
    expect(complaint).toContain(expected);
    expect(existsSync(join(folder, 'control.sock'))).toBe(false);
  });
});

describe('with a lab', () => {
  it('env prints lines for a shell and nothing else', async () => {
    await startOne();
    const { out, complaint, status } = await run(LabEnv, []);
    expect({ complaint, status }).toEqual({ complaint: '', status: 0 });
    expect(out.split('\n')).toEqual([
      "export MXRAY_RESOLVER='192.0.2.53:53'",
      `export MXRAY_CONNECT_FILE='${folder}/connect.map'`,
      `export MXRAY_TRUST_ANCHOR='${folder}/trust-anchor'`,
      `export MXRAY_CA_FILE='${folder}/ca.pem'`,
      '',
    ]);
    expect((await run(LabEnv, ['--shell', 'fish'])).out).toMatch(/^set -gx MXRAY_RESOLVER /);
  });

  it('break, list and fix agree on what is broken', async () => {
    await startOne();
    expect((await run(LabBreak, ['Good.test'])).out).toBe('good.test: stale-tlsa\n');
    expect((await run(LabList, ['--plain'])).out).toMatch(/ good\.test .*\[broken: stale-tlsa\]\n/);
    expect((await run(LabBreak, ['good.test', 'wrong-ds'])).out).toBe('good.test: wrong-ds\n');
    expect((await run(LabFix, [])).out).toBe('good.test: mended\n');
    expect((await run(LabFix, [])).out).toBe('Nothing was broken.\n');
  });

  it.each([
    [['nowhere.test'], 'the lab has no domain nowhere.test'],
    [['good.test', 'nonsense'], 'there is no fault nonsense'],
    [[], '"domain" is missing'],
  ])('break %j is status 2', async (words, expected) => {
    await startOne();
    const { complaint, status } = await run(LabBreak, words);
    expect(status).toBe(2);
    expect(complaint).toContain(expected);
  });

  it('a second one in its folder is refused, with status 2', async () => {
    await startOne();
    const { complaint, status } = await run(LabUp, []);
    expect(status).toBe(2);
    expect(complaint).toContain(`a lab is running in ${folder} already (process ${process.pid})`);
  });
});

describe('up', () => {
  it('says what to do, stays until it is told to end, and leaves nothing behind', async () => {
    let down: Promise<unknown> | undefined;
    const stop = async (): Promise<void> => {
      down ??= import('../../../src/lab/index.ts').then(({ askLab }) =>
        askLab(labFolderAt(folder, {}), { op: 'down' }),
      );
    };
    const { out, status } = await run(LabUp, ['--domains', '2'], stop);
    expect(out).toMatch(/^The lab is up: \d+ domains, 2 more in bulk\.test \(process \d+, /);
    expect(status).toBe(0);
    expect(await down).toMatchObject({ ok: true });
    expect(existsSync(join(folder, 'connect.map'))).toBe(false);
  });
});
