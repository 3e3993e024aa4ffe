import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FACE = join(import.meta.dirname, '../../../src/base/process/index.ts');
const TSX = import.meta.resolve('tsx');

/** What a program finds open that is started by a process which was itself started with file 40 open. */
function foundBy(start: string): string {
  const script = `import { programOutput, runProgram, startPiped } from ${JSON.stringify(FACE)};
    const command = '/bin/ls', args = ['-l', '/proc/self/fd'], environment = {}, timeoutMs = 20000;
    ${start}`;
  const { stdout, stderr } = spawnSync(
    '/bin/bash',
    ['-c', 'exec "$@" 40</etc/passwd', 'bash', process.execPath, '--import', TSX, '--input-type=module', '-e', script],
    { encoding: 'utf8', timeout: 60_000 },
  );
  expect(stderr).toBe('');
  return stdout;
}

describe('what a program is handed on', () => {
  for (const [what, start] of [
    ['run to its end', 'console.log((await runProgram({ command, args, timeoutMs })).output)'],
    [
      'between two pipes',
      'for await (const part of startPiped({ command, args, environment }).output) console.log(String(part))',
    ],
    ['read along', 'for await (const part of programOutput({ command, args })) console.log(String(part))'],
  ] as const)
    it(`is no file that we were started with: a program ${what}`, () => {
      const found = foundBy(start);
      expect(found).toContain(' 1 -> ');
      expect(found).not.toContain('/etc/passwd');
    });
});
