import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isGone, ourMark } from '../../src/base/index.ts';

describe('isGone', () => {
  it('knows who runs', () => {
    expect(isGone(ourMark())).toBe(false);
    expect(isGone({ pid: process.pid })).toBe(false);
  });

  it('takes a number with a new owner for gone', () => {
    expect(isGone({ pid: process.pid, began: '1' })).toBe(existsSync('/proc/self/stat'));
  });

  it('takes one that ended for gone, though nobody has asked how', async () => {
    // The inner one ends at once; the shell has become a program that waits for nobody.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec cat'], { stdio: ['pipe', 'pipe', 'ignore'] });
    try {
      const [first] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(first.toString());
      await expect.poll(() => isGone({ pid }), { timeout: 5000 }).toBe(true);
    } finally {
      parent.kill('SIGKILL');
    }
  });
});
