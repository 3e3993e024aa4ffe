/** Standard output of the built program: whole whatever it goes to, and quiet when nobody reads on. */
import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RUN } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Longer than any pipe holds. */
const LONG = ['explain', '--json'];

const throughPipe = (words: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [RUN, ...words], { maxBuffer: 1e8 }, (error, out) =>
      error ? reject(error) : resolve(out),
    );
  });

function ended(stdio: Parameters<typeof spawn>[2]['stdio']): Promise<{ status: number | null; complaint: string }> {
  const child = spawn(process.execPath, [RUN, ...LONG], { stdio });
  let complaint = '';
  child.stderr?.on('data', (chunk) => (complaint += chunk));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, complaint })));
}

describe('a result', () => {
  it('is the same in a file and through a pipe', async () => {
    const file = join(folder, 'out');
    const fd = openSync(file, 'w');
    expect(await ended(['ignore', fd, 'pipe'])).toEqual({ status: 0, complaint: '' });
    closeSync(fd);
    const read = (text: string) => (JSON.parse(text) as { data: { findings: unknown[] } }).data.findings;
    const fromFile = read(readFileSync(file, 'utf8'));
    expect(fromFile.length).toBeGreaterThan(50);
    expect(read(await throughPipe(LONG))).toEqual(fromFile);
  });
  it('comes whole through a pipe whose reader is slow, also when the pipe does not wait', async () => {
    const slow = `let n = 0; process.stdin.on('data', (c) => { n += c.length; process.stdin.pause(); setImmediate(() => process.stdin.resume()); }).on('end', () => console.log(n))`;
    const reader = spawn(process.execPath, ['-e', slow], { stdio: ['pipe', 'pipe', 'inherit'] });
    const writer = spawn(process.execPath, [RUN, ...LONG], { stdio: ['ignore', reader.stdin, 'inherit'] });
    writer.once('exit', () => reader.stdin.destroy());
    let count = '';
    for await (const chunk of reader.stdout) count += chunk;
    expect(Number(count)).toBeGreaterThan(100_000);
  });
  it.skipIf(!existsSync('/dev/full'))('that a full disk does not take is told, with status 2', async () => {
    const fd = openSync('/dev/full', 'w');
    const { status, complaint } = await ended(['ignore', fd, 'pipe']);
    closeSync(fd);
    expect([status, complaint]).toEqual([2, 'mxray: standard output cannot be written: ENOSPC\n']);
  });
});
