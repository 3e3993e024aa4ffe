/** Watching with real files and hooks, a responder that is a function, and a clock that moves while nobody is awake. */
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Failure, ok, type Result } from '../../../../src/base/index.ts';
import type { Certificate } from '../../../../src/core/pki/index.ts';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import {
  loadEntries,
  type WatchData,
  type WatchEntry,
  type WatchOptions,
  watch,
  watchOnce,
} from '../../../../src/core/stapling/index.ts';
import {
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
  type World,
  worldOf,
} from '../../../support/stapling.ts';

let ca: TestCa;
let leaf: Certificate;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  ca = await createTestCa();
  leaf = await ca.issue();
});
beforeEach(() => {
  folder = temporaryFolder();
  store('mx.pem', leaf.der, ca.der);
});
afterEach(() => folder.remove());

const at = (name: string): string => join(folder.path, name);
const store = (name: string, ...ders: readonly Uint8Array[]): void =>
  writeFileSync(at(name), ders.map((der) => formatPem('CERTIFICATE', der)).join(''));

const options = (more: Partial<WatchOptions> = {}): WatchOptions => ({
  fetch: OPTIONS,
  hookTimeoutMs: 20_000,
  ...more,
});

/** The responder's proofs are good for a week from the time of asking; `isDown` keeps it from answering. */
function responding(state: { isDown?: boolean } = {}): World {
  const world: World = worldOf(async (_, url) => {
    if (state.isDown === true) return refused(url);
    const dates = { thisUpdate: world.now, nextUpdate: new Date(world.now.getTime() + 7 * DAY_MS) };
    return ocspAnswer(await proofOf(ca, leaf, dates));
  });
  return world;
}

