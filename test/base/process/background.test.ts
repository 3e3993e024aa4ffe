import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startInBackground } from '../../../src/base/process/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-process-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function start(
  script: string,
  options: { command?: string; args?: readonly string[]; readyTimeoutMs?: number; graceMs?: number } = {},
) {
  return startInBackground({
    command: process.execPath,
    args: ['-e', script],
    logFile: join(folder, 'log'),
    readyTimeoutMs: 10_000,
    ...options,
  });
}

const outcome = async (started: ReturnType<typeof start>): Promise<string> => {
  const result = await started;
  return result.ok ? 'ready' : result.error.code;
};

/** A child of somebody else's that has ended may stand in the table until he asks for it: state Z. */
function isThere(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('startInBackground', () => {
  it('gives the process id of a program that says it is ready, and leaves it running', async () => {
    const started = await start(`console.log('up'); process.send('ready', () => process.disconnect());
      setTimeout(() => {}, 60_000)`);
    if (!started.ok) throw new Error(started.error.message);
    expect(process.kill(started.value, 0)).toBe(true);
    process.kill(started.value);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('up\n');
  });

  it('reports a program that ends first, naming its log', async () => {
    const started = await start('console.error("no luck"); process.exit(3)');
    if (started.ok) throw new Error('it cannot have been ready');
    expect(started.error.code).toBe('process/ended');
    expect(started.error.message).toContain('status 3');
    expect(started.error.hint).toContain(join(folder, 'log'));
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('no luck\n');
  });

  it('ends a program that is not ready in time', async () => {
    expect(await outcome(start('setTimeout(() => {}, 60_000)', { readyTimeoutMs: 50 }))).toBe('process/timeout');
  });

  it('leaves nothing of one that hears no signal, nor of what that has started', async () => {
    const pids = join(folder, 'pids');
    const deaf = `trap '' TERM; sleep 60 & echo $$ $! >'${pids}'; wait`;
    const started = start('', { command: '/bin/sh', args: ['-c', deaf], readyTimeoutMs: 3000, graceMs: 300 });
    expect(await outcome(started)).toBe('process/timeout');
    const [leader, child] = readFileSync(pids, 'utf8').split(' ').map(Number);
    expect(isThere(leader!)).toBe(false);
    await expect.poll(() => isThere(child!), { timeout: 15_000 }).toBe(false);
  });

  it('reports a program that is not there', async () => {
    expect(await outcome(start('', { command: join(folder, 'missing') }))).toBe('process/not-started');
  });
});
