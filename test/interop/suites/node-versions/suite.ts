/** The hermetic suite on the other Nodes that we promise: the same tests, run by their binaries. */
import { join } from 'node:path';
import { type Ran, run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { MXRAY } from '../dane/ours.ts';

export const suite: Suite = {
  name: 'node-versions',
  proves: 'the hermetic tests pass on Node 22 and 24, and the built program starts there',
  run,
};

const ROOT = join(import.meta.dirname, '../../../..');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const LIMIT_MS = 10 * 60_000;

const NODES = [
  { major: 22, program: programs.node22 },
  { major: 24, program: programs.node24 },
] as const;

/** Where Nodes differ: TLS, sockets, keys and the way the program starts. The whole suite is for --full. */
const REDUCED = [
  'test/core/net',
  'test/core/tls',
  'test/core/survey',
  'test/core/pki',
  'test/core/dns/dnssec',
  'test/commands/program.test.ts',
];

async function run(context: Context): Promise<void> {
  await Promise.all(NODES.map((node) => tryNode(context, node)));
}

async function tryNode(context: Context, { major, program }: (typeof NODES)[number]): Promise<void> {
  await context.test(`mxray --version on Node ${major}`, async () => expectVersion(await mxray(program), major));
  await context.test(`mxray dane check on Node ${major}`, async () => expectUsage(await mxray(program, true)));
  await runTests(context, major, program);
}

/** Each test of the hermetic suite counts as a case. */
async function runTests(context: Context, major: number, program: string): Promise<void> {
  const args = [VITEST, 'run', '--reporter=json', ...(context.full ? [] : REDUCED)];
  const { stdout, stderr } = await runProgram(program, args, { cwd: ROOT, timeoutMs: LIMIT_MS });
  const start = stdout.indexOf('{"numTotal');
  if (start < 0) throw new Error(`vitest on Node ${major} gave no report:\n${stderr.slice(-2_000)}`);
  const report = JSON.parse(stdout.slice(start)) as Report;
  for (const file of report.testResults) await countFile(context, major, file);
}

interface Report {
  readonly testResults: readonly TestFile[];
}

interface TestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }[];
}

async function countFile(
  context: Context,
  major: number,
  { name, status, message, assertionResults }: TestFile,
): Promise<void> {
  const file = name.slice(ROOT.length + 1);
  if (assertionResults.length === 0 && status !== 'passed')
    await context.test(`Node ${major}, ${file}`, () => Promise.reject(new Error(message)));
  for (const { fullName, status: outcome, failureMessages } of assertionResults) {
    const title = `Node ${major}, ${file}: ${fullName}`;
    if (outcome === 'passed') await context.test(title, () => {});
    else if (outcome === 'failed')
      await context.test(title, () => Promise.reject(new Error(failureMessages.join('\n'))));
    else context.skip(title, outcome);
  }
}

function mxray(program: string, check = false): Promise<Ran> {
  return runProgram(program, check ? [MXRAY, 'dane', 'check'] : [MXRAY, '--version']);
}

function expectVersion({ status, stdout }: Ran, major: number): void {
  if (status !== 0 || !stdout.includes(`node v${major}.`)) throw new Error(`status ${status}: ${stdout}`);
}

/** Past start-up, bundle and code cache: as far as the words of the command line. */
function expectUsage({ status, stderr }: Ran): void {
  if (status !== 2 || !stderr.includes('target')) throw new Error(`status ${status}: ${stderr}`);
}