async function entries(): Promise<readonly WatchEntry[]> {
  const loaded = await loadEntries(folder.path);
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

const ids = ({
  findings,
}: {
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
}): string => findings.map(({ id, severity }) => `${severity}:${id.replace('ocsp.', '')}`).join(' ');

/** A hook that appends the names of changed proofs to a file. */
const hook = (): readonly string[] => [
  process.execPath,
  '-e',
  "require('node:fs').appendFileSync(process.argv[1], process.env.OCSP_PROOFS + '=' + process.env.OCSP_OUTCOMES + '\\n')",
  at('hooked'),
];

describe('a directory', () => {
  it('is its certificates of servers: keys, authorities and other files are passed over', async () => {
    store('ca.pem', ca.der);
    writeFileSync(at('key.pem'), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
    writeFileSync(at('mx.crt'), 'whatever');
    expect(await entries()).toEqual([{ cert: at('mx.pem'), out: at('mx.pem.ocsp') }]);
  });
  it('that is not there is a matter of configuration', async () => {
    expect(await loadEntries(at('none'))).toMatchObject({ ok: false, error: { fault: 'configuration' } });
  });
});

describe('once', () => {
  it('fetches what is due, runs the hook after a change, and has nothing to do the next time', async () => {
    const world = responding();
    const first = await watchOnce(await entries(), options({ hook: hook() }), world.ports);
    expect([ids(first), first.data.hooks.map(({ ok: isGood }) => isGood)]).toEqual(['ok:fetch.written', [true]]);
    expect(readFileSync(at('hooked'), 'utf8')).toBe(`${at('mx.pem.ocsp')}=written\n`);
    const second = await watchOnce(await entries(), options({ hook: hook() }), world.ports);
    expect([ids(second), second.data.hooks, world.log.length]).toEqual(['ok:fetch.skipped', [], 1]);
  });
  it('warns while the stored proof has long to go, and raises the alarm when it has not', async () => {
    const state = { isDown: false };
    const world = responding(state);
    await watchOnce(await entries(), options(), world.ports);
    state.isDown = true;
    world.now = after(6.4 * DAY_MS);
    expect(ids(await watchOnce(await entries(), options(), world.ports))).toBe(
      'warn:fetch.failed warn:fetch.old-proof',
    );
    world.now = after(6.8 * DAY_MS);
    expect(ids(await watchOnce(await entries(), options(), world.ports))).toBe(
      'error:watch.alarm error:fetch.failed warn:fetch.old-proof',
    );
  });
  it('is undecided where nothing is stored and nobody answers', async () => {
    const report = await watchOnce(await entries(), options(), responding({ isDown: true }).ports);
    expect(ids(report)).toBe('unknown:fetch.failed');
  });
  it('tells a certificate that cannot be read, and looks after the others', async () => {
    const all = [{ cert: at('gone.pem'), out: at('gone.ocsp') }, ...(await entries())];
    expect(ids(await watchOnce(all, options(), responding().ports))).toBe('error:watch.unreadable ok:fetch.written');
  });
  it.each([
    ['ends with another status', ['false'], 'it ended with status 1'],
    ['is not there', ['/nonexistent'], 'it could not be started: ENOENT'],
    ['takes too long', ['sleep', '1000'], 'it had not ended after 0.2 s'],
  ])('a hook that %s is an error; the proof is stored all the same', async (_, words, says) => {
    const report = await watchOnce(await entries(), options({ hook: words, hookTimeoutMs: 200 }), responding().ports);
    expect(ids(report)).toBe('ok:fetch.written error:watch.hook');
    expect([report.findings[1]!.detail, existsSync(at('mx.pem.ocsp'))]).toEqual([expect.stringContaining(says), true]);
  });
  it('stores the proofs of a file with two leaves under numbers', async () => {
    const second = await ca.issue({ subject: 'second.test' });
    store('mx.pem', leaf.der, second.der, ca.der);
    const world = worldOf(async () => ocspAnswer(await proofOf(ca, leaf)));
    const { data } = await watchOnce(await entries(), options(), world.ports);
    expect(data.proofs.map(({ file, outcome }) => [file, outcome])).toEqual([
      [at('mx.pem.1.ocsp'), 'written'],
      [at('mx.pem.2.ocsp'), 'failed'],
    ]);
  });
  it('says so where there is nothing', async () => {
    expect(ids(await watchOnce([], options(), responding().ports))).toBe('warn:watch.nothing');
  });
});

/** What happens while it sleeps, in order; then the end. */
type Event = (world: World) => 'time' | 'reload';

async function watching(
  events: readonly Event[],
  world: World,
  load?: () => Promise<Result<readonly WatchEntry[], Failure>>,
) {
  const said: string[] = [];
  const slept: number[] = [];
  const left = [...events];
  const report = await watch(await entries(), options(), {
    ...world.ports,
    load: load ?? (async () => ok(await entries())),
    say: ({ severity, text }) => said.push(`${severity}: ${text}`),
    pause: async (ms) => {
      slept.push(ms);
      return left.shift()?.(world) ?? 'end';
    },
  });
  return { report, said, slept };
}

const pass =
  (ms: number): Event =>
  (world) => {
    world.now = new Date(world.now.getTime() + ms);
    return 'time';
  };

describe('for as long as it is wanted', () => {
  it('fetches at the beginning, and again after the date of the proof', async () => {
    const world = responding();
    const { report } = await watching([pass(DAY_MS), pass(5.2 * DAY_MS), pass(HOUR_MS * 3), pass(HOUR_MS)], world);
    expect([world.log.length, ids(report)]).toEqual([2, 'ok:fetch.written']);
    expect(statSync(at('mx.pem.ocsp')).mtime.getTime()).toBeGreaterThan(after(12 * DAY_MS).getTime());
  });
  it('notices a proof that is touched or gone, and a certificate that is renewed', async () => {
    const world = responding();
    const touch: Event = (w) => {
      utimesSync(at('mx.pem.ocsp'), w.now, w.now);
      return pass(HOUR_MS)(w);
    };
    const remove: Event = (w) => {
      rmSync(at('mx.pem.ocsp'));
      return pass(HOUR_MS)(w);
    };
    const renew: Event = (w) => {
      utimesSync(at('mx.pem'), NOW, after(HOUR_MS));
      return pass(1000)(w);
    };
    await watching([touch, remove], world);
    expect(world.log.length).toBe(3);
    const { slept } = await watching([renew], world);
    expect([world.log.length, slept.every((ms) => ms <= 60_000)]).toEqual([3, true]); // looked at, and found fresh
  });
  it('pauses longer after each failure, and says what is wrong each time', async () => {
    const world = responding({ isDown: true });
    const { said } = await watching(
      Array.from({ length: 60 }, () => pass(60_000)),
      world,
    );
    const asked = world.log.length;
    expect([asked >= 5, asked <= 9]).toEqual([true, true]); // at 0, 1, 3, 7, 15, 31 minutes, more or less
    expect(said.filter((line) => line.startsWith('unknown: ')).length).toBe(asked);
  });
  it('reads its configuration again, and keeps the old one where the new one is bad', async () => {
    const world = responding();
    const bad: Failure = { code: 'x', message: 'line 1: nonsense', fault: 'configuration', temporary: false };
    const answers: Result<readonly WatchEntry[], Failure>[] = [{ ok: false, error: bad }, ok([])];
    const { said, report } = await watching([() => 'reload', () => 'reload'], world, async () => answers.shift()!);
    expect(said.slice(2)).toEqual([
      'error: the configuration stays as it was: line 1: nonsense',
      'info: configuration read again: 0 certificate files',
    ]);
    expect((report.data as WatchData).proofs).toEqual([]);
  });
  it('leaves alone for a day what has no responder', async () => {
    const silent = await ca.issue({ ocspUrls: [] });
    store('mx.pem', silent.der, ca.der);
    const world = responding();
    const { report } = await watching([pass(HOUR_MS), pass(HOUR_MS)], world);
    expect([world.log, ids(report)]).toEqual([[], 'info:fetch.no-url']);
  });
});
