/** A live Exim and a live `mxray serve`, started as root with the same configuration, each with folders of its own. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lchownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../../framework/daemon.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import type { LocalCase, Thing } from './cases.ts';

export interface Side {
  readonly kind: 'exim' | 'ours';
  readonly folder: string;
  readonly port: number;
  readonly log: () => string;
}

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
/** Debian's user for mail, as whom both go on. */
const MAIL_ID = 8;
const NOBODY = 65_534;

/** Names of drivers have no hyphens. */
export const wordOf = ({ name }: LocalCase): string => name.replaceAll('-', '_');

export const folderOf = (side: Pick<Side, 'folder'>, { name }: LocalCase): string => join(side.folder, 'files', name);

export async function startSide(
  context: Context,
  kind: Side['kind'],
  port: number,
  cases: readonly LocalCase[],
): Promise<Side> {
  const folder = join(context.folder, kind);
  for (const part of ['', 'spool', 'log']) {
    mkdirSync(join(folder, part), { recursive: true });
    chownSync(join(folder, part), MAIL_ID, MAIL_ID);
    chmodSync(join(folder, part), 0o755);
  }
  for (const one of cases) prepare(context, folderOf({ folder }, one), one.before ?? []);
  const file = join(folder, 'exim.conf');
  writeFileSync(file, `${kind === 'exim' ? 'queue_only\n' : ''}${configuration(folder, port, cases)}`);
  chmodSync(file, 0o644);
  const read = (): string => {
    const log = join(folder, 'log/mainlog');
    return existsSync(log) ? readFileSync(log, 'latin1') : '';
  };
  const exim = kind === 'exim' ? setUserId(folder) : '';
  const ours = { command: process.execPath, args: [PROGRAM, 'serve', '-C', file, '--workers', '1'] };
  await startDaemon(context, {
    ...(kind === 'exim' ? { command: exim, args: ['-bdf', '-C', file] } : ours),
    logFile: join(folder, 'output'),
    ready: async () => read().includes(' daemon started: '),
  });
  return { kind, folder, port, log: read };
}

/** A copy that is root's whoever starts it, as packages install it: replies are sent by the user they are for. */
function setUserId(folder: string): string {
  const copy = join(folder, 'exim');
  copyFileSync(programs.exim, copy);
  chmodSync(copy, 0o4755);
  return copy;
}

function configuration(folder: string, port: number, cases: readonly LocalCase[]): string {
  const at = (text: string, one: LocalCase): string => text.replaceAll('@/', `${folderOf({ folder }, one)}/`);
  const routers = cases.map((one) => at(routerOf(one), one).replaceAll('@HOME', folderOf({ folder }, one)));
  const transports = cases.map((one) => at(`t${wordOf(one)}:\n${indented(one.transport)}${one.others ?? ''}`, one));
  return `
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
exim_user = mail
exim_group = mail
exim_path = ${folder}/exim
primary_hostname = mail.test
qualify_domain = test
received_header_text =
log_selector = +delivery_size +return_path_on_delivery
smtp_accept_queue_per_connection = 0
smtp_accept_max = 200
keep_environment =
timezone = UTC
acl_smtp_rcpt = accept_all
acl_smtp_data = accept_all
begin acl
accept_all:
  accept
begin routers
${routers.join('')}
rest:
  driver = redirect
  data = :blackhole:
begin transports
${transports.join('')}
begin retry
* * F,2h,1h
`;
}

function routerOf(one: LocalCase): string {
  const { name, redirect, router = '' } = one;
  const word = wordOf(one);
  const common = `  domains = test\n  local_parts = ${name}\n  user = nobody\n  group = nogroup\n${indented(router)}`;
  if (redirect === undefined)
    return `r${word}:\n  driver = accept\n  transport = t${word}\n  transport_home_directory = @HOME\n${common}`;
  const transports = ['file', 'directory', 'pipe'].map((kind) => `  ${kind}_transport = t${word}\n`).join('');
  return `r${word}:\n  driver = redirect\n  data = ${quoted(redirect)}\n${transports}${common}`;
}

/** As an item of redirection that is not expanded. */
const quoted = (redirect: string): string =>
  /["' ]/.test(redirect) ? `\\N"${redirect.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"\\N` : redirect;

const indented = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `  ${line}\n`)
    .join('');

function prepare(context: Context, folder: string, things: readonly Thing[]): void {
  mkdirSync(folder, { recursive: true });
  chownSync(folder, NOBODY, NOBODY);
  chmodSync(folder, 0o755);
  for (const thing of things) {
    const path = join(folder, thing.name);
    const to = (thing.text ?? '').replaceAll('@/', `${folder}/`);
    if (thing.kind === 'file') writeFileSync(path, to);
    else if (thing.kind === 'directory') mkdirSync(path);
    else if (thing.kind === 'link') symlinkSync(to, path);
    else if (thing.kind === 'hard-link') linkSync(to, path);
    else spawnSync('mkfifo', [path]);
    if (thing.owner !== undefined) lchownSync(path, ...thing.owner);
    if (thing.mode !== undefined) chmodSync(path, thing.mode);
    if (thing.ageSeconds !== undefined) {
      const then = Date.now() / 1000 - thing.ageSeconds;
      utimesSync(path, then, then);
    }
    if (thing.locked !== undefined) hold(context, path, thing.locked);
  }
}

/** Until the suite ends. */
function hold(context: Context, path: string, how: 'fcntl' | 'flock'): void {
  const call = how === 'fcntl' ? 'fcntl.lockf' : 'fcntl.flock';
  const code = `import fcntl,sys\nf=open(sys.argv[1],"r+")\n${call}(f,fcntl.LOCK_EX)\nsys.stdin.read()`;
  const holder = spawn('python3', ['-c', code, path], { stdio: ['pipe', 'ignore', 'inherit'] });
  context.atEnd(() => void holder.stdin.end());
}
