import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

/** A parent that ends without a word, and a child that asks for it only afterwards. */
const PARENT = `import { fork } from 'node:child_process';
fork(process.argv[2], { env: { ...process.env, MXRAY_ROLE: 'late' } }).once('message', () => process.kill(process.pid, 'SIGKILL'));`;
const CHILD = `import { becomeChild } from ${JSON.stringify(fileURLToPath(new URL('../../../src/base/process/family.ts', import.meta.url)))};
const { parent } = becomeChild();
setInterval(() => {}, 1000);
process.once('disconnect', () => setImmediate(() => parent.onGone(() => {
  console.log('gone');
  process.exit();
})));
process.send('here');`;

it('a child is told that its parent has gone, also where that was before it asked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-family-'));
  const [parent, child] = [join(folder, 'parent.mjs'), join(folder, 'child.mjs')];
  writeFileSync(parent, PARENT);
  const stdin = { contents: CHILD, loader: 'ts', resolveDir: folder } as const;
  await build({ stdin, outfile: child, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  const running = spawn(process.execPath, [parent, child], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  running.stdout.on('data', (text) => {
    said += text;
  });
  await new Promise((resolve) => running.once('close', resolve)); // when the child has ended as well
  rmSync(folder, { recursive: true });
  expect(said).toBe('gone\n');
});
