import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram, startPiped } from '../../../src/base/process/index.ts';

const node = (
  script: string,
  more: { timeoutMs?: number; maxOutputBytes?: number; signal?: AbortSignal; env?: Record<string, string> } = {},
) => runProgram({ command: process.execPath, args: ['-e', script], timeoutMs: 20_000, ...more });

describe('a program run to its end', () => {
  it('gives its status and what it said', async () => {
    expect(await node("console.log('out'); console.error('err'); process.exit(3)")).toMatchObject({
      kind: 'exit',
      status: 3,
      output: expect.stringMatching(/^(out\nerr|err\nout)\n$/),
    });
  });
  it('gets its arguments as they are, and the environment on top of ours', async () => {
    const ended = await runProgram({
      command: process.execPath,
      args: ['-e', 'console.log(process.argv[1], process.env.MXRAY_WORD)', '$(id); *'],
      env: { MXRAY_WORD: 'a b' },
      timeoutMs: 20_000,
    });
    expect(ended).toMatchObject({ output: '$(id); * a b\n' });
  });
  it('is ended with all it started when its time is up', async () => {
    const script =
      "require('node:child_process').spawn('sleep', ['1000'], { stdio: 'inherit' }); setInterval(() => {}, 1000)";
    expect(await node(script, { timeoutMs: 300 })).toMatchObject({ kind: 'timeout', afterMs: 300 });
  });
  it('is ended when it is no longer wanted', async () => {
    const abort = new AbortController();
    const ended = node('setInterval(() => {}, 1000)', { signal: abort.signal });
    abort.abort();
    expect(await ended).toMatchObject({ kind: 'signal', signal: 'SIGTERM' });
  });
  it('says no more than its bound', async () => {
    const ended = await node("process.stdout.write('x'.repeat(1_000_000))");
    expect(ended.kind === 'exit' && ended.output.length).toBeLessThanOrEqual(64 * 1024);
  });
  it('is ended when it writes more than is wanted whole', async () => {
    const endless = "const f = () => process.stdout.write('x'.repeat(65536), f); f()";
    const ended = await node(endless, { maxOutputBytes: 100_000 });
    expect(ended).toMatchObject({ kind: 'signal', isTooMuch: true, output: 'x'.repeat(100_000) });
    const long = await node("console.log('y'.repeat(99_999))", { maxOutputBytes: 100_000 });
    expect(long).toMatchObject({ kind: 'exit', status: 0, output: `${'y'.repeat(99_999)}\n` });
  });

  it('is never a text that no system would run, which the library would give to a shell', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-run-'));
    const written = (name: string, text: string): string => {
      const path = join(folder, name);
      writeFileSync(path, text, { mode: 0o755 });
      return path;
    };
    const refused = { kind: 'not-started', why: 'ENOEXEC' };
    for (const text of ['echo run by a shell', '', '# !/bin/sh\necho x'])
      expect(await runProgram({ command: written('text', text), args: [], timeoutMs: 20_000 })).toEqual(refused);
    expect(await runProgram({ command: './text', cwd: folder, args: [], timeoutMs: 20_000 })).toEqual(refused);
    const piped = startPiped({ command: join(folder, 'text'), args: [], environment: {} });
    expect(await piped.ended).toEqual({ kind: 'not-started', code: 'ENOEXEC' });
    expect(await piped.write(Buffer.from('x'))).toBe(false);
    for await (const part of piped.output) expect.fail(String(part));
    const script = written('script', '#!/bin/sh\necho run');
    expect(await runProgram({ command: script, args: [], timeoutMs: 20_000 })).toMatchObject({ output: 'run\n' });
    rmSync(folder, { recursive: true });
  });
  it('may not be there', async () => {
    const ended = await runProgram({ command: '/nonexistent/program', args: [], timeoutMs: 1000 });
    expect(ended).toEqual({ kind: 'not-started', why: 'ENOENT' });
  });
});
