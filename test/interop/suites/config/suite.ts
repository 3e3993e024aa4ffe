/**
 * Configurations: what Exim refuses we refuse, naming the same line; what it prints by -bP, `config show` prints. Exim is run as
 * nobody, to whom hidden values are not shown.
 */
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ConfigurationError, checkConfiguration, readConfiguration } from '../../../../src/mta/config/index.ts';
import { SAMPLES } from '../../../mta/config/samples.ts';
import { mustRun, run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { compareCalls } from './calls.ts';

export const suite: Suite = {
  name: 'config',
  proves: 'configurations are refused where Exim refuses them, and shown as exim -bP shows them',
  run,
};

const STYLES = ['first-steps', 'panel', 'satellite', 'virtual-mysql', 'mailing-list', 'ldap', 'dkim-gateway', 'hoster'];
const QUESTIONS = [
  [],
  ['routers'],
  ['transports'],
  ['authenticators'],
  ['router_list'],
  ['transport_list'],
  ['authenticator_list'],
  ['+local_domains'],
  ['message_size_limit', 'log_selector', 'delay_warning', 'check_spool_space', 'never_users', 'auto_thaw'],
  ['primary_hostname', 'qualify_domain', 'qualify_recipient'],
];

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'configurations');
  cpSync(join(import.meta.dirname, '../../../mta/config/configurations'), folder, { recursive: true });
  chmodSync(context.folder, 0o755);
  for (const style of STYLES) await compareStyle(style, join(folder, `${style}.conf`), context);
  await compareStyle('debian', await debianTemplate(context), context);
  await compareSamples(context);
  await compareCalls(context);
}

/** The configuration that Debian ships in many files, made into one by Debian's own program. */
async function debianTemplate(context: Context): Promise<string> {
  const folder = join(context.folder, 'debian');
  cpSync(join(dirname(programs.exim), '../../etc/exim4'), folder, { recursive: true });
  const file = join(folder, 'exim4.conf');
  await mustRun(programs.updateEximTemplate, ['--nobackup', '--run', '--output', file], { env: { CONFDIR: folder } });
  chmodSync(file, 0o644);
  await context.test('debian: config check', async () => {
    const { status, stdout } = await ourBuild(['config', 'check', '-C', file]);
    if (status !== 0) throw new Error(stdout);
  });
  return file;
}

const OURS = join(import.meta.dirname, '../../../../bin/run.js');

const ourBuild = (words: readonly string[]) => runProgram(process.execPath, [OURS, ...words]);

const exim = (file: string, args: readonly string[]) =>
  runProgram('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', programs.exim, '-C', file, ...args]);

async function compareStyle(style: string, file: string, context: Context): Promise<void> {
  for (const words of QUESTIONS)
    await context.test(`${style}: -bP ${words.join(' ')}`, async () => {
      const theirs = await exim(file, ['-bP', ...words]);
      const ours = await ourBuild(['config', 'show', '-C', file, ...words]);
      const differing = linesBeyond(theirs.stdout, ours.stdout).filter(
        (line) => !EXPLAINED.some((one) => one.test(line)),
      );
      if (differing.length > 0) throw new Error(`not shown: ${differing.slice(0, 5).join(' | ')}`);
      if (theirs.status !== ours.status) throw new Error(`status ${theirs.status}, ours ${ours.status}`);
      if (theirs.stderr.includes('error')) throw new Error(`exim said nothing: ${theirs.stderr.slice(0, 300)}`);
    });
}

/** Lines of the first that the second has not, each as often as it stands there. We have more options than 4.96 has. */
function linesBeyond(theirs: string, ours: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of ours.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  return theirs.split('\n').filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left === 0;
  });
}

/** Chosen when Debian builds it; other defaults of 4.99; taken from the list of users; a text that is Exim's own. */
const EXPLAINED: readonly RegExp[] = [
  /^exim_(group|path|user|version) = /,
  /^(log_file_path|pid_file_path|process_log_path|spool_directory) = /,
  /^openssl_options = $/,
  /^no_queue_fast_ramp$/,
  /^remote_max_parallel = 2$/,
  /^\*expand_maildir_use_size_file/,
  /^group = mail$/,
  /^quota_warn_message = To: /,
];

async function compareSamples({ folder, note, test }: Context): Promise<void> {
  const place = join(folder, 'samples');
  mkdirSync(place, { mode: 0o755 });
  let refused = 0;
  for (const [index, { text }] of SAMPLES.entries())
    await test(`sample ${index}: ${JSON.stringify(text.slice(0, 50))}`, async () => {
      const file = join(place, `${index}.conf`);
      writeFileSync(file, Buffer.from(text, 'latin1'), { mode: 0o644 });
      const { status, stdout, stderr } = await exim(file, ['-bV']);
      const ours = firstError(file);
      if ((status !== 0) !== (ours !== undefined)) throw new Error(`exim: ${stderr}${stdout}; we: ${ours?.message}`);
      if (status !== 0) refused += 1;
      const line = Number(/error in line (\d+) of/.exec(`${stderr}${stdout}`)?.[1] ?? 0);
      if (line !== 0 && ours?.place.lastLine !== line)
        throw new Error(`exim: line ${line}, we: ${ours?.place.line} to ${ours?.place.lastLine}: ${ours?.message}`);
    });
  note(`${SAMPLES.length} small configurations, ${refused} refused by both, each in the same line`);
}

function firstError(file: string): ConfigurationError | undefined {
  const read = readConfiguration({ text: readFileSync(file, 'latin1'), name: file });
  const problems = read.ok ? checkConfiguration(read.value) : read.error;
  return problems.find(({ severity }) => severity === 'error');
}
