/** The code cache of bin/start.js: one file a command, private, and believed only when it is ours alone. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mxray } from '../support/cli.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mxray-test-'));
  folder = join(home, 'mxray');
});
afterEach(() => rmSync(home, { recursive: true }));

const run = (...words: string[]) => mxray(words, { XDG_CACHE_HOME: home, MXRAY_NO_CODE_CACHE: '' });
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const commandsOf = (names: readonly string[]): string[] =>
  names.map((name) => /^(?:[^-]+-){4}([a-z-]+)\.v8$/.exec(name)?.[1] ?? name);

describe('code cache', () => {
  it('has a private file for each command that ran, whatever its arguments, and one for help', async () => {
    for (const words of [['explain', 'dane'], ['explain', 'dnssec'], ['dns', 'query', 'a..b'], ['nonsense']])
      await run(...words);
    expect(commandsOf(readdirSync(folder))).toEqual(['dns-query', 'explain', 'guide']);
    expect(modeOf(folder)).toBe(0o700);
    expect(readdirSync(folder).map((name) => modeOf(join(folder, name)))).toEqual([0o600, 0o600, 0o600]);
  });
  it('changes nothing of what is printed', async () => {
    const [first, second] = [await run('explain', 'dane'), await run('explain', 'dane')];
    expect(second).toEqual(first);
    expect(first.status).toBe(0);
  });
  it('is not written into a folder that others may write to', async () => {
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    expect((await run('explain')).status).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });
  it('is not believed when others may have written it, or it is no cache at all', async () => {
    await run('schema');
    const file = join(folder, readdirSync(folder)[0]!);
    const { out } = await run('schema');
    for (const mode of [0o622, 0o600]) {
      writeFileSync(file, 'not a cache');
      chmodSync(file, mode);
      expect(await run('schema')).toEqual({ out, complaint: '', status: 0 });
    }
  });
  it('is believed again after a run whose compiler was told to inline less', async () => {
    const env = { XDG_CACHE_HOME: home, MXRAY_NO_CODE_CACHE: '' };
    const lines = Array.from({ length: 10_000 }, (_, index) => `\${lc:LINE ${index}}\n`).join('');
    expect((await mxray(['expand'], env, lines)).out).toMatch(/^line 0\nline 1\n.*\nline 9999\n$/s);
    const written = statSync(join(folder, readdirSync(folder)[0]!)).ino;
    await run('expand', 'a');
    expect(statSync(join(folder, readdirSync(folder)[0]!)).ino).toBe(written);
  });
  it('of another build is taken away', async () => {
    await run('schema');
    writeFileSync(join(folder, 'v20.0.0-x64-0.1.0-0123456789abcdef-schema.v8'), '');
    await run('explain');
    expect(commandsOf(readdirSync(folder))).toEqual(['explain', 'schema']);
  });
});
