/** The hermetic suite on the other Nodes that mxray promises to run on. */
import { join } from 'node:path';
import { run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export const suite: Suite = { name: 'node-versions', proves: 'npm test passes on Node 22 and 24', run };

const ROOT = join(import.meta.dirname, '../../../..');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
/** Where versions differ most: sockets, TLS, cryptography, and the program as a process. */
const REDUCED = [
  'test/core/tls',
  'test/core/net',
  'test/core/pki',
  'test/core/dane',
  'test/core/dns/dnssec',
  'test/commands/program.test.ts',
];
const TIMEOUT_MS = 300_000;

async function run(context: Context): Promise<void> {
  for (const node of [programs.node22, programs.node24]) {
    const paths = context.full ? [] : REDUCED;
    await context.test(`${node.split('/').at(-3)}: ${context.full ? 'everything' : REDUCED.join(' ')}`, async () => {
      const { status, stdout, stderr } = await runProgram(node, [VITEST, 'run', '--reporter=dot', ...paths], {
        cwd: ROOT,
        timeoutMs: TIMEOUT_MS,
      });
      const tests = /Tests\s+(.*)/.exec(plain(stdout))?.[1];
      if (status !== 0 || tests === undefined)
        throw new Error(`status ${status}\n${plain(stdout + stderr).slice(-3000)}`);
      context.note(`${node.split('/').at(-3)}: ${tests}`);
    });
  }
}

const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '');
